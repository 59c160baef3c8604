package dev.caravan.bench.report;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** The figures on the console: words to the left, numbers to the right. */
public final class ConsoleReport {
    private static final String GAP = "  ";

    private ConsoleReport() {}

    /** Tells all of it. */
    public static void print(Report report, PrintWriter out) {
        for (TableResult table : report.tables()) {
            out.println();
            out.println(Cells.title(table));
            out.println();
            lines(Cells.of(table)).forEach(out::println);
            Cells.refusals(table).forEach(out::println);
        }
        out.println();
        report.leftOut().forEach((name, why) -> out.println(name + " is left out: " + why));
        out.println(report.conditions().sentence());
    }

    private static List<String> lines(List<List<String>> rows) {
        List<List<String>> all = new ArrayList<>(List.of(Cells.HEADINGS));
        all.addAll(rows);
        List<String> lines = new ArrayList<>();
        for (List<String> row : all) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < row.size(); column++) {
                int at = column;
                int width = all.stream()
                        .mapToInt(each -> each.get(at).length())
                        .max()
                        .orElse(0);
                String padding = " ".repeat(width - row.get(column).length());
                line.append(column == 0 ? row.get(column) + padding : GAP + padding + row.get(column));
            }
            lines.add(line.toString());
        }
        return lines;
    }
}
