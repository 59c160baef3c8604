package dev.caravan.plan;

import dev.caravan.partition.Partitioning;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * How a partitioned table is read, so that its partitions become few files.
 *
 * @param spread of its partitions over the table
 * @param order the terms by which the server sorts the rows; none where the rows of partitions lie together, or few partitions are open
 */
record PartitionReading(PartitionSpread spread, List<String> order) {
    private static final PartitionReading ANY = new PartitionReading(PartitionSpread.NONE, List.of());

    /**
     * Looks at the relation, unless it has no partitions.
     *
     * @param list what is selected of it
     */
    static PartitionReading of(
            Connection connection,
            Relation relation,
            TableRequest request,
            Partitioning partitioning,
            List<Column> columns,
            String list)
            throws SQLException {
        if (partitioning.isNone()) {
            return ANY;
        }
        PartitionSql sql = PartitionSql.of(connection, partitioning, columns);
        PartitionSpread spread = PartitionSpread.of(connection, relation, request, sql, list);
        return new PartitionReading(spread, spread.needsOrder() ? sql.terms() : List.of());
    }

    /** Whether the server sorts the rows. */
    boolean isOrdered() {
        return !order.isEmpty();
    }

    /** Fewer chunks where each would have rows of all partitions. */
    ChunkSizes limited(ChunkSizes sizes, long bytes) {
        return spread.limited(sizes, bytes);
    }
}
