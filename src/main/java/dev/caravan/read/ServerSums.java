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
        if (proof.sums().isEmpty()) {
            return corrections;
        }
        List<ColumnSum> sums = new ArrayList<>(corrections);
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(proof.sums())) {
            result.next();
            for (int i = 0; i < result.getMetaData().getColumnCount() / 2; i++) {
                BigDecimal sum = result.getBigDecimal(2 * i + 2);
                sums.set(
                        i,
                        sums.get(i)
                                .plus(
                                        result.getLong(2 * i + 1),
                                        sum == null ? BigInteger.ZERO : sum.toBigIntegerExact()));
            }
        }
        return sums;
    }
}
