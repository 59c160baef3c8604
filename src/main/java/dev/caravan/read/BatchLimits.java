package dev.caravan.read;

import dev.caravan.batch.RowBatch;

/**
 * When a batch is full: whichever limit comes first.
 *
 * <p>A single row that is larger than a batch makes one of its own. PostgreSQL sends rows of up to 1 GB; on its way to the file such a
 * row is in memory up to eight times (the message, the row after it, the page, its dictionary, its smallest and its largest value, and
 * what is compressed), so the heap has to be eight times as large as the largest row.
 *
 * @param rows the most rows
 * @param bytes the most bytes on the wire
 */
public record BatchLimits(int rows, int bytes) {
    /** 5,000 rows or 8 MiB. */
    public static final BatchLimits DEFAULT = new BatchLimits(RowBatch.DEFAULT_ROWS, RowBatch.DEFAULT_BYTES);

    public BatchLimits {
        if (rows < 1 || bytes < 1) {
            throw new IllegalArgumentException("a batch needs room for a row: rows=" + rows + ", bytes=" + bytes);
        }
    }
}
