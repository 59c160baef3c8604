package dev.caravan.write;

import java.util.Set;

/**
 * How files are written.
 *
 * @param compression of every page
 * @param rowGroupBytes when a row group ends, in encoded bytes; readers work row group by row group, and the writer holds one in memory
 * @param fileBytes when a file ends and the next one begins, in bytes on disk
 * @param bloomFilters the names of the columns whose values readers look up one at a time
 * @param memoryBytes this writer's share of memory: row groups and files end earlier where buffers, dictionaries, Bloom filters and what
 *     a file holds until its end would take more; at least 4 MB
 */
public record WriteOptions(
        Compression compression, long rowGroupBytes, long fileBytes, Set<String> bloomFilters, long memoryBytes) {
    /** 128 MB: what Athena and Spark read best in one piece, and what their documentation advises. */
    public static final long DEFAULT_ROW_GROUP_BYTES = 128L << 20;

    /** 256 MB: few enough files for Athena to list, and little enough disk for a pod to stage. */
    public static final long DEFAULT_FILE_BYTES = 256L << 20;

    /** 4 MB: with less, a table of some hundred columns would have a row group every few batches. */
    private static final long LEAST_MEMORY = 4L << 20;

    /** zstd, 128 MB row groups, 256 MB files. */
    public static final WriteOptions DEFAULT =
            new WriteOptions(Compression.ZSTD, DEFAULT_ROW_GROUP_BYTES, DEFAULT_FILE_BYTES);

    public WriteOptions {
        bloomFilters = Set.copyOf(bloomFilters);
        memoryBytes = Math.max(LEAST_MEMORY, memoryBytes);
    }

    /** Without Bloom filters, which cost memory and time and serve lookups alone; with memory for a row group of the default size. */
    public WriteOptions(Compression compression, long rowGroupBytes, long fileBytes) {
        this(compression, rowGroupBytes, fileBytes, Set.of(), DEFAULT_ROW_GROUP_BYTES);
    }

    /** The same with Bloom filters for these columns. */
    public WriteOptions withBloomFilters(Set<String> columns) {
        return new WriteOptions(compression, rowGroupBytes, fileBytes, columns, memoryBytes);
    }

    /** The same with another share of memory. */
    public WriteOptions withMemory(long bytes) {
        return new WriteOptions(compression, rowGroupBytes, fileBytes, bloomFilters, bytes);
    }
}
