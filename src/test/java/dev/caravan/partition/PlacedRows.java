package dev.caravan.partition;

import dev.caravan.batch.BooleanVector;
import dev.caravan.batch.BytesVector;
import dev.caravan.batch.Field;
import dev.caravan.batch.IntVector;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Values of one column, and the partitions that they are in. */
final class PlacedRows {
    private final Target target;
    private final Vector vector;

    PlacedRows(Target target) {
        this.target = target;
        this.vector = target.vector(new byte[0]);
    }

    /** One more row; null is NULL. */
    PlacedRows add(@Nullable Object value) {
        if (value == null) {
            vector.addNull();
        } else if (vector instanceof LongVector longs) {
            longs.add(((Number) value).longValue());
        } else if (vector instanceof IntVector ints) {
            ints.add(((Number) value).intValue());
        } else if (vector instanceof BooleanVector booleans) {
            booleans.add((Boolean) value);
        } else if (value instanceof UUID uuid) {
            add(ByteBuffer.allocate(16)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array());
        } else if (value instanceof BigInteger unscaled) {
            byte[] filled = new byte[((Target.Leaf) target).length()];
            Arrays.fill(filled, (byte) unscaled.signum() < 0 ? (byte) -1 : 0);
            byte[] digits = unscaled.toByteArray();
            System.arraycopy(digits, 0, filled, filled.length - digits.length, digits.length);
            add(filled);
        } else {
            ((BytesVector) vector).add((String) value);
        }
        return this;
    }

    private void add(byte[] bytes) {
        ((BytesVector) vector).add(bytes, 0, bytes.length);
    }

    private static PartitionLevel level(Transform transform, Target target, boolean isLenient) {
        return new PartitionLevel(
                "p_" + transform.name().toLowerCase(java.util.Locale.ROOT),
                transform,
                "c",
                Levels.glue(transform, target).orElseThrow(),
                isLenient);
    }

    static Partitioning by(Target target, ZoneId zone, boolean isLenient, Transform... transforms) {
        return new Partitioning(
                Arrays.stream(transforms)
                        .map(transform -> level(transform, target, isLenient))
                        .toList(),
                zone,
                false,
                false);
    }

    RowBatch batch() {
        return new RowBatch(List.of(new Field("c", target)), List.of(vector), vector.size(), 0);
    }

    /** The values of the partitions of each row, of a table that is partitioned by all of these. */
    List<List<@Nullable String>> by(ZoneId zone, Transform... transforms) {
        RowBatch batch = batch();
        RowPartitions partitions = new RowPartitions(
                by(target, zone, false, transforms), batch.fields(), "table t", (level, rule, column, row, isFirst) -> {
                    throw new AssertionError(rule);
                });
        List<List<@Nullable String>> values = new ArrayList<>();
        for (int number : partitions.of(batch)) {
            values.add(partitions.partition(number).values());
        }
        return values;
    }

    /** The partition of a single value. */
    static @Nullable String one(Target target, Transform transform, ZoneId zone, @Nullable Object value) {
        return new PlacedRows(target).add(value).by(zone, transform).get(0).get(0);
    }

    /** Whether columns of this target may be partitioned so. */
    static boolean isPossible(Target target, Transform transform) {
        return !Optional.empty().equals(Levels.glue(transform, target));
    }
}
