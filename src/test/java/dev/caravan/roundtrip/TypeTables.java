package dev.caravan.roundtrip;

import dev.caravan.roundtrip.Values.Outcome;
import dev.caravan.roundtrip.Values.Value;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** The tables of the type suite in one database: one a type, one row a value, one column a shape; and what PostgreSQL prints of them. */
final class TypeTables {
    /** Every type of the suite. */
    static final List<Values> ALL = Stream.of(NumberValues.ALL, TextValues.ALL, TimeValues.ALL, OtherValues.ALL)
            .flatMap(List::stream)
            .toList();

    /** The forms in which values are compared; said here once more, so that Caravan's own choice of them is tested. */
    private static final String FORMS =
            "SET LOCAL DateStyle = 'ISO, MDY'; SET LOCAL IntervalStyle = 'iso_8601'; SET LOCAL TimeZone = 'UTC'; "
                    + "SET LOCAL extra_float_digits = 3; SET LOCAL bytea_output = 'hex'; SET LOCAL lc_monetary = 'C'; SET LOCAL jit = off";

    private final DataSource source;
    private final int version;

    /** The tables are not there yet; {@link #create} makes them, each on its own. */
    TypeTables(DataSource source) {
        this.source = source;
        this.version = Integer.parseInt(value("SHOW server_version_num")) / 10_000;
    }

    DataSource source() {
        return source;
    }

    /** The major version of the server. */
    int version() {
        return version;
    }

    /** The types that this server has. */
    List<Values> types() {
        return ALL.stream().filter(values -> values.since() <= version).toList();
    }

    List<Value> values(Values values, Outcome outcome) {
        return values.values(outcome, version);
    }

    static String name(Values values) {
        return "t_" + number(values);
    }

    static int number(Values values) {
        return ALL.indexOf(values);
    }

    /** Makes all that the tables of these types are made of, without the tables. */
    void createTypes() {
        types().forEach(values -> execute(List.of(values.setup(), Shape.types(values, number(values)))));
    }

    /** Makes the table of a type, with the values that arrive and, under ids from 1000 on, those that the target refuses. */
    void create(Values values) {
        int number = number(values);
        List<Shape> shapes = Shape.of(values);
        List<String> sql = new ArrayList<>();
        sql.add(values.setup());
        sql.add(Shape.types(values, number));
        sql.add("CREATE TABLE " + name(values) + " (id int, "
                + joined(shapes, shape -> shape.column() + " " + shape.type(values, number)) + ")");
        sql.add(insert(values, -2, shapes, shape -> "NULL"));
        sql.add(insert(values, -1, shapes, Shape::empty));
        sql.add(insert(values, 0, shapes, shape -> shape.nulls(values, number)));
        List<Value> arriving = values(values, Outcome.ARRIVES);
        for (int i = 0; i < arriving.size(); i++) {
            String value = arriving.get(i).sql();
            sql.add(insert(values, i + 1, shapes, shape -> shape.expression(values, number, value)));
        }
        List<Value> refused = values(values, Outcome.BEYOND_TARGET);
        for (int i = 0; i < refused.size(); i++) {
            String value = refused.get(i).sql();
            sql.add(insert(values, i + 1000, shapes, shape -> shape.expression(values, number, value)));
        }
        execute(sql);
    }

    private static String insert(Values values, int id, List<Shape> shapes, Function<Shape, String> value) {
        return "INSERT INTO " + name(values) + " VALUES (" + id + ", " + joined(shapes, value) + ")";
    }

    private static String joined(List<Shape> shapes, Function<Shape, String> part) {
        return shapes.stream().map(part).collect(Collectors.joining(", "));
    }

    /** What PostgreSQL prints of these expressions, row by row in the order of {@code id}. */
    List<List<@Nullable String>> printed(String table, List<String> expressions, String where) {
        String list = expressions.stream()
                .map(expression -> "CASE WHEN (" + expression + ") IS DISTINCT FROM NULL THEN format('%s', "
                        + expression + ") END")
                .collect(Collectors.joining(", "));
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(FORMS);
            try (ResultSet result =
                    statement.executeQuery("SELECT " + list + " FROM " + table + " WHERE " + where + " ORDER BY id")) {
                List<List<@Nullable String>> rows = new ArrayList<>();
                while (result.next()) {
                    List<@Nullable String> row = new ArrayList<>();
                    for (int i = 1; i <= expressions.size(); i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
                return rows;
            }
        } catch (SQLException e) {
            throw new AssertionError(list, e);
        }
    }

    /** What the server says to an expression: the SQLSTATE of its refusal, or an empty string. */
    String refusal(String expression) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT " + expression);
            return "";
        } catch (SQLException e) {
            return e.getSQLState();
        }
    }

    String value(String query) {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw new AssertionError(query, e);
        }
    }

    void execute(List<String> statements) {
        // Only so does XML take everything that it may hold, whatever the database is set to.
        String sql = "SET LOCAL xmloption = 'content';\n" + String.join(";\n", statements);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
            connection.commit();
        } catch (SQLException e) {
            throw new AssertionError(sql.length() <= 2000 ? sql : sql.substring(0, 2000) + "…", e);
        }
    }
}
