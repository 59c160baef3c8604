package dev.caravan.write;

import java.util.Set;

/**
 * How files are written.
 *
 * @param compression of every page
 * @param rowGroupBytes when a row group ends, in encoded bytes; readers work row group by row group, and the writer holds one in memory
 * @param fileBytes when a file ends and the next one begins, in bytes on disk
 * @param bloomFilters the names of the columns whose values readers look up one at a time
 */
public record WriteOptions(Compression compression, long rowGroupBytes, long fileBytes, Set<String> bloomFilters) {
    /** 128 MB: what Athena and Spark read best in one piece, and what their documentation advises. */
    public static final long DEFAULT_ROW_GROUP_BYTES = 128L << 20;

    /** 256 MB: few enough files for Athena to list, and little enough disk for a pod to stage. */
    public static final long DEFAULT_FILE_BYTES = 256L << 20;

    /** zstd, 128 MB row groups, 256 MB files. */
    public static final WriteOptions DEFAULT =
            new WriteOptions(Compression.ZSTD, DEFAULT_ROW_GROUP_BYTES, DEFAULT_FILE_BYTES);

    public WriteOptions {
        bloomFilters = Set.copyOf(bloomFilters);
    }

    /** Without Bloom filters: they cost memory and time, and serve lookups alone. */
    public WriteOptions(Compression compression, long rowGroupBytes, long fileBytes) {
        this(compression, rowGroupBytes, fileBytes, Set.of());
    }
}
