package dev.caravan.read;

import dev.caravan.batch.RowBatch;

/**
 * When a batch is full: whichever limit comes first.
 *
 * @param rows the most rows
 * @param bytes the most bytes on the wire; a single row that is larger makes a batch of its own
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
