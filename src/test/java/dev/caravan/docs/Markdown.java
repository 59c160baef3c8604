package dev.caravan.docs;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Writes the parts of a generated page. */
final class Markdown {
    private Markdown() {}

    /** What a generated page begins with, so that nobody edits it by hand. */
    static String head(String title) {
        return "<!-- Generated from the code. Do not edit: run " + ReferencePagesTest.COMMAND + " -->\n\n# " + title
                + "\n\n";
    }

    /**
     * A table.
     *
     * @param rows cells that are Markdown already
     */
    static String table(List<String> columns, List<List<String>> rows) {
        return row(columns)
                + row(columns.stream().map(column -> "---").toList())
                + rows.stream().map(Markdown::row).collect(Collectors.joining());
    }

    /** A value as the user writes it; nothing for an empty one. */
    static String code(String value) {
        String fence = value.contains("`") ? "``" : "`";
        return value.isEmpty() ? "" : fence + value.replace("|", "\\|") + fence;
    }

    /** Text in which nothing is markup. */
    static String text(String plain) {
        return plain.replace("\\", "\\\\")
                .replace("|", "\\|")
                .replace("<", "\\<")
                .replace("*", "\\*")
                .replaceAll("(?<![A-Za-z0-9])_", "\\\\_");
    }

    /** A text with its full stop, and a capital at its beginning. */
    static String sentence(String text) {
        String capital = text.isEmpty() ? "" : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        return capital.isEmpty() || capital.endsWith(".") ? capital : capital + ".";
    }

    private static String row(List<String> cells) {
        return cells.stream()
                .map(cell -> cell.isEmpty() ? " " : " " + cell + " ")
                .collect(Collectors.joining("|", "|", "|\n"));
    }
}
