package dev.caravan.lake;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.option.Words;
import dev.caravan.partition.PartitionLevel;
import dev.caravan.partition.Partitioning;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a run are divided into folders, in the manifest.
 *
 * @param by from the outermost folder to the innermost
 * @param timeZone in which moments have their hour, day, week, month and year
 * @param projection whether the catalog lists no partitions, and readers work them out
 */
public record PartitionsEntry(
        List<Level> by,
        String timeZone,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean projection) {
    /**
     * One level of folders.
     *
     * @param name of the folders, and of the column that readers see
     * @param transform the way from the value of the column to that of the partition: column, year, month, week, day, hour,
     *     month_of_year, day_of_month or hour_of_day
     * @param expression over a column of the lake, as in {@code day(created_at)}
     * @param glue the type of its values in the Glue catalog
     */
    public record Level(String name, String transform, String expression, String glue) {
        private static Level of(PartitionLevel level) {
            return new Level(level.name(), Words.of(level.transform()), level.expression(), level.glue());
        }
    }

    public PartitionsEntry {
        by = List.copyOf(by);
    }

    /** Those of a run; null when it has one folder. */
    public static @Nullable PartitionsEntry of(Partitioning partitioning) {
        return partitioning.isNone()
                ? null
                : new PartitionsEntry(
                        partitioning.levels().stream().map(Level::of).toList(),
                        partitioning.timeZone().getId(),
                        partitioning.isProjected());
    }
}
