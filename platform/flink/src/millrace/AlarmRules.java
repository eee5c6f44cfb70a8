package millrace;

import static org.apache.flink.table.annotation.ArgumentTrait.REQUIRE_ON_TIME;
import static org.apache.flink.table.annotation.ArgumentTrait.SET_SEMANTIC_TABLE;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.table.annotation.ArgumentHint;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.annotation.StateHint;
import org.apache.flink.table.functions.ProcessTableFunction;
import org.apache.flink.types.Row;

/**
 * All rules of one signal against its readings. A row of the input is either a rule (`rule` is given) or readings (`t`, `v`).
 * The clock is the watermark of the time of receipt: the same records give the same alarms however late they are judged.
 */
@FunctionHint(
        output =
                @DataTypeHint(
                        "ROW<kind STRING, ruleId STRING, ruleVersion INT, name STRING, priority INT, `value` DOUBLE, `limit` DOUBLE,"
                                + " raisedAt BIGINT, `at` BIGINT, receivedAt BIGINT, decidedAt BIGINT>"))
public class AlarmRules extends ProcessTableFunction<Row> {
    public static class Standing {
        public Map<String, Machine> machines;

        public Standing() {}
    }

    public void eval(Context context, @StateHint(name = "standing") Standing standing, @ArgumentHint(name = "input", value = {SET_SEMANTIC_TABLE, REQUIRE_ON_TIME}) Row input) {
        if (standing.machines == null) standing.machines = new HashMap<>();
        long receivedAt = input.<Long>getFieldAs("receivedAt");
        Row rule = input.getFieldAs("rule");
        TimeContext<Long> time = context.timeContext(Long.class);
        if (rule != null) takeRule(standing, rule, receivedAt, time);
        else judge(standing, input.getFieldAs("t"), input.getFieldAs("v"), receivedAt);
        for (Machine machine : standing.machines.values()) await(time, machine);
    }

    public void onTimer(OnTimerContext context, Standing standing) {
        Machine machine = standing.machines == null ? null : standing.machines.get(context.currentTimer());
        if (machine == null) return;
        machine.timerAt = null;
        TimeContext<Long> time = context.timeContext(Long.class);
        Judge.settle(machine, time.time() - machine.lagMs, new Emit(machine, null));
        await(time, machine);
    }

    /** A rule of the same version goes on as it stood; an alarm of a version that is no more has returned. */
    private void takeRule(Standing standing, Row rule, long changedAt, TimeContext<Long> time) {
        String id = rule.getFieldAs("ruleId");
        Machine before = standing.machines.get(id);
        boolean enabled = rule.<Boolean>getFieldAs("enabled");
        int version = rule.<Integer>getFieldAs("version");
        if (before != null && enabled && before.version == version) return;
        if (before != null && before.version > version) return;
        if (before != null && before.raisedAt != null) new Emit(before, null).returned(before.raisedAt, Math.max(changedAt, before.raisedAt));
        if (before != null && before.timerAt != null) time.clearTimer(id);
        standing.machines.remove(id);
        if (!enabled) return;
        Machine machine = machineOf(rule, id, version);
        standing.machines.put(id, machine);
        new Emit(machine, changedAt).row("armed", changedAt, changedAt, null);
    }

    private void judge(Standing standing, Long[] t, Double[] v, long receivedAt) {
        for (Machine machine : standing.machines.values()) {
            Emit emit = new Emit(machine, receivedAt);
            for (int i = 0; i < t.length; i++) Judge.reading(machine, t[i], v[i], receivedAt, emit);
        }
    }

    /** Set only when it changes: the same time set again under the same name removes the timer (Flink 2.3). */
    private static void await(TimeContext<Long> time, Machine machine) {
        Long due = Judge.dueAt(machine);
        Long at = due == null ? null : (Long) (due + machine.lagMs + (machine.kind.equals("stale") ? 1 : 0));
        if (Objects.equals(at, machine.timerAt)) return;
        if (at == null) time.clearTimer(machine.ruleId);
        else time.registerOnTime(machine.ruleId, at);
        machine.timerAt = at;
    }

    private static Machine machineOf(Row rule, String id, int version) {
        Machine m = new Machine();
        m.ruleId = id;
        m.version = version;
        m.name = rule.getFieldAs("name");
        m.priority = rule.<Integer>getFieldAs("priority");
        m.kind = rule.getFieldAs("kind");
        m.onDelaySeconds = rule.<Double>getFieldAs("onDelaySeconds");
        m.offDelaySeconds = rule.<Double>getFieldAs("offDelaySeconds");
        Row settings = rule.getFieldAs("settings");
        m.direction = settings.getFieldAs("direction");
        m.limitValue = settings.getFieldAs("limit");
        m.deadband = number(settings, "deadband");
        m.perMinute = number(settings, "perMinute");
        m.overSeconds = number(settings, "overSeconds");
        m.points = (int) number(settings, "points");
        m.sigmas = number(settings, "sigmas");
        m.leastSigma = number(settings, "leastSigma");
        m.afterSeconds = number(settings, "afterSeconds");
        m.centre = number(settings, "centre");
        m.sigma = number(settings, "sigma");
        Integer[] patterns = settings.getFieldAs("patterns");
        m.patterns = new int[patterns == null ? 0 : patterns.length];
        for (int i = 0; i < m.patterns.length; i++) m.patterns[i] = patterns[i];
        return m;
    }

    private static double number(Row row, String field) {
        Double value = row.getFieldAs(field);
        return value == null ? 0 : value;
    }

    /** Of one machine. What the clock decided counts as received when it became due. */
    private final class Emit implements Judge.Changes {
        private final Machine machine;
        private final Long receivedAt;

        Emit(Machine machine, Long receivedAt) {
            this.machine = machine;
            this.receivedAt = receivedAt;
        }

        @Override
        public void raised(long at, Double value) {
            row("raised", at, at, value);
        }

        @Override
        public void returned(long raisedAt, long at) {
            row("returned", raisedAt, at, null);
        }

        void row(String kind, long raisedAt, long at, Double value) {
            collect(
                    Row.of(
                            kind, machine.ruleId, machine.version, machine.name, machine.priority, value, Condition.limitOf(machine),
                            raisedAt, at, receivedAt == null ? at : receivedAt, System.currentTimeMillis()));
        }
    }
}
