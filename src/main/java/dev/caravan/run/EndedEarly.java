package dev.caravan.run;

import dev.caravan.partition.PartitionLevel;
import dev.caravan.plan.Column;
import dev.caravan.plan.OptionList;
import dev.caravan.plan.TableRun;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Files of a run that were ended for want of room although more rows of their partition came.
 *
 * @param files of the run
 * @param early how many of them were ended so
 */
record EndedEarly(long files, long early) {
    /** Fewer cost readers nothing that they would notice. */
    private static final int TOLERATED = 100;

    /** A tenth of the files. */
    private static final int PART = 10;

    /** What the log says of it; empty when they are few. */
    Optional<String> warning(TableRun plan) {
        if (early <= TOLERATED || early <= files / PART) {
            return Optional.empty();
        }
        Map<String, String> sources = plan.columns().stream()
                .collect(Collectors.toMap(Column::name, Column::source, (first, second) -> first));
        List<String> columns = plan.partitioning().levels().stream()
                .map(PartitionLevel::column)
                .map(name -> sources.getOrDefault(name, name))
                .distinct()
                .toList();
        return Optional.of(String.format(
                Locale.ROOT,
                "Run %s of %s wrote %,d files, and %,d of them were ended early because more partitions came at the same time than fit into memory."
                        + " Queries of many small files are slow: set sortBy to %s, or choose coarser partitions in partitionBy.",
                plan.runId(),
                plan.tableId(),
                files,
                early,
                OptionList.write(columns)));
    }
}
