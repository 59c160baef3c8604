package dev.caravan.proof;

import dev.caravan.batch.BooleanVector;
import dev.caravan.batch.BytesVector;
import dev.caravan.batch.IntVector;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;

/** Hashes the values of columns that files do not have: the name of a folder tells them, and they are read from there. */
public final class PartitionHash {
    private PartitionHash() {}

    /** The hash of a value of this target that a folder tells so. */
    public static long of(Target target, String told) {
        Vector vector = target.vector(new byte[0]);
        if (!(target instanceof Target.Leaf leaf)) {
            throw new IllegalStateException("no folder tells values of " + target);
        }
        if (vector instanceof BooleanVector booleans) {
            booleans.add(Boolean.parseBoolean(told));
        } else if (vector instanceof IntVector ints) {
            ints.add((int) number(leaf, told));
        } else if (vector instanceof LongVector longs) {
            longs.add(number(leaf, told));
        } else if (vector instanceof BytesVector bytes) {
            byte[] value = bytes(leaf, told);
            bytes.add(value, 0, value.length);
        }
        return VectorHash.of(target, vector, 0);
    }

    private static long number(Target.Leaf leaf, String told) {
        if (leaf.logical() instanceof DateLogicalTypeAnnotation) {
            return LocalDate.parse(told).toEpochDay();
        }
        return leaf.logical() instanceof DecimalLogicalTypeAnnotation
                ? new BigDecimal(told).unscaledValue().longValueExact()
                : Long.parseLong(told);
    }

    private static byte[] bytes(Target.Leaf leaf, String told) {
        if (leaf.logical() instanceof UUIDLogicalTypeAnnotation) {
            UUID uuid = UUID.fromString(told);
            return ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array();
        }
        if (leaf.logical() instanceof DecimalLogicalTypeAnnotation) {
            byte[] digits = new BigDecimal(told).unscaledValue().toByteArray();
            byte[] filled = new byte[leaf.length()];
            Arrays.fill(filled, (byte) (digits[0] < 0 ? -1 : 0));
            System.arraycopy(digits, 0, filled, filled.length - digits.length, digits.length);
            return filled;
        }
        return told.getBytes(StandardCharsets.UTF_8);
    }
}
