package dev.caravan.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of a table as text, for people. */
final class Cells {
    static final List<String> HEADINGS = List.of(
            "contender",
            "wall s",
            "min–max",
            "rows/s",
            "our CPU s",
            "server CPU s",
            "peak RSS MB",
            "output MB",
            "× COPY");

    private static final double MILLION = 1e6;
    private static final String NONE = "-";

    private Cells() {}

    /** One row a contender that has figures. */
    static List<List<String>> of(TableResult table) {
        List<List<String>> rows = new ArrayList<>();
        for (Result result : table.results()) {
            if (result.counts()) {
                rows.add(row(table, result));
            }
        }
        return rows;
    }

    /** Why others have none, a sentence each. */
    static List<String> refusals(TableResult table) {
        return table.results().stream()
                .filter(result -> !result.counts())
                .map(result -> result.label() + " has no figures: " + result.refusal() + ".")
                .toList();
    }

    /** What the table is. */
    static String title(TableResult table) {
        return String.format(
                Locale.ROOT,
                "%s (%s): %,d rows × %d columns, %,.0f MB in PostgreSQL",
                table.name(),
                table.title(),
                table.rows(),
                table.columns(),
                table.tableBytes() / MILLION);
    }

    private static List<String> row(TableResult table, Result result) {
        Spread seconds = result.seconds();
        Spread server = result.serverSeconds();
        double bytes = result.outputBytes().median();
        return List.of(
                result.label(),
                seconds(seconds.median()),
                seconds(seconds.least()) + "–" + seconds(seconds.most()),
                String.format(Locale.ROOT, "%,.0f", table.rows() / seconds.median()),
                seconds(result.cpuSeconds().median()),
                server == null ? NONE : seconds(server.median()),
                String.format(Locale.ROOT, "%,.0f", result.peakBytes().median() / MILLION),
                bytes == 0 ? NONE : String.format(Locale.ROOT, "%,.1f", bytes / MILLION),
                table.ratio(result).stream()
                        .mapToObj(ratio -> String.format(Locale.ROOT, "%.2f", ratio))
                        .findFirst()
                        .orElse(NONE));
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
