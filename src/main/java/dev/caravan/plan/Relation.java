package dev.caravan.plan;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.types.Identifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.postgresql.util.PSQLState;

/**
 * What a run reads from, as the catalog has it.
 *
 * @param oid of the table; 0 for a query
 * @param schema of the table; empty for a query
 * @param name of the table; empty for a query
 * @param isFiltered whether row security is active for it and the current role
 * @param isStored whether its rows lie in a table, rather than being worked out
 * @param bytes its size with TOASTed values if it has no members, else -1
 * @param from what follows FROM in the SELECT
 * @param columns every column, in the source's order
 * @param key the names of the columns of the primary key; empty when there is none
 */
record Relation(
        long oid,
        String schema,
        String name,
        boolean isFiltered,
        boolean isStored,
        long bytes,
        String from,
        List<Column> columns,
        List<String> key) {
    /** The types whose modifier the driver tells, as precision and scale. */
    private static final Set<String> NUMERICS = Set.of("numeric", "_numeric");

    /** A column of which only the oid of the type is known yet. */
    private record Found(String name, long type, int modifier, int dimensions, String sql, boolean notNull) {}

    /** The name for messages, with its schema; empty for a query. */
    String shown() {
        return oid == 0 ? "" : Identifier.plain(schema) + "." + Identifier.plain(name);
    }

    /** Whether more than the rows of one table decides what is read: a view, a function, a condition. */
    boolean isComputed(TableRequest request) {
        return !isStored || !request.where().isEmpty();
    }

    /** The same without its key, whose values must not be asked for. */
    Relation withoutKey() {
        return new Relation(oid, schema, name, isFiltered, isStored, bytes, from, columns, List.of());
    }

    /** The relation or query of this request. */
    static Relation of(Connection connection, TableRequest request) throws SQLException {
        if (request.query().isEmpty()) {
            return table(connection, request);
        }
        String from = fromOf(request.query());
        return new Relation(
                0, "", "", false, false, -1, from, typed(connection, columnsOfQuery(connection, from)), List.of());
    }

    /** A query as what follows FROM; its end is on a line of its own, so that a comment there ends with it. */
    static String fromOf(String query) {
        return "(" + query.strip().replaceAll(";$", "") + "\n) AS q";
    }

    /** The oid of the table of this request; 0 for a query and a table that does not exist. */
    static long oidOf(Connection connection, TableRequest request) throws SQLException {
        if (!request.query().isEmpty()) {
            return 0;
        }
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT coalesce(pg_catalog.to_regclass(?)::oid::bigint, 0)")) {
            statement.setString(1, request.table());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(1);
            }
        }
    }

    private static Relation table(Connection connection, TableRequest request) throws SQLException {
        String sql = "SELECT c.oid, n.nspname, c.relname, c.relkind::text, "
                + "CASE WHEN c.relkind IN ('r', 'm') AND NOT c.relhassubclass THEN pg_catalog.pg_table_size(c.oid) ELSE -1 END"
                + " AS bytes, pg_catalog.row_security_active(c.oid) AS is_filtered FROM pg_catalog.pg_class c "
                + "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                + "WHERE c.oid = pg_catalog.to_regclass(?)::oid";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, request.table());
            try (ResultSet result = statement.executeQuery()) {
                if (!result.next()) {
                    throw missing(connection, request, "does not exist");
                }
                if (!"rpvmf".contains(result.getString("relkind"))) {
                    throw missing(connection, request, "is neither a table nor a view");
                }
                String schema = result.getString("nspname");
                String name = result.getString("relname");
                long oid = result.getLong("oid");
                return new Relation(
                        oid,
                        schema,
                        name,
                        result.getBoolean("is_filtered"),
                        !"vf".contains(result.getString("relkind")),
                        result.getLong("bytes"),
                        Identifier.quote(schema) + "." + Identifier.quote(name),
                        typed(connection, columnsOfTable(connection, oid)),
                        primaryKey(connection, oid));
            }
        } catch (SQLException e) {
            if (PSQLState.SYNTAX_ERROR.getState().equals(e.getSQLState()) || "42602".equals(e.getSQLState())) {
                throw new ExportException(
                        ErrorCode.NO_SUCH_TABLE,
                        "The name " + request.table() + " is not one that PostgreSQL can read.",
                        "Write it as in SQL: schema.table, with double quotes around a part that has capitals or spaces.",
                        e);
            }
            throw e;
        }
    }

    private static ExportException missing(Connection connection, TableRequest request, String fault)
            throws SQLException {
        return new ExportException(
                ErrorCode.NO_SUCH_TABLE,
                "Table " + request.table() + " " + fault + " in database " + connection.getCatalog() + ".",
                "Check the spelling and the schema in the table file; a name with capitals or spaces needs double quotes.");
    }

    private static List<Found> columnsOfTable(Connection connection, long oid) throws SQLException {
        String sql = "SELECT attname, atttypid::bigint, atttypmod, attndims::int, attnotnull, "
                + "pg_catalog.format_type(atttypid, nullif(atttypmod, -1)) FROM pg_catalog.pg_attribute "
                + "WHERE attrelid = ?::bigint::oid AND attnum > 0 AND NOT attisdropped ORDER BY attnum";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, oid);
            try (ResultSet result = statement.executeQuery()) {
                List<Found> found = new ArrayList<>();
                while (result.next()) {
                    found.add(new Found(
                            result.getString(1),
                            result.getLong(2),
                            result.getInt(3),
                            result.getInt(4),
                            result.getString(6),
                            result.getBoolean(5)));
                }
                return found;
            }
        }
    }

    private static List<String> primaryKey(Connection connection, long oid) throws SQLException {
        String sql = "SELECT a.attname FROM pg_catalog.pg_index i "
                + "CROSS JOIN LATERAL unnest(i.indkey::int2[]) WITH ORDINALITY AS k(attnum, position) "
                + "JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum "
                + "WHERE i.indrelid = ?::bigint::oid AND i.indisprimary AND k.position <= i.indnkeyatts "
                + "ORDER BY k.position";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
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

    /** The driver's metadata of an empty result: the only description of a query that needs no temporary object. */
    private static List<Found> columnsOfQuery(Connection connection, String from) throws SQLException {
        List<Found> found = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet empty = statement.executeQuery("SELECT * FROM " + from + " LIMIT 0");
                PreparedStatement type = connection.prepareStatement(
                        "SELECT t.oid::bigint, pg_catalog.format_type(t.oid, nullif(?, -1)) "
                                + "FROM (SELECT pg_catalog.to_regtype(?)::oid) AS t(oid)")) {
            ResultSetMetaData metadata = empty.getMetaData();
            for (int i = 1; i <= metadata.getColumnCount(); i++) {
                String name = typeName(metadata.getColumnTypeName(i));
                int modifier = NUMERICS.contains(name) && metadata.getPrecision(i) > 0
                        ? ((metadata.getPrecision(i) << 16) | (metadata.getScale(i) & 0x7FF)) + Integer.BYTES
                        : -1;
                type.setInt(1, modifier);
                type.setString(2, name.startsWith("\"") ? name : Identifier.quote(name));
                try (ResultSet result = type.executeQuery()) {
                    result.next();
                    found.add(new Found(
                            metadata.getColumnLabel(i), result.getLong(1), modifier, 0, result.getString(2), false));
                }
            }
        }
        return found;
    }

    /** The driver says serial for an integer column with a sequence, and serial is no type. */
    private static String typeName(String driverName) {
        return switch (driverName) {
            case "smallserial" -> "int2";
            case "serial" -> "int4";
            case "bigserial" -> "int8";
            default -> driverName;
        };
    }

    private static List<Column> typed(Connection connection, List<Found> found) throws SQLException {
        TypeCatalog types =
                TypeCatalog.read(connection, found.stream().map(Found::type).toList());
        return found.stream()
                .map(column -> new Column(
                        column.name(),
                        types.type(column.type(), column.modifier(), column.dimensions(), column.sql()),
                        column.notNull()))
                .toList();
    }
}
