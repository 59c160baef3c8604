package dev.caravan.plan;

import dev.caravan.types.Identifier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What EXPLAIN says of a SELECT. It also checks names, rights and row security, and locks every relation that the SELECT reads. */
record QueryPlan(String text) {
    private static final Pattern ROWS = Pattern.compile("rows=(\\d+)");

    /** The nodes of extensions, which may read from elsewhere than the table's own pages: compressed, columnar, sharded. */
    private static final Pattern CUSTOM = Pattern.compile("(?m)^\\W*(?:(?:Parallel|Async) )*Custom Scan \\(");

    static QueryPlan of(Connection connection, String select) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("EXPLAIN " + select)) {
            StringBuilder text = new StringBuilder();
            while (result.next()) {
                text.append(result.getString(1)).append('\n');
            }
            return new QueryPlan(text.toString());
        }
    }

    /** The server's estimate. */
    long rows() {
        Matcher rows = ROWS.matcher(text);
        return rows.find() ? Long.parseLong(rows.group(1)) : 0;
    }

    /** Whether an extension reads the table in its own way, so that a range of pages would not be all that belongs there. */
    boolean hasCustomScan() {
        return CUSTOM.matcher(text).find();
    }

    /** Whether rows are found by this index. */
    boolean usesIndex(String name) {
        String printed = Pattern.quote(Identifier.plain(name));
        return Pattern.compile(
                        "(?:Scan|Backward) using " + printed + " on |Bitmap Index Scan on " + printed + "(?:\\s|$)")
                .matcher(text)
                .find();
    }
}
