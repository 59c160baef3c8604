package dev.caravan.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A bar for the wall seconds of each contender, a panel for each table, as SVG. It follows the reader's choice of light or dark,
 * and says each number, so that nobody has to compare colours.
 */
public final class Chart {
    private static final int WIDTH = 860;
    private static final int LABELS = 300;
    private static final int NUMBERS = 190;
    private static final int BAR = 18;
    private static final int STEP = 26;
    private static final int TITLE = 44;
    private static final int MARGIN = 20;

    private static final String STYLE = """
            <style>
              text { font: 13px system-ui, sans-serif; fill: #1f2328; }
              .title { font-weight: 600; font-size: 14px; }
              .number { fill: #59636e; }
              .ours { fill: #0b6e99; }
              .other { fill: #a8b1bb; }
              .floor { stroke: #1f2328; stroke-dasharray: 3 3; }
              .ground { fill: #ffffff; }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3; }
                .number { fill: #9198a1; }
                .ours { fill: #3fa7d6; }
                .other { fill: #57606a; }
                .floor { stroke: #e6edf3; }
                .ground { fill: #0d1117; }
              }
            </style>
            """;

    private Chart() {}

    /** Draws it. */
    public static void write(Report report, Path file) throws IOException {
        StringBuilder panels = new StringBuilder();
        int y = MARGIN;
        for (TableResult table : report.tables()) {
            List<Result> shown = table.results().stream().filter(Result::counts).toList();
            panel(panels, table, shown, y);
            y += TITLE + shown.size() * STEP + MARGIN;
        }
        text(
                panels,
                MARGIN,
                y + 4,
                "number",
                "",
                "Wall seconds, least is best. " + report.conditions().sentence());
        int height = y + MARGIN;
        String svg = String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\""
                        + " aria-label=\"Wall seconds of every contender\">%n%s<rect class=\"ground\" width=\"%d\""
                        + " height=\"%d\"/>%n%s</svg>%n",
                WIDTH,
                height,
                WIDTH,
                height,
                STYLE,
                WIDTH,
                height,
                panels);
        Files.writeString(file, svg);
    }

    private static void panel(StringBuilder out, TableResult table, List<Result> shown, int top) {
        text(out, MARGIN, top + 16, "title", "", Cells.title(table));
        double most = shown.stream()
                .mapToDouble(result -> result.seconds().median())
                .max()
                .orElse(1);
        double scale = (WIDTH - LABELS - NUMBERS) / most;
        int y = top + TITLE - 12;
        for (Result result : shown) {
            double seconds = result.seconds().median();
            text(out, LABELS - 10, y + 14, "label", "end", result.label());
            out.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
                    result.isCaravan() ? "ours" : "other",
                    LABELS,
                    y,
                    Math.max(1, seconds * scale),
                    BAR));
            String ratio = table.ratio(result).stream()
                    .mapToObj(times -> String.format(Locale.ROOT, " · %.2f × COPY", times))
                    .findFirst()
                    .orElse("");
            text(
                    out,
                    LABELS + (int) (seconds * scale) + 8,
                    y + 14,
                    "number",
                    "",
                    String.format(Locale.ROOT, "%.1f s%s", seconds, ratio));
            y += STEP;
        }
        double floor = shown.stream()
                .filter(result -> result.name().equals(table.floor()))
                .mapToDouble(result -> result.seconds().median())
                .findFirst()
                .orElse(0);
        if (floor > 0) {
            out.append(String.format(
                    Locale.ROOT,
                    "<line class=\"floor\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>%n",
                    LABELS + floor * scale,
                    LABELS + floor * scale,
                    top + TITLE - 16,
                    y - STEP + BAR + 4));
        }
    }

    private static void text(StringBuilder out, int x, int y, String style, String anchor, String text) {
        out.append(String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%d\" y=\"%d\"%s>%s</text>%n",
                style,
                x,
                y,
                anchor.isEmpty() ? "" : " text-anchor=\"" + anchor + "\"",
                text.replace("&", "&amp;").replace("<", "&lt;")));
    }
}
