package dev.caravan.bench.data;

import io.trino.tpch.LineItem;
import io.trino.tpch.LineItemGenerator;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A process of its own that fills the tables, because TPC-H's sentences take 300 MB of heap. A table that is there already
 * at the scale asked for stays as it is.
 */
public final class LoadTables {
    private final Connection connection;
    private final double scale;

    private LoadTables(Connection connection, double scale) {
        this.connection = connection;
        this.scale = scale;
    }

    /** Its arguments are the scale and the names of the tables; the source is in the environment. */
    public static void main(String[] arguments) throws SQLException {
        double scale = Double.parseDouble(arguments[0]);
        try (Connection connection = Source.ofEnvironment().connect()) {
            LoadTables load = new LoadTables(connection, scale);
            load.execute("create schema if not exists " + BenchTable.SCHEMA);
            load.execute("set search_path to " + BenchTable.SCHEMA);
            for (String name : List.of(arguments).subList(1, arguments.length)) {
                load.fill(BenchTable.valueOf(name));
            }
            // What the load left to do must not be done while somebody is measured.
            load.execute("checkpoint");
        }
    }

    private void fill(BenchTable table) throws SQLException {
        // Tells which scale a table has, and that it is complete.
        String mark = "caravan bench 1, scale " + scale;
        if (mark.equals(comment(table))) {
            System.out.printf("%s is there already%n", table.id());
            return;
        }
        System.out.printf("Filling %s ... ", table.id());
        System.out.flush();
        long begin = System.nanoTime();
        connection.setAutoCommit(false);
        execute("drop table if exists " + table.relation());
        execute(table.sql(scale));
        sendRows(table);
        connection.commit();
        connection.setAutoCommit(true);
        execute("vacuum (freeze, analyze) " + table.relation());
        execute("comment on table " + table.relation() + " is '" + mark + "'");
        System.out.printf(Locale.ROOT, "%.1f s%n", (System.nanoTime() - begin) / 1e9);
    }

    private void sendRows(BenchTable table) throws SQLException {
        switch (table) {
            case LINEITEM -> {
                CopyLines lines = new CopyLines(connection, table.relation());
                for (LineItem item : new LineItemGenerator(scale, 1, 1)) {
                    String line = item.toLine();
                    lines.add(line.subSequence(0, line.endsWith("|") ? line.length() - 1 : line.length()));
                }
                lines.end();
            }
            case LONG_TEXT -> {
                CopyLines lines = new CopyLines(connection, table.relation());
                new LongTexts().send(lines, table.rows(scale));
                lines.end();
            }
            case WIDE_TYPES, NARROW -> {
                // Their SQL has filled them.
            }
        }
    }

    private @Nullable String comment(BenchTable table) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(
                        "select obj_description(to_regclass('" + table.relation() + "'), 'pg_class')")) {
            found.next();
            return found.getString(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
