package dev.caravan.plan;

import dev.caravan.partition.Partitioning;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One export of one table, as planned.
 *
 * @param tableId the table's name in the lake
 * @param subject the source's name for messages
 * @param runId sortable by time
 * @param started when the plan was made
 * @param columns what is read
 * @param drift how the columns differ from what was agreed on, or from the run before
 * @param estimatedRows the planner's guess, for progress only
 * @param completeness whether everything that there is can be read
 * @param facts what the server says of itself and of the moment that is read; null where other steps read
 * @param comments of the relation and its columns
 * @param planning how long the plan took
 * @param chunks what the readers read, all of them in one snapshot
 * @param partitioning how its rows are divided into folders
 * @param masks of columns whose values must not leave the server, in the order of the table
 */
public record TableRun(
        String tableId,
        String subject,
        String runId,
        Instant started,
        List<Column> columns,
        List<Difference> drift,
        long estimatedRows,
        Completeness completeness,
        @Nullable SourceFacts facts,
        SourceComments comments,
        Duration planning,
        List<Chunk> chunks,
        Partitioning partitioning,
        List<AppliedMask> masks)
        implements Serializable {
    public TableRun {
        columns = List.copyOf(columns);
        drift = List.copyOf(drift);
        chunks = List.copyOf(chunks);
        masks = List.copyOf(masks);
    }
}
