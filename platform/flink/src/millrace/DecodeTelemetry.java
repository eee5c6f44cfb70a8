package millrace;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.flink.table.annotation.DataTypeHint;
import org.apache.flink.table.annotation.FunctionHint;
import org.apache.flink.table.functions.TableFunction;
import org.apache.flink.types.Row;

/**
 * A record of the topic `readings` (platform/schemas/sensor-telemetry.avsc) as a row; none for the gateway's clock, and none for
 * a record that cannot be read: one poisoned record must not stop the rules of every plant. The history puts such records aside.
 * Only fields after `v` may be added to the schema, which the evolution tests hold: what stands behind is not read.
 */
@FunctionHint(output = @DataTypeHint("ROW<tenantId STRING, signalId STRING, receivedAt BIGINT, t ARRAY<BIGINT>, v ARRAY<DOUBLE>>"))
public class DecodeTelemetry extends TableFunction<Row> {
    private static final int HEAD_BYTES = 5;
    private static final int MOST_READINGS = 2_000_000;

    public void eval(byte[] record) {
        Row row = read(record);
        if (row != null) collect(row);
    }

    private static Row read(byte[] record) {
        if (record == null || record.length < HEAD_BYTES || record[0] != 0) return null;
        try {
            ByteBuffer in = ByteBuffer.wrap(record, HEAD_BYTES, record.length - HEAD_BYTES).order(java.nio.ByteOrder.LITTLE_ENDIAN);
            String tenantId = text(in);
            String signalId = text(in);
            text(in);
            long receivedAt = number(in);
            Long[] t = times(in);
            Double[] v = values(in, t.length);
            return signalId.isEmpty() || v == null ? null : Row.of(tenantId, signalId, receivedAt, t, v);
        } catch (RuntimeException broken) {
            return null;
        }
    }

    /** Avro's variable length, zigzag. */
    private static long number(ByteBuffer in) {
        long bits = 0;
        for (int shift = 0; shift < 64; shift += 7) {
            byte next = in.get();
            bits |= (next & 0x7fL) << shift;
            if (next >= 0) return (bits >>> 1) ^ -(bits & 1);
        }
        throw new IllegalStateException("no number");
    }

    private static String text(ByteBuffer in) {
        byte[] bytes = new byte[Math.toIntExact(number(in))];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Of the next block of an array; 0 ends it. A negative count is followed by the block's size. */
    private static int block(ByteBuffer in) {
        long count = number(in);
        if (count < 0) {
            number(in);
            count = -count;
        }
        if (count > MOST_READINGS) throw new IllegalStateException("too many");
        return (int) count;
    }

    private static Long[] times(ByteBuffer in) {
        Long[] all = {};
        for (int count = block(in), at = 0; count > 0; count = block(in)) {
            all = java.util.Arrays.copyOf(all, at + count);
            for (int i = 0; i < count; i++) all[at++] = number(in);
        }
        return all;
    }

    private static Double[] values(ByteBuffer in, int expected) {
        Double[] all = new Double[expected];
        int at = 0;
        for (int count = block(in); count > 0; count = block(in)) {
            if (at + count > expected) return null;
            for (int i = 0; i < count; i++) all[at++] = in.getDouble();
        }
        return at == expected ? all : null;
    }
}
