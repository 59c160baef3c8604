package dev.caravan.lake;

import dev.caravan.batch.Field;
import dev.caravan.contract.LakeType;
import dev.caravan.plan.Column;
import dev.caravan.plan.Completeness;
import dev.caravan.plan.Difference;
import dev.caravan.read.BadValues;
import dev.caravan.write.ColumnSummary;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a run produced; written once. Without it the run did not happen.
 *
 * @param formatVersion of this document
 * @param uri where this document lies
 * @param table the table's name in the lake
 * @param source what was read
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
 * @param columns name, type at the source, in Glue and in Parquet
 * @param files in the order of their names
 */
public record Manifest(
        int formatVersion,
        String uri,
        String table,
        String source,
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
        List<ColumnEntry> columns,
        List<FileEntry> files) {
    /** The version that this code writes. */
    public static final int FORMAT_VERSION = 1;

    public Manifest {
        badValues = List.copyOf(badValues);
        rejects = List.copyOf(rejects);
        drift = List.copyOf(drift);
        columns = List.copyOf(columns);
        files = List.copyOf(files);
    }

    /**
     * A column as the run found and wrote it.
     *
     * @param name as the source has it
     * @param type in PostgreSQL
     * @param glue in the Glue catalog
     * @param parquet in the files, as {@link LakeType} writes it
     * @param notNull whether the source promises a value
     * @param textOf the column whose bad values this one holds as text; null for a column of the source
     */
    public record ColumnEntry(
            String name,
            String type,
            String glue,
            String parquet,
            boolean notNull,
            @Nullable String textOf) {
        /** A column that other steps have read: its type at the source, and whether it may be null there, are unknown. */
        public static ColumnEntry of(Field field) {
            return new ColumnEntry(field.name(), "", field.target().glue(), LakeType.of(field), false, null);
        }

        public static List<ColumnEntry> of(List<Column> columns) {
            return Stream.concat(
                            columns.stream().map(ColumnEntry::of),
                            columns.stream()
                                    .filter(Column::hasTextField)
                                    .map(column -> new ColumnEntry(
                                            column.textField().name(),
                                            "text",
                                            "string",
                                            "string",
                                            false,
                                            column.name())))
                    .toList();
        }

        private static ColumnEntry of(Column column) {
            return new ColumnEntry(
                    column.name(),
                    column.type().sql(),
                    column.mapping().target().glue(),
                    LakeType.of(column),
                    column.notNull(),
                    null);
        }
    }

    /** Bad values in all, rejected ones included. */
    public long badValueCount() {
        return badValues.stream().mapToLong(BadValues.Count::values).sum();
    }

    /** A file where readers find it. */
    public record FileEntry(String key, long rows, long bytes, String crc32c, List<ColumnSummary> columns) {
        public FileEntry {
            columns = List.copyOf(columns);
        }
    }
}
