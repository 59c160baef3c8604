package dev.caravan.cli;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** Rows under headings, each column as wide as its widest cell; text begins at the left, figures end at the right. */
final class AlignedTable {
    private static final int GAP = 2;
    private static final Help.ColorScheme PLAIN = Help.defaultColorScheme(Ansi.OFF);

    private final List<List<Text>> rows = new ArrayList<>();
    private final Set<String> figures = new HashSet<>();

    AlignedTable(String... headings) {
        row(headings);
    }

    /** Has these columns end at the right. */
    AlignedTable figures(String... headings) {
        figures.addAll(List.of(headings));
        return this;
    }

    /** A row; what would break its line is shown as a question mark. */
    void row(String... cells) {
        rows.add(Stream.of(cells)
                .map(cell -> PLAIN.apply(cell.replaceAll("\\p{Cntrl}", "?"), List.of()))
                .toList());
    }

    @Override
    public String toString() {
        Column[] columns = IntStream.range(0, rows.get(0).size())
                .mapToObj(column -> new Column(width(column) + GAP, 0, Overflow.SPAN))
                .toArray(Column[]::new);
        TextTable table = TextTable.forColumns(PLAIN, columns);
        rows.forEach(row -> table.addRowValues(IntStream.range(0, columns.length)
                .mapToObj(column -> cell(row, column))
                .toArray(Text[]::new)));
        return table.toString().stripTrailing();
    }

    private Text cell(List<Text> row, int column) {
        Text cell = row.get(column);
        return figures.contains(rows.get(0).get(column).plainString())
                ? PLAIN.apply(" ".repeat(width(column) - cell.plainString().length()) + cell.plainString(), List.of())
                : cell;
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> row.get(column).plainString().length())
                .max()
                .orElse(0);
    }
}
