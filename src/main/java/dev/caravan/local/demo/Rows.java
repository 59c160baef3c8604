package dev.caravan.local.demo;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows as people read them: every value as the server's text, a missing one as {@code NULL}. */
final class Rows {
    private Rows() {}

    static List<List<String>> of(ResultSet results) throws SQLException {
        int width = results.getMetaData().getColumnCount();
        List<List<String>> rows = new ArrayList<>();
        while (results.next()) {
            List<String> row = new ArrayList<>(width);
            for (int column = 1; column <= width; column++) {
                String value = results.getString(column);
                row.add(value == null ? "NULL" : value);
            }
            rows.add(row);
        }
        return rows;
    }
}
