package dev.caravan;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The independent reader: DuckDB in memory, which judges the Parquet files that Caravan wrote. */
public final class DuckDb implements AutoCloseable {
    private final Connection connection;

    private DuckDb(Connection connection) {
        this.connection = connection;
    }

    /** An empty database in memory, in UTC so that instants have one text form on every machine. */
    public static DuckDb open() {
        try {
            DuckDb duck = new DuckDb(DriverManager.getConnection("jdbc:duckdb:"));
            duck.execute("SET TimeZone = 'UTC'");
            return duck;
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** What stands in a FROM clause for Parquet files; a path may be a pattern such as {@code lake/orders/*.parquet}. */
    public static String parquet(Path... files) {
        return Arrays.stream(files)
                .map(file -> "'" + file.toString().replace("'", "''") + "'")
                .collect(Collectors.joining(", ", "read_parquet([", "])"));
    }

    /** The rows of a query, with the driver's own objects. */
    public List<List<@Nullable Object>> rows(String query) {
        return read(query, ResultSet::getObject);
    }

    /** The rows of a query as text: as DuckDB casts each value to VARCHAR. */
    public List<List<@Nullable String>> text(String query) {
        return read("SELECT COLUMNS(*)::VARCHAR FROM (" + query + ")", ResultSet::getString);
    }

    /** The only value of a query's only row. */
    public @Nullable Object value(String query) {
        List<List<@Nullable Object>> rows = rows(query);
        if (rows.size() != 1 || rows.get(0).size() != 1) {
            throw new AssertionError("not one value: " + rows);
        }
        return rows.get(0).get(0);
    }

    /** How many rows the files hold. */
    public long count(Path... files) {
        return ((Number) Objects.requireNonNull(value("SELECT count(*) FROM " + parquet(files)))).longValue();
    }

    /** The files' columns, in their order, with DuckDB's name of each type. */
    public Map<String, String> columns(Path... files) {
        Map<String, String> columns = new LinkedHashMap<>();
        rows("DESCRIBE SELECT * FROM " + parquet(files))
                .forEach(row -> columns.put(String.valueOf(row.get(0)), String.valueOf(row.get(1))));
        return columns;
    }

    /** A statement without rows. */
    public void execute(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new AssertionError(sql, e);
        }
    }

    private <T> List<List<@Nullable T>> read(String query, Cell<T> cell) {
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery(query)) {
            int width = results.getMetaData().getColumnCount();
            List<List<@Nullable T>> rows = new ArrayList<>();
            while (results.next()) {
                List<@Nullable T> row = new ArrayList<>(width);
                for (int column = 1; column <= width; column++) {
                    row.add(cell.of(results, column));
                }
                rows.add(row);
            }
            return rows;
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private interface Cell<T> {
        @Nullable
        T of(ResultSet results, int column) throws SQLException;
    }
}
