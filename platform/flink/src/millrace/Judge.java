package millrace;

/** lib/alarm/machine.ts in Java: what one reading, or the passing of time, changes. All times are the sensor's. */
final class Judge {
    private static final long AHEAD_MS = 30_000;

    interface Changes {
        void raised(long at, Double value);

        void returned(long raisedAt, long at);
    }

    private Judge() {}

    static void reading(Machine m, long t, double v, long receivedAt, Changes changes) {
        if (m.lastT != null && t <= m.lastT && !setBack(m, t, receivedAt)) return;
        settle(m, t, changes);
        boolean stale = m.kind.equals("stale");
        if (stale) {
            if (m.raisedAt != null) giveBack(m, t, changes);
        } else {
            boolean on = Condition.holds(m, t, v);
            if (on != m.on) {
                m.on = on;
                m.since = t;
                m.sinceV = v;
            }
        }
        m.lastT = t;
        m.lastV = v;
        m.lagMs = Math.max(0, receivedAt - t);
        if (!stale) settle(m, t, changes);
    }

    private static boolean setBack(Machine m, long t, long receivedAt) {
        if (t == m.lastT || m.lastT - receivedAt <= AHEAD_MS) return false;
        m.since = Math.min(m.since, t);
        if (m.kind.equals("rate")) m.memory = new double[0];
        return true;
    }

    static void settle(Machine m, long now, Changes changes) {
        Long due = dueAt(m);
        // A reading exactly at the end of its period is in time.
        if (due == null || (m.kind.equals("stale") ? due >= now : due > now)) return;
        if (m.raisedAt != null) {
            giveBack(m, due, changes);
            return;
        }
        m.raisedAt = due;
        changes.raised(due, m.kind.equals("stale") ? m.lastV : m.sinceV);
    }

    /** When the clock alone changes something; null when only a reading can. */
    static Long dueAt(Machine m) {
        if (m.kind.equals("stale")) return m.raisedAt == null && m.lastT != null ? after(m.lastT, m.afterSeconds) : null;
        if (m.raisedAt == null) return m.on ? after(m.since, m.onDelaySeconds) : null;
        return m.on ? null : after(m.since, m.offDelaySeconds);
    }

    /** Whole milliseconds, as a date in the product drops what is less. */
    private static Long after(long t, double seconds) {
        return (long) (t + seconds * 1000);
    }

    private static void giveBack(Machine m, long at, Changes changes) {
        long raisedAt = m.raisedAt;
        m.raisedAt = null;
        changes.returned(raisedAt, Math.max(at, raisedAt));
    }
}
