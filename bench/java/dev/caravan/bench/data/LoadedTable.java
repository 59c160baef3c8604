package dev.caravan.bench.data;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A table as it lies in PostgreSQL.
 *
 * @param table which one
 * @param rows as counted there
 * @param columns how many
 * @param bytes of its files there, TOAST included
 * @param pages of its heap, by which it is cut into halves
 */
public record LoadedTable(BenchTable table, long rows, int columns, long bytes, long pages) {

    /** Looks it up. */
    public static LoadedTable of(BenchTable table, Source source) throws SQLException {
        String relation = "'" + table.relation() + "'::regclass";
        String sql = "select (select count(*) from " + table.relation() + "),"
                + " (select count(*) from pg_attribute where attnum > 0 and attrelid = " + relation + "),"
                + " pg_table_size(" + relation + "),"
                + " pg_relation_size(" + relation + ") / current_setting('block_size')::int";
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            found.next();
            return new LoadedTable(table, found.getLong(1), found.getInt(2), found.getLong(3), found.getLong(4));
        }
    }
}
