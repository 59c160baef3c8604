package dev.caravan.run;

import dev.caravan.batch.Field;
import dev.caravan.batch.Vector;
import dev.caravan.partition.Partition;
import dev.caravan.partition.PartitionLevel;
import dev.caravan.partition.Partitioning;
import dev.caravan.partition.Transform;
import dev.caravan.proof.ColumnSum;
import dev.caravan.proof.PartitionHash;
import dev.caravan.proof.VectorHash;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What the columns add up to that files do not have, since the names of their folders tell the values. */
final class OutsideSums {
    private final Partitioning partitioning;
    private final Map<String, Field> fields;
    private final Map<String, ColumnSum> sums = new HashMap<>();

    /**
     * Of no row yet.
     *
     * @param read the columns of the chunk
     */
    OutsideSums(Partitioning partitioning, List<Field> read) {
        this.partitioning = partitioning;
        this.fields = read.stream()
                .filter(field -> !partitioning.isInFiles(field.name()))
                .collect(Collectors.toMap(Field::name, field -> field));
        fields.keySet().forEach(name -> sums.put(name, ColumnSum.none(name)));
    }

    /** Rows of one partition, as its folder tells their values. */
    void add(Partition partition, long rows) {
        for (int i = 0; i < partition.values().size(); i++) {
            PartitionLevel level = partitioning.levels().get(i);
            Field field = fields.get(level.column());
            String told = partition.values().get(i);
            if (field != null && level.transform() == Transform.COLUMN && told != null) {
                long hash = PartitionHash.of(field.target(), told);
                plus(field.name(), rows, BigInteger.valueOf(hash).multiply(BigInteger.valueOf(rows)));
            }
        }
    }

    /** A value that no folder can be named after: PostgreSQL counts it, and its row is in the folder of NULL. */
    void addUnplaced(PartitionLevel level, Vector column, int row) {
        Field field = fields.get(level.column());
        if (field != null && level.transform() == Transform.COLUMN) {
            plus(field.name(), 1, BigInteger.valueOf(VectorHash.of(field.target(), column, row)));
        }
    }

    private void plus(String column, long values, BigInteger sum) {
        sums.put(column, Objects.requireNonNull(sums.get(column)).plus(values, sum));
    }

    /** By the names of the columns. */
    Map<String, ColumnSum> sums() {
        return sums;
    }
}
