package dev.caravan.plan;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.types.Choice;
import dev.caravan.types.Choice.Kind;
import dev.caravan.types.TypeMap;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The parameter {@code types} of a table file: {@code id=uuid, rate=decimal(20,6), "odd, name"=json}. */
public final class TypeChoices {
    private static final String FORM =
            "Write types as column=target, separated by commas; a column with a comma, '=' or quote in its name stands in"
                    + " double quotes.";

    private TypeChoices() {}

    /**
     * Reads the parameter.
     *
     * @return targets by column, as they are written
     * @throws ExportException BAD_CONFIGURATION for what is not {@code column=target}, or a column that is named twice
     */
    public static Map<String, String> parse(String text) {
        Map<String, String> choices = new LinkedHashMap<>();
        int at = 0;
        while (at < text.length()) {
            StringBuilder column = new StringBuilder();
            at = name(text, at, column);
            if (at >= text.length() || text.charAt(at) != '=') {
                throw bad("'" + text.strip() + "' has no '=' after '" + column + "'.", FORM);
            }
            int end = targetEnd(text, at + 1);
            String target = text.substring(at + 1, end).strip();
            if (target.isEmpty() || column.isEmpty()) {
                throw bad(
                        "'" + text.strip() + "' has "
                                + (target.isEmpty() ? "no target for " + column : "no column before '='") + ".",
                        FORM);
            }
            if (choices.put(column.toString(), target) != null) {
                throw bad("column " + column + " is named twice.", "Keep one of the two.");
            }
            at = end + 1;
        }
        return choices;
    }

    private static int name(String text, int from, StringBuilder name) {
        int at = from;
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == '"') {
            for (at++; at < text.length(); at++) {
                if (text.charAt(at) != '"') {
                    name.append(text.charAt(at));
                } else if (text.startsWith("\"\"", at)) {
                    name.append('"');
                    at++;
                } else {
                    break;
                }
            }
            int equals = text.indexOf('=', at);
            return equals >= 0 && text.substring(at + 1, equals).isBlank() ? equals : text.length();
        }
        int start = at;
        while (at < text.length() && text.charAt(at) != '=' && text.charAt(at) != ',') {
            at++;
        }
        name.append(text.substring(start, at).strip());
        return at;
    }

    private static int targetEnd(String text, int from) {
        int open = 0;
        for (int at = from; at < text.length(); at++) {
            switch (text.charAt(at)) {
                case '(' -> open++;
                case ')' -> open--;
                case ',' -> {
                    if (open <= 0) {
                        return at;
                    }
                }
                default -> {
                    // Part of the target.
                }
            }
        }
        return text.length();
    }

    /** A column's name as the parameter has it. */
    public static String name(String column) {
        return column.matches("[^\\s\"=,(][^\"=,]*") && column.equals(column.strip())
                ? column
                : '"' + column.replace("\"", "\"\"") + '"';
    }

    /** The columns with what was chosen for them; every fault is in one sentence. */
    public static List<Column> apply(List<Column> columns, Map<String, String> choices, String subject) {
        List<String> faults = new ArrayList<>();
        choices.keySet().stream()
                .filter(name ->
                        columns.stream().noneMatch(column -> column.name().equals(name)))
                .forEach(name -> faults.add("there is no column " + name + " among "
                        + columns.stream().map(Column::name).collect(Collectors.joining(", "))));
        List<Column> chosen = new ArrayList<>();
        for (Column column : columns) {
            String target = choices.get(column.name());
            chosen.add(target == null ? column : with(column, target, faults));
        }
        if (!faults.isEmpty()) {
            throw bad(
                    subject + ": " + String.join("; ", faults) + ".",
                    "caravan types lists what each type becomes and what may be chosen instead.");
        }
        return chosen;
    }

    private static Column with(Column column, String target, List<String> faults) {
        try {
            Choice choice = Choice.parse(target);
            if (TypeMap.choices(column.type()).contains(choice.kind())) {
                return column.as(choice);
            }
            faults.add("column " + column.name() + " is " + column.type().sql() + ", which does not become " + choice
                    + "; legal are " + legal(column));
        } catch (IllegalArgumentException e) {
            faults.add("column " + column.name() + ": " + e.getMessage() + " Legal are " + legal(column));
        }
        return column;
    }

    private static String legal(Column column) {
        return TypeMap.choices(column.type()).stream().map(Kind::form).collect(Collectors.joining(", "));
    }

    private static ExportException bad(String what, String mend) {
        return new ExportException(ErrorCode.BAD_CONFIGURATION, "types: " + what, mend);
    }
}
