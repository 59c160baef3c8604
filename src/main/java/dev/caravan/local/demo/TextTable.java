package dev.caravan.local.demo;

import java.util.ArrayList;
import java.util.List;

/** Columns of text, aligned: words to the left, numbers to the right. */
final class TextTable {
    private static final String GAP = "  ";
    private static final String NUMBER = "-?[\\d,.]+|-|[\\d.]+ [kMGT]?B";

    private final List<String> names;
    private final List<Integer> widths;

    /**
     * A table whose rows may be told one by one.
     *
     * @param names of the columns
     * @param widths the least width of each
     */
    TextTable(List<String> names, List<Integer> widths) {
        this.names = names;
        this.widths = widths;
    }

    /** A table as wide as its rows need, with header and rule. */
    static List<String> of(List<String> names, List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (int column = 0; column < names.size(); column++) {
            int at = column;
            widths.add(rows.stream().mapToInt(row -> row.get(at).length()).max().orElse(0));
        }
        TextTable table = new TextTable(names, widths);
        List<String> lines = new ArrayList<>(List.of(table.header(rows.isEmpty() ? names : rows.get(0)), table.rule()));
        rows.forEach(row -> lines.add(table.row(row)));
        return lines;
    }

    /** The names, aligned as the values of this row are. */
    String header(List<String> like) {
        return line(names, like);
    }

    /** A line between header and rows. */
    String rule() {
        List<String> dashes = new ArrayList<>();
        for (int column = 0; column < names.size(); column++) {
            dashes.add("-".repeat(width(column)));
        }
        return line(dashes, dashes);
    }

    /** One row. */
    String row(List<String> values) {
        return line(values, values);
    }

    private String line(List<String> values, List<String> like) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < names.size(); column++) {
            String value = values.get(column);
            String padding = " ".repeat(Math.max(0, width(column) - value.length()));
            boolean isNumber = like.get(column).matches(NUMBER);
            line.append(column == 0 ? "" : GAP).append(isNumber ? padding + value : value + padding);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return Math.max(names.get(column).length(), widths.get(column));
    }
}
