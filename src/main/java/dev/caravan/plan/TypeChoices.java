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
    private static final String OPTION = "types";

    private TypeChoices() {}

    /**
     * Reads the parameter.
     *
     * @return targets by column, as they are written
     * @throws ExportException BAD_CONFIGURATION for what is not {@code column=target}, or a column that is named twice
     */
    public static Map<String, String> parse(String text) {
        Map<String, String> choices = new LinkedHashMap<>();
        for (OptionList.Item item : OptionList.items(OPTION, text)) {
            if (item.value() == null) {
                throw bad(
                        "'" + text.strip() + "' has no '=' after '" + item.name() + "'.",
                        "Write column=target, separated by commas, such as id=uuid, rate=decimal(20,6).");
            }
            if (choices.put(item.name(), item.value()) != null) {
                throw bad("column " + item.name() + " is named twice.", "Keep one of the two.");
            }
        }
        return choices;
    }

    /** The columns with what was chosen for them; every fault is in one sentence. */
    public static List<Column> apply(List<Column> columns, Map<String, String> choices, String subject) {
        List<String> faults = new ArrayList<>();
        choices.keySet().stream()
                .filter(name ->
                        columns.stream().noneMatch(column -> column.name().equals(name)))
                .forEach(name -> faults.add("there is no column " + name + " among "
                        + OptionList.write(columns.stream().map(Column::name).toList())));
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

    private static ExportException bad(String what, String hint) {
        return new ExportException(ErrorCode.BAD_CONFIGURATION, OPTION + ": " + what, hint);
    }
}
