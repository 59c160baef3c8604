package dev.caravan.lake;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.caravan.plan.AppliedMask;
import dev.caravan.plan.Completeness;
import dev.caravan.plan.Difference;
import dev.caravan.plan.SourceFacts;
import dev.caravan.proof.ColumnSum;
import dev.caravan.read.BadValues;
import dev.caravan.write.ColumnSummary;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run produced; written once. Without it the run did not happen.
 *
 * @param formatVersion of this document
 * @param version of Caravan
 * @param uri where this document lies
 * @param table the table's name in the lake
 * @param source what was read
 * @param comment what the source says of it; null when it says nothing
 * @param server what the server says of itself and of the moment that was read; null where other steps have read
 * @param runId sortable by time
 * @param attempt which attempt of the run it was
 * @param publish how it was published
 * @param catalog how the catalog is updated
 * @param started ISO 8601, UTC
 * @param finished ISO 8601, UTC
 * @param rowsRead as the readers counted
 * @param rows as the files' footers count: with the rejected ones, the same number
 * @param rowsRejected rows that a policy left out of the table
 * @param bytes of all files
 * @param badValues what became of values that their columns' targets cannot hold; empty when all could be held
 * @param rejects the keys of the files of rejected rows, JSON lines
 * @param drift how the columns differ from the contract, or from those of the run before; empty when they do not
 * @param completeness what was read, and why rows may be missing
 * @param checksums what the values of each column add up to, in PostgreSQL and in the files; absent unless verify is checksum
 * @param seconds how long each step took
 * @param fingerprint of the columns: equal for two runs if and only if their columns are
 * @param columns name, type at the source, in Glue and in Parquet
 * @param partitions how the rows are divided into folders; null for one folder
 * @param masks what stands in place of the values of columns, which the table file says; also of columns that are not read
 * @param chunks what each connection has read; none where other steps have read
 * @param files in the order of their names
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
        int formatVersion,
        String version,
        String uri,
        String table,
        String source,
        @Nullable String comment,
        @Nullable SourceFacts server,
        String runId,
        String attempt,
        PublishMode publish,
        CatalogMode catalog,
        String started,
        String finished,
        long rowsRead,
        long rows,
        long rowsRejected,
        long bytes,
        List<BadValues.Count> badValues,
        List<String> rejects,
        List<Difference> drift,
        Completeness completeness,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<ColumnSum> checksums,
        Seconds seconds,
        String fingerprint,
        List<ColumnEntry> columns,
        @Nullable PartitionsEntry partitions,
        List<AppliedMask> masks,
        List<ChunkEntry> chunks,
        List<FileEntry> files) {
    /** The version that this code writes. */
    public static final int FORMAT_VERSION = 1;

    public Manifest {
        badValues = List.copyOf(badValues);
        rejects = List.copyOf(rejects);
        drift = List.copyOf(drift);
        checksums = List.copyOf(checksums);
        columns = List.copyOf(columns);
        masks = List.copyOf(masks);
        chunks = List.copyOf(chunks);
        files = List.copyOf(files);
    }

    /**
     * How long each step took, in seconds.
     *
     * @param plan to look at the relation and cut it into chunks
     * @param read from then until the last file was uploaded
     * @param publish from then until this document was written
     */
    public record Seconds(double plan, double read, double publish) {
        private static final double MILLIS = 1_000.0;

        /** To the millisecond. */
        public static Seconds of(Duration plan, Duration read, Duration publish) {
            return new Seconds(plan.toMillis() / MILLIS, read.toMillis() / MILLIS, publish.toMillis() / MILLIS);
        }
    }

    /**
     * What a connection has read.
     *
     * @param index its position among the chunks, from 0
     * @param range which rows these are; empty for all
     * @param rows as its reader counted
     * @param files the keys of its files
     */
    public record ChunkEntry(int index, String range, long rows, List<String> files) {
        public ChunkEntry {
            files = List.copyOf(files);
        }
    }

    /** Bad values in all, rejected ones included. */
    public long badValueCount() {
        return badValues.stream().mapToLong(BadValues.Count::values).sum();
    }

    /**
     * A file where readers find it.
     *
     * @param partition the values of its partition, one for each level, null for NULL; absent for a table that is not partitioned
     * @param crc32 another checksum, of a table whose unchanged partitions stay; with the first and the length it tells whether files
     *     are the same
     * @param columns what its footer says of each leaf column; none in a run of very many files, whose manifest would be too large
     */
    public record FileEntry(
            String key,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            List<@Nullable String> partition,

            long rows,
            long bytes,
            String crc32c,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            String crc32,

            List<ColumnSummary> columns) {
        public FileEntry {
            columns = List.copyOf(columns);
        }
    }
}
