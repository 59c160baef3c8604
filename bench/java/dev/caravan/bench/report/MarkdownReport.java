package dev.caravan.bench.report;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The figures as part of a page: they replace what stands between two marks there, and the rest stays as people wrote it. */
public final class MarkdownReport {
    private static final String BEGIN = "<!-- measured: `caravan bench --markdown` writes what follows -->";
    private static final String END = "<!-- end of what was measured -->";

    private MarkdownReport() {}

    /** Puts the figures into a page, or makes one of them alone; the picture lies beside it. */
    public static void write(Report report, Path page, Path picture) throws IOException {
        String figures = BEGIN + "\n" + text(report, picture) + END;
        if (!Files.exists(page)) {
            Files.writeString(page, figures + "\n");
            return;
        }
        String before = Files.readString(page);
        int begin = before.indexOf(BEGIN);
        int end = before.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The page " + page + " has no place for the figures.",
                    "Put these two lines there: " + BEGIN + " and " + END + ", or name a file that does not exist.");
        }
        Files.writeString(page, before.substring(0, begin) + figures + before.substring(end + END.length()));
    }

    private static String text(Report report, Path picture) {
        StringBuilder text = new StringBuilder("\n");
        text.append("Measured ").append(report.conditions().sentence()).append(".\n\n");
        text.append("![Wall seconds of every contender](")
                .append(picture.getFileName())
                .append(")\n");
        for (TableResult table : report.tables()) {
            text.append("\n### ").append(Cells.title(table)).append("\n\n");
            text.append(row(Cells.HEADINGS));
            text.append(row(Cells.HEADINGS.stream()
                    .map(heading -> heading.equals(Cells.HEADINGS.get(0)) ? "---" : "---:")
                    .toList()));
            Cells.of(table).forEach(cells -> text.append(row(cells)));
            Cells.refusals(table)
                    .forEach(refusal -> text.append("\n").append(refusal).append("\n"));
        }
        if (!report.leftOut().isEmpty()) {
            text.append("\nLeft out:\n\n");
            report.leftOut().forEach((name, why) -> text.append("- ")
                    .append(name)
                    .append(": ")
                    .append(why)
                    .append("\n"));
        }
        return text.append("\n").toString();
    }

    private static String row(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
