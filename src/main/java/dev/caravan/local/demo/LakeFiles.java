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
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The lake's Parquet files as DuckDB reads them: a reader that knows nothing of who wrote them. */
public final class LakeFiles implements AutoCloseable {
    private static final Pattern TABLE = Pattern.compile("'\\{(\\w+)}'");

    private final Path bucket;
    private final Function<String, List<String>> partitions;
    private final Connection duck;

    /** The files of the tables under this folder, one folder a table. */
    public LakeFiles(Path bucket) {
        this(bucket, table -> List.of());
    }

    /**
     * The same, of tables that may have partitions.
     *
     * @param partitions the keys of the folders that the catalog leads to for a table, each with its slash; none for one without partitions
     */
    public LakeFiles(Path bucket, Function<String, List<String>> partitions) {
        this.bucket = bucket;
        this.partitions = partitions;
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
        return number("select count(*) from read_parquet('{" + table + "}')");
    }

    /** How many rows the files of a pattern hold. */
    public long countFiles(Path pattern) {
        return number("select count(*) from read_parquet(" + quoted(pattern) + ")");
    }

    private long number(String query) {
        return Long.parseLong(ask(query).rows().get(0).get(0));
    }

    private static String quoted(Path pattern) {
        return "'" + pattern.toString().replace("'", "''") + "'";
    }

    /** What read_parquet is told of a table: its files, and that the names of its folders are columns, if they are. */
    private String files(String table) {
        List<String> folders = partitions.apply(table);
        return folders.isEmpty()
                ? quoted(pattern(table))
                : folders.stream()
                        .map(folder -> quoted(bucket.resolve(folder).resolve("*.parquet")))
                        .collect(Collectors.joining(", ", "[", "], hive_partitioning = true"));
    }

    /** The columns of a table's files, in their order. */
    public List<String> columns(String table) {
        String files = files(table).replace("hive_partitioning = true", "hive_partitioning = false");
        return ask("select * from read_parquet(" + files + ") limit 0").columns();
    }

    /** Asks in SQL, where {@code read_parquet('{orders}')} stands for the table orders, with its partitions as columns. */
    public Answer ask(String query) {
        String sql = TABLE.matcher(query).replaceAll(table -> Matcher.quoteReplacement(files(table.group(1))));
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
