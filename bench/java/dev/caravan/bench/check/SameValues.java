package dev.caravan.bench.check;

import dev.caravan.bench.data.LoadedTable;
import dev.caravan.bench.data.Source;
import dev.caravan.local.demo.LakeFiles;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether Parquet files hold the very rows of a table, in any order: PostgreSQL and DuckDB each spell out every row with all its
 * values, take a digest of it, and add these up. Where the sums differ, those of single columns tell which.
 */
public final class SameValues {
    /** In hexadecimal digits of a digest: 60 bits of each row, so that two rows that differ by chance add up to no same sum. */
    private static final int DIGITS = 15;

    private final LoadedTable table;
    private final Source source;
    private final Map<String, String> columns;
    private @Nullable String sum;

    /** For one table; its own sum is taken once. */
    public SameValues(LoadedTable table, Source source) throws SQLException {
        this.table = table;
        this.source = source;
        this.columns = columnsOf(table, source);
    }

    /** What differs, in a sentence; nothing when all values are the same. */
    public Optional<String> difference(Path files) throws SQLException {
        String found = duck(files, new ArrayList<>(columns.keySet()));
        String expected = sum;
        if (expected == null) {
            expected = postgres(new ArrayList<>(columns.keySet()));
            sum = expected;
        }
        if (found.equals(expected)) {
            return Optional.empty();
        }
        List<String> others = new ArrayList<>();
        for (String column : columns.keySet()) {
            if (!duck(files, List.of(column)).equals(postgres(List.of(column)))) {
                others.add(column);
            }
        }
        return Optional.of("the values differ from the table's"
                + (others.isEmpty() ? " in how they make up rows" : " in " + String.join(", ", others)));
    }

    private String postgres(List<String> names) throws SQLException {
        String row = row(names, false);
        String sql = "select sum(('x0' || left(md5(" + row + "), " + DIGITS + "))::bit(64)::bigint)::text from "
                + table.table().relation();
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("set timezone = 'UTC'; set extra_float_digits = 3");
            try (ResultSet result = statement.executeQuery(sql)) {
                result.next();
                return String.valueOf(result.getString(1));
            }
        }
    }

    private String duck(Path files, List<String> names) {
        try (LakeFiles reader = new LakeFiles(files.getParent() == null ? files : files.getParent())) {
            return reader.ask("select sum(('0x' || left(md5(" + row(names, true) + "), " + DIGITS
                            + "))::bigint)::varchar from read_parquet('"
                            + files.toString().replace("'", "''") + "')")
                    .rows()
                    .get(0)
                    .get(0);
        }
    }

    /** Each value with a letter before it, so that NULL is no empty text, and a bar behind it, so that none runs into the next. */
    private String row(List<String> names, boolean duck) {
        List<String> values = new ArrayList<>();
        for (String name : names) {
            ComparedText text = ComparedText.of(String.valueOf(columns.get(name)));
            String value = (duck ? text.duck() : text.postgres()).replace("%s", '"' + name + '"');
            values.add("coalesce('v' || " + value + ", 'n') || '|'");
        }
        return String.join(" || ", values);
    }

    private static Map<String, String> columnsOf(LoadedTable table, Source source) throws SQLException {
        String sql = "select attname, atttypid::regtype::text from pg_attribute where attnum > 0 and not attisdropped"
                + " and attrelid = '" + table.table().relation() + "'::regclass order by attnum";
        Map<String, String> columns = new LinkedHashMap<>();
        try (Connection connection = source.connect();
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                columns.put(found.getString(1), found.getString(2));
            }
        }
        return columns;
    }
}
