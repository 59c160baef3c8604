package dev.caravan.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.Text;
import picocli.CommandLine.Help.Column;
import picocli.CommandLine.Help.Column.Overflow;
import picocli.CommandLine.Help.TextTable;

/** Rows under headings, each column as wide as its widest cell. */
final class AlignedTable {
    private static final int GAP = 2;
    private static final Help.ColorScheme PLAIN = Help.defaultColorScheme(Ansi.OFF);

    private final List<List<Text>> rows = new ArrayList<>();

    AlignedTable(String... headings) {
        row(headings);
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
        rows.forEach(row -> table.addRowValues(row.toArray(Text[]::new)));
        return table.toString().stripTrailing();
    }

    private int width(int column) {
        return rows.stream()
                .mapToInt(row -> row.get(column).plainString().length())
                .max()
                .orElse(0);
    }
}
