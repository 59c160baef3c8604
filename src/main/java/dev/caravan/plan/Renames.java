package dev.caravan.plan;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The parameter {@code rename} of a table file: {@code "x,y"=x_y, "Order Date"=order_date}. */
public final class Renames {
    private static final String OPTION = "rename";

    private Renames() {}

    /**
     * Reads the parameter.
     *
     * @return names in the lake by names in the source
     * @throws ExportException BAD_CONFIGURATION for what is not {@code column=name}, a column that is named twice, and a name that
     *     Hive and Athena cannot parse
     */
    public static Map<String, String> parse(String text) {
        Map<String, String> names = new LinkedHashMap<>();
        Map<String, String> columns = new HashMap<>();
        for (OptionList.Item item : OptionList.items(OPTION, text)) {
            if (item.value() == null) {
                throw bad(
                        "'" + text.strip() + "' has no '=' after '" + item.name() + "'.",
                        "Write column=name, separated by commas, such as \"x,y\"=x_y.");
            }
            Optional<String> fault = LakeName.ofColumn(item.value());
            if (fault.isPresent()) {
                throw bad(
                        item.name() + " gets the name '" + item.value() + "', which has " + fault.get() + ".",
                        "Use letters, digits and '_'.");
            }
            if (names.put(item.name(), item.value()) != null) {
                throw bad("column " + item.name() + " is named twice.", "Keep one of the two.");
            }
            String other = columns.putIfAbsent(item.value().toLowerCase(Locale.ROOT), item.name());
            if (other != null) {
                throw bad(
                        "columns " + other + " and " + item.name() + " both get the name '" + item.value() + "'.",
                        "Give one of the two another name; upper and lower case do not count in the Glue catalog.");
            }
        }
        return names;
    }

    /** The columns under their names in the lake. */
    public static List<Column> apply(List<Column> columns, Map<String, String> names, String subject) {
        List<String> known = columns.stream().map(Column::source).toList();
        List<String> unknown = names.keySet().stream()
                .filter(name -> !known.contains(name))
                .sorted()
                .toList();
        if (!unknown.isEmpty()) {
            throw new ExportException(
                    ErrorCode.NO_SUCH_COLUMN,
                    "rename of " + subject + " names " + OptionList.write(unknown) + ", which is not read.",
                    "What is read is " + OptionList.write(known) + "; write names as they are here.");
        }
        requireFree(columns, names, subject);
        return columns.stream()
                .map(column -> column.named(names.getOrDefault(column.source(), column.name())))
                .toList();
    }

    /** A new name must not be that of a column that keeps its own. */
    private static void requireFree(List<Column> columns, Map<String, String> names, String subject) {
        for (Column column : columns) {
            if (!names.containsKey(column.source())) {
                names.forEach((renamed, name) -> {
                    if (name.equalsIgnoreCase(column.name())) {
                        throw bad(
                                "column " + renamed + " of " + subject + " gets the name '" + name + "', which column "
                                        + column.source() + " has.",
                                "Give it another name, or rename column " + column.source() + " too.");
                    }
                });
            }
        }
    }

    private static ExportException bad(String what, String hint) {
        return new ExportException(ErrorCode.BAD_CONFIGURATION, OPTION + ": " + what, hint);
    }
}
