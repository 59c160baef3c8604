package dev.caravan.publish;

import dev.caravan.plan.Column;
import dev.caravan.write.ColumnSummary;
import java.util.List;

/**
 * What a run produced; written once. Without it the run did not happen.
 *
 * @param formatVersion of this document
 * @param uri where this document lies
 * @param table the table's name in the lake
 * @param source what was read
 * @param runId sortable by time
 * @param publish how it was published
 * @param catalog how the catalog is told
 * @param started ISO 8601, UTC
 * @param finished ISO 8601, UTC
 * @param rowsRead as the readers counted
 * @param rows as the files' footers count: the same number
 * @param bytes of all files
 * @param columns name, type at the source and in Glue
 * @param files in the order of their names
 */
public record Manifest(
        int formatVersion,
        String uri,
        String table,
        String source,
        String runId,
        PublishMode publish,
        CatalogMode catalog,
        String started,
        String finished,
        long rowsRead,
        long rows,
        long bytes,
        List<ColumnEntry> columns,
        List<FileEntry> files) {
    /** The version that this code writes. */
    public static final int FORMAT_VERSION = 1;

    public Manifest {
        columns = List.copyOf(columns);
        files = List.copyOf(files);
    }

    /** A column as the run found and wrote it. */
    public record ColumnEntry(String name, String type, String glue, boolean notNull) {
        static ColumnEntry of(Column column) {
            return new ColumnEntry(
                    column.name(),
                    column.type().sql(),
                    column.mapping().target().glue(),
                    column.notNull());
        }
    }

    /** A file where readers find it. */
    public record FileEntry(String key, long rows, long bytes, String crc32c, List<ColumnSummary> columns) {
        public FileEntry {
            columns = List.copyOf(columns);
        }
    }
}
