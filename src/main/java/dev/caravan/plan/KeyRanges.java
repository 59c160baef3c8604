package dev.caravan.plan;

import dev.caravan.types.Identifier;
import dev.caravan.types.PgType;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Cuts a table by ranges of its key, where its pages cannot be told apart: before PostgreSQL 14, and in table formats of extensions. */
final class KeyRanges {
    private static final Set<String> INTEGERS = Set.of("int2", "int4", "int8");

    /**
     * Where the rows lie in another order than their keys, each range would be collected from all over the table, or found by a scan
     * of all of it.
     */
    private static final double IN_ORDER = 0.9;

    private static final String STATISTICS = """
            SELECT s.correlation, s.histogram_bounds::text::bigint[] FROM pg_catalog.pg_stats s
              WHERE s.schemaname = ? AND s.tablename = ? AND s.attname = ? AND NOT s.inherited
            """;

    private KeyRanges() {}

    /** A condition for each range, of about as many rows each; one that is always true where no ranges can be told. */
    static List<String> of(Connection connection, Relation relation, int chunks) throws SQLException {
        List<String> key = relation.key();
        if (key.size() != 1 || !isInteger(relation, key.get(0))) {
            return List.of("");
        }
        String name = Identifier.quote(key.get(0));
        List<String> conditions = new ArrayList<>();
        String from = "";
        for (long bound : bounds(connection, relation, key.get(0), chunks)) {
            conditions.add(from + name + " < " + bound);
            from = name + " >= " + bound + " AND ";
        }
        conditions.add(from.replaceAll(" AND $", ""));
        return conditions;
    }

    private static boolean isInteger(Relation relation, String name) {
        return relation.columns().stream()
                .filter(column -> column.name().equals(name))
                .anyMatch(column -> column.type() instanceof PgType.Base type && INTEGERS.contains(type.name()));
    }

    private static Set<Long> bounds(Connection connection, Relation relation, String key, int chunks)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(STATISTICS)) {
            statement.setString(1, relation.schema());
            statement.setString(2, relation.name());
            statement.setString(3, key);
            try (ResultSet result = statement.executeQuery()) {
                if (result.next()) {
                    if (result.getDouble(1) < IN_ORDER) {
                        return Set.of();
                    }
                    Array histogram = result.getArray(2);
                    if (histogram != null) {
                        return chosen((Long[]) histogram.getArray(), chunks);
                    }
                }
            }
        }
        return evenly(connection, relation, Identifier.quote(key), chunks);
    }

    /** Of values that have as many rows between them, as many as there are cuts. */
    private static Set<Long> chosen(Long[] histogram, int chunks) {
        Set<Long> bounds = new TreeSet<>();
        for (int i = 1; i < chunks; i++) {
            bounds.add(histogram[(int) ((long) i * (histogram.length - 1) / chunks)]);
        }
        return bounds;
    }

    /** Nothing is known of the values between the first and the last, which the index tells at once. */
    private static Set<Long> evenly(Connection connection, Relation relation, String key, int chunks)
            throws SQLException {
        Set<Long> bounds = new TreeSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT min(" + key + "), max(" + key + ") FROM " + relation.from())) {
            result.next();
            long first = result.getLong(1);
            double step = ((double) result.getLong(2) - first) / chunks;
            for (int i = 1; i < chunks; i++) {
                bounds.add(first + Math.round(step * i));
            }
        }
        return bounds;
    }
}
