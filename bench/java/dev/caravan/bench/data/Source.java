package dev.caravan.bench.data;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;

/**
 * The PostgreSQL that is measured with, in the forms that its readers want.
 *
 * @param url its JDBC URL, with user and password where they are needed
 */
public record Source(String url) {
    /** How a process that the benchmark starts is told; Caravan's own setting. */
    static final String VARIABLE = "CARAVAN_SOURCE_DEFAULT_URL";

    /**
     * The source at a URL.
     *
     * @throws ExportException when it is no URL of PostgreSQL
     */
    public Source {
        if (Driver.parseURL(url, null) == null) {
            // The value may hold a password, so it is not repeated.
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "What --source gives is not a JDBC URL of PostgreSQL.",
                    "Write it as jdbc:postgresql://HOST:5432/DATABASE?user=USER&password=PASSWORD.");
        }
    }

    /** The source that the process which started this one named. */
    public static Source ofEnvironment() {
        return new Source(Objects.requireNonNull(System.getenv(VARIABLE), VARIABLE));
    }

    /** A connection with autocommit on. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection(url);
    }

    /** Begins a transaction that reads one snapshot, and lets others read it too while the transaction lasts. */
    public static String exportSnapshot(Connection holder) throws SQLException {
        holder.setAutoCommit(false);
        try (Statement statement = holder.createStatement()) {
            statement.execute("set transaction isolation level repeatable read, read only");
            try (ResultSet found = statement.executeQuery("select pg_export_snapshot()")) {
                found.next();
                return found.getString(1);
            }
        }
    }

    /** What Caravan reads. */
    public Map<String, String> caravanVariables() {
        return Map.of(VARIABLE, url);
    }

    /** What programs over PostgreSQL's own library read. */
    public Map<String, String> libpqVariables() {
        Properties parsed = Objects.requireNonNull(Driver.parseURL(url, null));
        Map<String, String> variables = new LinkedHashMap<>();
        put(variables, "PGHOST", parsed.getProperty("PGHOST"));
        put(variables, "PGPORT", parsed.getProperty("PGPORT"));
        put(variables, "PGDATABASE", parsed.getProperty("PGDBNAME"));
        put(variables, "PGUSER", parsed.getProperty("user"));
        put(variables, "PGPASSWORD", parsed.getProperty("password"));
        put(variables, "PGSSLMODE", parsed.getProperty("sslmode"));
        return variables;
    }

    private static void put(Map<String, String> variables, String name, @Nullable String value) {
        if (value != null) {
            variables.put(name, value);
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Source[" + libpqVariables().get("PGHOST") + "]";
    }
}
