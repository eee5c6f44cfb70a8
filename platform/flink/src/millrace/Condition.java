package millrace;

import java.util.Arrays;

/** lib/alarm/condition.ts in Java, step by step: sums are made in the same order, so that the last bit agrees too. */
final class Condition {
    private static final int LONGEST_SPAN = 15;
    private static final int MOST_RATE_POINTS = 600;

    private Condition() {}

    static boolean holds(Machine m, long t, double v) {
        switch (m.kind) {
            case "threshold":
                return m.direction.equals("high") ? v > (m.on ? m.limitValue - m.deadband : m.limitValue) : v < (m.on ? m.limitValue + m.deadband : m.limitValue);
            case "rate":
                return isFast(m, t, v);
            case "z-score":
                return isFar(m, v);
            case "spc":
                return completesPattern(m, v);
            default:
                return false;
        }
    }

    /** The value that was passed, for people; null where there is no single one. */
    static Double limitOf(Machine m) {
        switch (m.kind) {
            case "threshold":
                return m.limitValue;
            case "rate":
                return m.perMinute;
            case "z-score":
                return m.sigmas;
            default:
                return null;
        }
    }

    /** Memory: t, v, t, v, … oldest first. */
    private static boolean isFast(Machine m, long t, double v) {
        double[] memory = m.memory;
        int old = 0;
        while (old < memory.length && memory[old] < t - m.overSeconds * 1000) old += 2;
        memory = Arrays.copyOfRange(memory, old, memory.length);
        double slope = memory.length > 0 ? ((v - memory[1]) / (t - memory[0])) * 60_000 : 0;
        memory = appended(appended(memory, t), v);
        m.memory = memory.length > 2 * MOST_RATE_POINTS ? thinned(memory) : memory;
        return m.direction.equals("rise") ? slope > m.perMinute : m.direction.equals("fall") ? -slope > m.perMinute : Math.abs(slope) > m.perMinute;
    }

    /** Leaves out every second reading, counted from the newest, and keeps the oldest. */
    private static double[] thinned(double[] memory) {
        boolean[] out = new boolean[memory.length];
        int kept = memory.length;
        for (int i = memory.length - 4; i > 0; i -= 4) {
            out[i] = out[i + 1] = true;
            kept -= 2;
        }
        double[] rest = new double[kept];
        for (int i = 0, to = 0; i < memory.length; i++) if (!out[i]) rest[to++] = memory[i];
        return rest;
    }

    private static boolean isFar(Machine m, double v) {
        double[] memory = m.memory;
        boolean far = false;
        if (memory.length >= m.points) {
            double sum = 0;
            for (double value : memory) sum += value;
            double mean = sum / memory.length;
            double squares = 0;
            for (double value : memory) squares += (value - mean) * (value - mean);
            double deviation = Math.max(Math.sqrt(squares / (memory.length - 1)), m.leastSigma);
            far = deviation > 0 && Math.abs(v - mean) > m.sigmas * deviation;
            memory = Arrays.copyOfRange(memory, 1, memory.length);
        }
        m.memory = appended(memory, v);
        return far;
    }

    private static boolean completesPattern(Machine m, double v) {
        double[] memory = appended(m.memory, v);
        if (memory.length > LONGEST_SPAN) memory = Arrays.copyOfRange(memory, 1, memory.length);
        m.memory = memory;
        return Nelson.completes(memory, m.centre, m.sigma, m.patterns);
    }

    private static double[] appended(double[] values, double value) {
        double[] longer = Arrays.copyOf(values, values.length + 1);
        longer[values.length] = value;
        return longer;
    }
}
