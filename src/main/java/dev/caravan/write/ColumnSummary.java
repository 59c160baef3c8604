package dev.caravan.write;

import org.jspecify.annotations.Nullable;

/**
 * What a file's footer says of one leaf column, over all row groups.
 *
 * @param column dotted path
 * @param nulls number of NULLs, or -1 when the footer does not say
 * @param bytes compressed size
 * @param min smallest value as Parquet's tools print it, or null when there is none or the footer does not say, as with a NaN in the column
 * @param max largest value, likewise
 */
public record ColumnSummary(
        String column,
        long nulls,
        long bytes,
        @Nullable String min,
        @Nullable String max) {}
