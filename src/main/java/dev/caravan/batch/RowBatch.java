package dev.caravan.batch;

import java.util.List;

/**
 * Some rows of a table, column by column: the unit that flows through Camel's split, one exchange a batch. It lasts as long as its
 * exchange: the next batch of the chunk takes its vectors, so a step that keeps values beyond that copies them.
 *
 * @param fields the shape of the rows, the same object for every batch of a chunk
 * @param columns one vector a field, each with {@code rows} values
 * @param rows number of rows; 0 in the single batch of an empty chunk, which is there for its fields, and where a policy rejected
 *     every row
 * @param bytes what the rows took on the wire, in bytes; 0 when other steps have read them
 */
public record RowBatch(List<Field> fields, List<Vector> columns, int rows, long bytes) {
    /** The default of {@code batchRows}: the batch of the system that Caravan took over from, and small enough for the CPU's caches. */
    public static final int DEFAULT_ROWS = 5_000;

    /** The default of {@code batchBytes}, 8 MiB: wide rows end a batch long before 5,000 of them are in memory. */
    public static final int DEFAULT_BYTES = 8 << 20;

    @Override
    public String toString() {
        return "RowBatch[" + rows + " rows, " + bytes + " bytes]";
    }
}
