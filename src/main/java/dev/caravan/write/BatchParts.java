package dev.caravan.write;

import dev.caravan.batch.Field;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Vector;
import dev.caravan.partition.Partitioning;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of a batch, partition by partition. */
final class BatchParts {
    private final List<Field> fields;
    private final int[] places;
    private final List<Vector> vectors;
    private int[] rows = new int[0];
    private int[] ends = new int[0];
    private int[] sizes = new int[0];
    private List<Integer> met = List.of();

    BatchParts(List<Field> all, Partitioning partitioning) {
        this.fields = partitioning.inFiles(all);
        this.places = fields.stream().mapToInt(all::indexOf).toArray();
        this.vectors =
                fields.stream().map(field -> field.target().vector(new byte[0])).toList();
    }

    /** Sorts the rows by partition, and keeps their order in each. */
    void divide(int[] partitions, int count) {
        sizes = new int[count];
        for (int partition : partitions) {
            sizes[partition]++;
        }
        met = IntStream.of(partitions).distinct().boxed().toList();
        ends = new int[count];
        int end = 0;
        for (int partition : met) {
            ends[partition] = end;
            end += sizes[partition];
        }
        rows = new int[partitions.length];
        for (int row = 0; row < partitions.length; row++) {
            rows[ends[partitions[row]]++] = row;
        }
    }

    /** The partitions that have rows, in the order in which they were met. */
    List<Integer> partitions() {
        return met;
    }

    /** The rows of a partition. */
    RowBatch part(RowBatch batch, int partition) {
        if (met.size() == 1) {
            return part(batch);
        }
        int end = ends[partition];
        int size = sizes[partition];
        for (int i = 0; i < places.length; i++) {
            Vector vector = vectors.get(i);
            vector.refill(new byte[0]);
            vector.append(batch.columns().get(places[i]), rows, end - size, end);
        }
        return new RowBatch(fields, vectors, size, 0);
    }

    /** All rows. */
    RowBatch part(RowBatch batch) {
        List<Vector> columns =
                IntStream.of(places).mapToObj(batch.columns()::get).toList();
        return new RowBatch(fields, columns, batch.rows(), batch.bytes());
    }
}
