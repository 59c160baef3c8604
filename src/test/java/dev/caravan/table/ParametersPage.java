package dev.caravan.table;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The table of docs/parameters.md, as the declaration has it. */
final class ParametersPage {
    private ParametersPage() {}

    static String table() {
        return "| parameter | default | legal values |\n| --- | --- | --- |\n"
                + Arrays.stream(TableParameter.values())
                        .map(ParametersPage::row)
                        .collect(Collectors.joining());
    }

    private static String row(TableParameter parameter) {
        String value = parameter.defaultValue().replace("{{tableId}}", "<routeId>");
        return "| `" + parameter.key() + "` | " + (value.isEmpty() ? "" : "`" + value + "` ") + "| "
                + parameter.form().legal() + " |\n";
    }
}
