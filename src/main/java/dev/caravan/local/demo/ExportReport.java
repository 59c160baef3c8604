package dev.caravan.local.demo;

import dev.caravan.cli.Console;
import dev.caravan.export.ExportResult;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/** The table of what was exported; each line is told as soon as its table is done. */
final class ExportReport {
    private static final List<String> NAMES = List.of("table", "rows", "files", "bytes", "seconds", "rows/s");

    private final TextTable lines;
    private final PrintWriter out;
    private final List<ExportResult> results = new ArrayList<>();

    ExportReport(Collection<String> tables, PrintWriter out) {
        int longest = tables.stream().mapToInt(String::length).max().orElse(0);
        this.lines = new TextTable(NAMES, List.of(longest, 9, 5, 8, 7, 9));
        this.out = out;
        out.println(lines.header(List.of("table", "0", "0", "0 B", "0.0", "0")));
        out.println(lines.rule());
        out.flush();
    }

    void add(ExportResult result) {
        results.add(result);
        tell(result.table(), result.rows(), result.files(), result.bytes(), result.took());
    }

    void total() {
        out.println(lines.rule());
        tell(
                "total",
                results.stream().mapToLong(ExportResult::rows).sum(),
                results.stream().mapToInt(ExportResult::files).sum(),
                results.stream().mapToLong(ExportResult::bytes).sum(),
                results.stream().map(ExportResult::took).reduce(Duration.ZERO, Duration::plus));
    }

    private void tell(String name, long rows, int files, long bytes, Duration took) {
        double seconds = Math.max(took.toNanos(), 1) / 1e9;
        out.println(lines.row(List.of(
                name,
                String.format(Locale.ROOT, "%,d", rows),
                Integer.toString(files),
                Console.size(bytes),
                String.format(Locale.ROOT, "%.1f", seconds),
                String.format(Locale.ROOT, "%,d", Math.round(rows / seconds)))));
        out.flush();
    }
}
