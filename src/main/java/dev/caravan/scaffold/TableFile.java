package dev.caravan.scaffold;

import dev.caravan.plan.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** A table file while it is written: comments, then the parameters, some of them only proposed. */
public final class TableFile {
    private static final String INDENT = "      ";

    private static final Pattern QUALIFIED_NAME = Pattern.compile("[a-z_][a-z0-9_]*\\.[a-z_][a-z0-9_]*");

    private static final DumpSettings QUOTED = DumpSettings.builder()
            .setDefaultScalarStyle(ScalarStyle.DOUBLE_QUOTED)
            .setSplitLines(false)
            .build();

    private final String routeId;
    private final List<String> head = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private List<Column> columns = List.of();

    TableFile(String routeId) {
        this.routeId = routeId;
    }

    /** The table's name in the lake. */
    public String routeId() {
        return routeId;
    }

    /** What the table's columns become with the parameters that are set: what a contract of the table says. */
    public List<Column> columns() {
        return columns;
    }

    void columns(List<Column> settled) {
        columns = List.copyOf(settled);
    }

    /** Adds a comment at the top. */
    void comment(String text) {
        head.add("# " + oneLine(text) + ".");
    }

    /** Adds a comment in columns at the top, below a line with their headings. */
    void table(List<List<String>> rows) {
        int width = rows.get(0).size();
        List<Integer> widths = IntStream.range(0, width)
                .mapToObj(column -> rows.stream()
                        .mapToInt(row -> oneLine(row.get(column)).length())
                        .max()
                        .orElse(0))
                .toList();
        head.add("#");
        for (List<String> row : rows) {
            head.add(IntStream.range(0, width)
                    .mapToObj(column -> String.format(
                            Locale.ROOT, "%-" + Math.max(1, widths.get(column)) + "s", oneLine(row.get(column))))
                    .collect(Collectors.joining("  ", "#   ", ""))
                    .stripTrailing());
        }
        head.add("#");
    }

    /** Adds a comment among the parameters. */
    void note(String text) {
        lines.add(INDENT + "# " + oneLine(text).replaceAll("\\.$", "") + ".");
    }

    /** Adds a parameter. */
    public void parameter(String parameter, String value) {
        lines.add(INDENT + item(parameter, value));
    }

    /** Adds a parameter that the user has to decide on, as a comment. */
    void proposal(String parameter, String value) {
        lines.add(INDENT + "# " + item(parameter, value));
    }

    /** The file. */
    @Override
    public String toString() {
        return String.join("\n", head) + "\n- templatedRoute:\n    routeTemplateRef: table-to-lake\n    routeId: "
                + routeId + "\n    parameters:\n" + String.join("\n", lines) + "\n";
    }

    private static String item(String parameter, String value) {
        return "- { name: " + parameter + ", value: " + scalar(value) + " }";
    }

    /** Plain where YAML takes it for text that way, else between double quotes, on one line. */
    private static String scalar(String value) {
        return QUALIFIED_NAME.matcher(value).matches()
                ? value
                : new Dump(QUOTED).dumpToString(value).strip();
    }

    /** A comment ends with its line, so a name with a line break in it must not end it. */
    private static String oneLine(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", "?");
    }
}
