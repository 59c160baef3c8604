package dev.caravan.write;

import dev.caravan.batch.Field;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Vector;
import dev.caravan.partition.Partitioning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The rows of one batch, partition by partition, with the columns that files have. The partitions come in the order in which the batch has
 * them, and the rows of each in theirs.
 *
 * <p>Not safe for use by several threads at once.
 */
final class PartitionedRows {
    private final List<Field> fields;
    private final int[] places;
    private final List<Vector> gathered = new ArrayList<>();
    private RowBatch batch;

    /** Rows of each partition by its number; all zero between batches. */
    private int[] counts = new int[0];

    /** The partitions of the batch, and where the rows of each end in {@link #rows}. */
    private int[] partitions = new int[0];

    private int[] ends = new int[0];
    private int[] rows = new int[0];
    private int size;

    /**
     * No rows yet.
     *
     * @param read the columns of batches
     */
    PartitionedRows(Partitioning partitioning, List<Field> read) {
        this.fields = partitioning.inFiles(read);
        this.places = fields.stream().mapToInt(read::indexOf).toArray();
        this.batch = new RowBatch(read, List.of(), 0, 0);
    }

    /** The columns of the files. */
    List<Field> fields() {
        return fields;
    }

    /**
     * Takes the rows of a batch.
     *
     * @param numbers the partition of each row
     * @param known how many partitions there are: numbers are less
     */
    void divide(RowBatch divided, int[] numbers, int known) {
        batch = divided;
        size = 0;
        if (counts.length < known) {
            counts = Arrays.copyOf(counts, Math.max(known, 2 * counts.length));
        }
        for (int number : numbers) {
            if (counts[number]++ == 0) {
                if (size == partitions.length) {
                    partitions = Arrays.copyOf(partitions, Math.max(16, 2 * size));
                    ends = Arrays.copyOf(ends, partitions.length);
                }
                partitions[size++] = number;
            }
        }
        if (size > 1) {
            order(numbers);
        }
        for (int i = 0; i < size; i++) {
            counts[partitions[i]] = 0;
        }
    }

    private void order(int[] numbers) {
        if (rows.length < numbers.length) {
            rows = new int[numbers.length];
        }
        int from = 0;
        for (int i = 0; i < size; i++) {
            int rowsOf = counts[partitions[i]];
            counts[partitions[i]] = from;
            from += rowsOf;
            ends[i] = from;
        }
        for (int row = 0; row < numbers.length; row++) {
            rows[counts[numbers[row]]++] = row;
        }
    }

    /** How many partitions the batch has rows of. */
    int size() {
        return size;
    }

    /** The number of one of them. */
    int partition(int index) {
        return partitions[index];
    }

    /** The rows of one of them: lasts until the next are asked for. Those of a batch of one partition are its own vectors. */
    RowBatch rows(int index) {
        return size == 1 ? whole() : gathered(index == 0 ? 0 : ends[index - 1], ends[index]);
    }

    private RowBatch whole() {
        List<Vector> columns = new ArrayList<>(places.length);
        for (int place : places) {
            columns.add(batch.columns().get(place));
        }
        return new RowBatch(fields, columns, batch.rows(), batch.bytes());
    }

    private RowBatch gathered(int from, int to) {
        for (int i = 0; i < places.length; i++) {
            if (i == gathered.size()) {
                gathered.add(fields.get(i).target().vector(new byte[0]));
            }
            Vector column = gathered.get(i);
            column.refill(new byte[0]);
            column.append(batch.columns().get(places[i]), rows, from, to);
        }
        return new RowBatch(fields, gathered, to - from, batch.bytes() * (to - from) / batch.rows());
    }
}
