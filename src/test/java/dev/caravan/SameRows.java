package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares what PostgreSQL says of a relation with what DuckDB reads in the lake, row by row and value by value. */
public final class SameRows {
    /** A form that both can put a value into, exactly; %s is the column. */
    private record Form(String postgres, String duck) {}

    private static final Form TEXT = new Form("(%s)::text", "(%s)::VARCHAR");
    /** A cast would drop the padding of char(n). */
    private static final Form PRINTED = new Form("CASE WHEN (%s) IS NOT NULL THEN concat(%s) END", "(%s)::VARCHAR");

    private static final Form MICROS =
            new Form("(extract(epoch from %s) * 1000000)::bigint::text", "epoch_us(%s)::VARCHAR");
    private static final Form DAYS = new Form("(%s - DATE '1970-01-01')::text", "(%s - DATE '1970-01-01')::VARCHAR");
    private static final Form HEX = new Form("encode(%s, 'hex')", "lower(hex(%s))");
    /** JSON of PostgreSQL has blanks where DuckDB has none, so both go through the same spelling. */
    private static final Form LIST = new Form("array_to_json((%s)::text[])::text", "to_json((%s)::VARCHAR%s)::VARCHAR");

    private SameRows() {}

    /**
     * Fails unless both hold the same rows, in any order.
     *
     * @param relation what follows FROM in PostgreSQL
     */
    public static void assertSame(TestLake lake, String relation, String tableId) {
        try (DuckDb duck = DuckDb.open()) {
            Map<String, String> columns = new LinkedHashMap<>();
            duck.rows("DESCRIBE SELECT * FROM " + lake.parquet(tableId))
                    .forEach(row -> columns.put(String.valueOf(row.get(0)), String.valueOf(row.get(1))));
            List<List<@Nullable String>> expected = sorted(
                    postgres(lake.database(), "SELECT " + list(columns, true) + " FROM " + relation), columns.values());
            List<List<@Nullable String>> found = sorted(
                    duck.text("SELECT " + list(columns, false) + " FROM " + lake.parquet(tableId)), columns.values());
            assertThat(found).as("rows of %s", tableId).isEqualTo(expected);
        }
    }

    /** The rows of a query in PostgreSQL as text, in forms that depend on no setting of the server. */
    public static List<List<@Nullable String>> postgres(String database, String query) {
        try (Connection connection = TestStack.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'; SET IntervalStyle = 'iso_8601'; SET extra_float_digits = 3");
            try (ResultSet result = statement.executeQuery(query)) {
                List<List<@Nullable String>> rows = new ArrayList<>();
                while (result.next()) {
                    List<@Nullable String> row = new ArrayList<>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
                return rows;
            }
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }

    private static String list(Map<String, String> columns, boolean postgres) {
        List<String> list = new ArrayList<>();
        columns.forEach((name, type) -> {
            Form form = form(type);
            String quoted = '"' + name.replace("\"", "\"\"") + '"';
            String depth = type.replaceAll("[^\\[\\]]", "").replaceAll(".*?((\\[])*)$", "$1");
            list.add(
                    postgres
                            ? form.postgres.replace("%s", quoted)
                            : form.duck.replaceFirst("%s", quoted(quoted)).replace("%s", depth));
        });
        return list.stream().collect(Collectors.joining(", "));
    }

    private static String quoted(String replacement) {
        return java.util.regex.Matcher.quoteReplacement(replacement);
    }

    private static Form form(String duckType) {
        if (duckType.endsWith("[]")) {
            return LIST;
        }
        return switch (duckType) {
            case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" -> MICROS;
            case "DATE" -> DAYS;
            case "BLOB" -> HEX;
            case "VARCHAR" -> PRINTED;
            default -> TEXT;
        };
    }

    private static List<List<@Nullable String>> sorted(List<List<@Nullable String>> rows, Iterable<String> types) {
        List<List<@Nullable String>> all = new ArrayList<>();
        for (List<@Nullable String> row : rows) {
            List<@Nullable String> same = new ArrayList<>();
            int i = 0;
            for (String type : types) {
                same.add(spelled(row.get(i++), type));
            }
            all.add(same);
        }
        all.sort(Comparator.comparing(List::toString));
        return all;
    }

    /** Floating point numbers are compared as numbers: the two servers print exponents differently. */
    private static @Nullable String spelled(@Nullable String value, String type) {
        if (value == null || !(type.equals("DOUBLE") || type.equals("FLOAT"))) {
            return value;
        }
        String java = value.replaceFirst("^(-?)inf(inity)?$", "$1Infinity").replaceFirst("^nan$", "NaN");
        return type.equals("DOUBLE")
                ? Double.toString(Double.parseDouble(java))
                : Float.toString(Float.parseFloat(java));
    }
}
