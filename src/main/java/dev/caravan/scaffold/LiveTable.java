package dev.caravan.scaffold;

import dev.caravan.plan.Column;
import dev.caravan.types.Identifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * A table as the catalog has it, with what matters for its table file.
 *
 * @param schema its schema
 * @param name its name
 * @param database the database
 * @param rows the catalog's estimate; less than 0 for a table that was never analyzed
 * @param sampled whether TABLESAMPLE works on it
 * @param partitionKey how it is partitioned, such as {@code RANGE (created_at)}; empty for none
 * @param keys the columns whose values the database hands out in order: identity columns and those with a sequence
 * @param columns what a run would read
 */
record LiveTable(
        String schema,
        String name,
        String database,
        long rows,
        boolean sampled,
        String partitionKey,
        List<String> keys,
        List<Column> columns) {
    private static final String TABLE = "SELECT c.oid::bigint AS oid, n.nspname, c.relname, c.relkind::text AS kind, "
            + "c.reltuples::bigint AS rows, coalesce(pg_catalog.pg_get_partkeydef(c.oid), '') AS partition_key, "
            + "pg_catalog.current_database() AS database "
            + "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
            + "WHERE c.oid = pg_catalog.to_regclass(?)::oid";

    private static final String KEYS = "SELECT a.attname FROM pg_catalog.pg_attribute a "
            + "LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
            + "WHERE a.attrelid = ?::bigint::oid AND a.attnum > 0 AND NOT a.attisdropped AND (a.attidentity <> '' "
            + "OR pg_catalog.pg_get_expr(d.adbin, d.adrelid) LIKE 'nextval(%') ORDER BY a.attnum";

    /** The table of this name, of which the columns are known already. */
    static LiveTable of(Connection connection, String table, List<Column> columns) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(TABLE)) {
            statement.setString(1, table);
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return new LiveTable(
                        result.getString("nspname"),
                        result.getString("relname"),
                        result.getString("database"),
                        result.getLong("rows"),
                        "rmp".contains(result.getString("kind")),
                        result.getString("partition_key"),
                        keys(connection, result.getLong("oid")),
                        columns);
            }
        }
    }

    private static List<String> keys(Connection connection, long oid) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(KEYS)) {
            statement.setLong(1, oid);
            try (ResultSet result = statement.executeQuery()) {
                List<String> names = new ArrayList<>();
                while (result.next()) {
                    names.add(result.getString(1));
                }
                return names;
            }
        }
    }

    /** The table in SQL. */
    String sql() {
        return Identifier.quote(schema) + "." + Identifier.quote(name);
    }

    /** The table's name, quoted only where SQL needs it. */
    String shown() {
        return Identifier.plain(schema) + "." + Identifier.plain(name);
    }
}
