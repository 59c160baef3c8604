package dev.caravan.partition;

import dev.caravan.batch.Field;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Partitions of a table with one column, {@code c}, and one level of folders, {@code p}. */
final class OneLevel {
    static final String SUBJECT = "table t";

    private OneLevel() {}

    static Partitioning partitioning(Transform transform, Target target, ZoneId zone, boolean isLenient) {
        String glue = Levels.glue(transform, target).orElseThrow();
        return new Partitioning(List.of(new PartitionLevel("p", transform, "c", glue, isLenient)), zone, false, false);
    }

    /** The partition of each row, null for NULL. */
    static List<@Nullable String> values(Transform transform, Target target, ZoneId zone, Vector column) {
        return values(
                partitioning(transform, target, zone, false), target, column, (level, rule, values, row, isFirst) -> {
                    throw new AssertionError("told of " + level.column() + ": " + rule);
                });
    }

    static List<@Nullable String> values(
            Partitioning partitioning, Target target, Vector column, RowPartitions.Listener listener) {
        List<Field> fields = List.of(new Field("c", target));
        RowPartitions partitions = new RowPartitions(partitioning, fields, SUBJECT, listener);
        int[] numbers = partitions.of(new RowBatch(fields, List.of(column), column.size(), 0));
        return Arrays.stream(numbers)
                .<@Nullable String>mapToObj(
                        number -> partitions.partition(number).values().get(0))
                .toList();
    }
}
