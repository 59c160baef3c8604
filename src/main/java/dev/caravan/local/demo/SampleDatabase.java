package dev.caravan.local.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The procurement shop in PostgreSQL: what is true of it, to hold the lake against. */
public final class SampleDatabase {
    /** In this order and over one connection: the later ones use temporary functions of the earlier ones. */
    private static final List<String> SCRIPTS =
            List.of("schema.sql", "parties.sql", "trade.sql", "events.sql", "keys.sql");

    /** A partition is a part of its table, and none of its own. */
    private static final String TABLES = """
            select lower(replace(relname, ' ', '_')), format('%I.%I', nspname, relname)
            from pg_class join pg_namespace n on n.oid = relnamespace
            where relkind in ('r', 'p') and not relispartition
            and nspname not in ('pg_catalog', 'information_schema') and relpersistence = 'p'""";

    private final String url;
    private final String user;
    private final String password;

    /** The database at a JDBC URL. */
    public SampleDatabase(String url, String user, String password) {
        this.url = url;
        this.user = user;
        this.password = password;
    }

    /** The text of a file of the demo. */
    public static String text(String name) {
        try (InputStream file = SampleDatabase.class.getResourceAsStream("/demo/" + name)) {
            if (file == null) {
                throw new IllegalStateException("demo/" + name + " is not in the jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes the tables and their rows, in an empty database. */
    public void fill() {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String script : SCRIPTS) {
                statement.execute(text(script));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The sample database cannot be filled: " + e.getMessage(), e);
        }
    }

    /** Every table of the database: what it is called in the lake, and its name in SQL. */
    public Map<String, String> tables() {
        Map<String, String> tables = new TreeMap<>();
        rows(TABLES).forEach(row -> tables.put(row.get(0), row.get(1)));
        return tables;
    }

    /** How many rows a table has. */
    public long count(String relation) {
        return Long.parseLong(rows("select count(*) from " + relation).get(0).get(0));
    }

    /** The columns of a table, in their order. */
    public List<String> columns(String relation) {
        return rows("select attname from pg_attribute where attrelid = '" + relation.replace("'", "''")
                        + "'::regclass and attnum > 0 and not attisdropped order by attnum")
                .stream()
                .map(row -> row.get(0))
                .toList();
    }

    /** The rows of a query, as text. */
    public List<List<String>> rows(String query) {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            return Rows.of(results);
        } catch (SQLException e) {
            throw new IllegalStateException("The sample database does not answer: " + e.getMessage(), e);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url, user, password);
    }
}
