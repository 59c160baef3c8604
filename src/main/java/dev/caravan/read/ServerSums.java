package dev.caravan.read;

import dev.caravan.plan.ChunkProof;
import dev.caravan.proof.ColumnSum;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The sums of hashes of a chunk as PostgreSQL computes them, in the snapshot that the chunk was read in. */
final class ServerSums {
    private ServerSums() {}

    /** The sums of the server, corrected by what came of the rows that were read. */
    static List<ColumnSum> of(Connection connection, ChunkProof proof, List<ColumnSum> corrections)
            throws SQLException {
        List<ColumnSum> sums = new ArrayList<>(corrections);
        int column = 0;
        for (String select : proof.sums()) {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery(select)) {
                result.next();
                for (int place = 1; place < result.getMetaData().getColumnCount(); place += 2) {
                    BigDecimal sum = result.getBigDecimal(place + 1);
                    ColumnSum whole = sums.get(column)
                            .plus(result.getLong(place), sum == null ? BigInteger.ZERO : sum.toBigIntegerExact());
                    sums.set(column++, whole);
                }
            }
        }
        return sums;
    }
}
