package dev.caravan.plan;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The policies of a table.
 *
 * @param table what holds for columns that are not named
 * @param byColumn what holds for the others, by the column's name as the source has it
 */
public record BadValuePolicies(BadValuePolicy table, Map<String, BadValuePolicy> byColumn) {
    /** Every bad value ends the run. */
    public static final BadValuePolicies FAIL = new BadValuePolicies(BadValuePolicy.FAIL, Map.of());

    public BadValuePolicies {
        byColumn = Map.copyOf(byColumn);
    }

    /**
     * Reads the option {@code onBadValue}: a policy for the table, policies of columns, or both, separated by commas.
     *
     * @throws ExportException when a policy does not exist, or something is named twice
     */
    public static BadValuePolicies parse(String option) {
        BadValuePolicy table = null;
        Map<String, BadValuePolicy> byColumn = new LinkedHashMap<>();
        for (OptionList.Item item : OptionList.items("onBadValue", option)) {
            BadValuePolicy twice;
            if (item.value() != null) {
                twice = byColumn.put(item.name(), BadValuePolicy.read("the policy of " + item.name(), item.value()));
            } else {
                twice = table;
                table = BadValuePolicy.read("the policy", item.name());
            }
            if (twice != null) {
                throw new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        "onBadValue \"" + option + "\" names two policies where one can hold: " + item.name() + ".",
                        "Keep one of them; column=policy holds for a column, a policy alone for all others.");
            }
        }
        return new BadValuePolicies(table == null ? BadValuePolicy.FAIL : table, byColumn);
    }

    /**
     * The columns with their policies. The table's policy is for columns that may hold a bad value at all, so that {@code text} adds
     * a column beside these and no others.
     *
     * @param anyText whether text may be other than UTF-8
     */
    List<Column> on(List<Column> columns, boolean anyText) {
        return columns.stream()
                .map(column -> column.on(byColumn.getOrDefault(
                        column.name(),
                        BadValueRisk.of(column.type(), column.mapping().target(), anyText)
                                ? table
                                : BadValuePolicy.FAIL)))
                .toList();
    }

    /** The columns that are named. */
    List<String> named() {
        return new ArrayList<>(byColumn.keySet());
    }
}
