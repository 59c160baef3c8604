package dev.caravan.local.demo;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The lake's Parquet files as DuckDB reads them: a reader that knows nothing of who wrote them. */
public final class LakeFiles implements AutoCloseable {
    private static final Pattern TABLE = Pattern.compile("\\{(\\w+)}");

    private final Path bucket;
    private final Connection duck;

    /** The files of the tables under this folder, one folder a table. */
    public LakeFiles(Path bucket) {
        this.bucket = bucket;
        try {
            duck = DriverManager.getConnection("jdbc:duckdb:");
        } catch (SQLException e) {
            throw new IllegalStateException("DuckDB does not start: " + e.getMessage(), e);
        }
    }

    /**
     * What a query found.
     *
     * @param columns their names
     * @param rows every value as text
     */
    public record Answer(List<String> columns, List<List<String>> rows) {}

    /** The pattern of a table's files. */
    public Path pattern(String table) {
        return bucket.resolve(table).resolve("*.parquet");
    }

    /** How many rows a table's files hold. */
    public long count(String table) {
        return countFiles(pattern(table));
    }

    /** How many rows the files of a pattern hold. */
    public long countFiles(Path pattern) {
        String files = pattern.toString().replace("'", "''");
        return Long.parseLong(ask("select count(*) from read_parquet('" + files + "')")
                .rows()
                .get(0)
                .get(0));
    }

    /** The columns of a table's files, in their order. */
    public List<String> columns(String table) {
        return ask("select * from read_parquet('{" + table + "}') limit 0").columns();
    }

    /** Asks in SQL, where {@code '{orders}'} stands for the files of the table orders. */
    public Answer ask(String query) {
        String sql = TABLE.matcher(query)
                .replaceAll(table -> Matcher.quoteReplacement(
                        pattern(table.group(1)).toString().replace("'", "''")));
        try (Statement statement = duck.createStatement();
                ResultSet results = statement.executeQuery(sql)) {
            ResultSetMetaData found = results.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int column = 1; column <= found.getColumnCount(); column++) {
                columns.add(found.getColumnLabel(column));
            }
            return new Answer(columns, Rows.of(results));
        } catch (SQLException e) {
            throw new UnreadableLake(e);
        }
    }

    @Override
    public void close() {
        try {
            duck.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** DuckDB cannot read what should be there. */
    public static final class UnreadableLake extends RuntimeException {
        private static final long serialVersionUID = 1L;

        UnreadableLake(SQLException cause) {
            super(String.valueOf(cause.getMessage()).lines().findFirst().orElse(""), cause);
        }
    }
}
