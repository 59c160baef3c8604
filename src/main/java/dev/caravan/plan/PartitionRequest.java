package dev.caravan.plan;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.partition.HiveFolder;
import dev.caravan.partition.PartitionField;
import dev.caravan.partition.Transform;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a table file asks for partitions: the parameter {@code partitionBy} and what goes with it.
 *
 * @param fields one for each level of folders; none for a table that is not partitioned
 * @param timeZone in which moments have their hour, day, week, month and year
 * @param keepsColumns whether files hold columns that are the partition themselves
 * @param isProjected whether readers work out the partitions from ranges of their values, and the catalog lists none
 */
public record PartitionRequest(
        List<PartitionField> fields, ZoneId timeZone, boolean keepsColumns, boolean isProjected) {
    /** No partitions. */
    public static final PartitionRequest NONE = new PartitionRequest(List.of(), ZoneId.of("UTC"), false, false);

    private static final String OPTION = "partitionBy";
    private static final String FORM =
            "Write year, month, week, day or hour of a column, a part of it, or the column itself, each with a name if you like:"
                    + " dt=day(created_at), extract(month from created_at), country.";
    private static final Pattern PERIOD = Pattern.compile("(?is)(\\w+)\\s*\\((.*)\\)");
    private static final Pattern PART = Pattern.compile("(?is)extract\\s*\\(\\s*(\\w+)\\s+from\\s+(.*)\\)");

    public PartitionRequest {
        fields = List.copyOf(fields);
    }

    /**
     * Reads the parameter.
     *
     * @throws ExportException BAD_CONFIGURATION for what is no expression, a name that Hive and Athena cannot parse, and one that is
     *     given twice
     */
    public static List<PartitionField> parse(String text) {
        List<PartitionField> fields = new ArrayList<>();
        for (OptionList.Item item : OptionList.items(OPTION, text)) {
            String name = item.value() == null ? "" : item.name();
            PartitionField field = expression(name, item.value() == null ? item.name() : item.value());
            if (!name.isEmpty()) {
                requireName(name);
            }
            if (!name.isEmpty()
                    && fields.stream().anyMatch(other -> other.name().equals(name))) {
                throw bad("two partitions have the name '" + name + "'.", "Give one of the two another name.");
            }
            fields.add(field);
        }
        return fields;
    }

    private static PartitionField expression(String name, String text) {
        Matcher part = PART.matcher(text);
        if (part.matches()) {
            return new PartitionField(
                    name, known(Transform.part(lower(part.group(1))), text), column(part.group(2), text));
        }
        Matcher period = PERIOD.matcher(text);
        if (period.matches()) {
            return new PartitionField(
                    name, known(Transform.period(lower(period.group(1))), text), column(period.group(2), text));
        }
        return new PartitionField(name, Transform.COLUMN, column(text, text));
    }

    private static Transform known(Optional<Transform> transform, String text) {
        return transform.orElseThrow(() -> bad("'" + text + "' is no expression that divides a table.", FORM));
    }

    private static String column(String text, String whole) {
        List<String> names = OptionList.names(OPTION, text.strip());
        if (names.size() != 1) {
            throw bad("'" + whole + "' has to name one column.", FORM);
        }
        return names.get(0);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** A name that the Glue catalog would fold, or that folders would escape, is no good one; nor is that of the folders of runs. */
    static void requireName(String name) {
        Optional<String> fault = LakeName.ofColumn(name);
        String rule = fault.isPresent()
                ? "has " + fault.get()
                : !name.equals(lower(name))
                        ? "has capitals, where the Glue catalog has none"
                        : !name.equals(HiveFolder.escape(name))
                                ? "has a character that the names of folders cannot have"
                                : name.equals("run") ? "is that of the folders of runs" : "";
        if (!rule.isEmpty()) {
            throw bad(
                    "a partition gets the name '" + name + "', which " + rule + ".",
                    "Use small letters, digits and '_', as in dt=day(created_at).");
        }
    }

    /** The parameter is wrong. */
    static ExportException bad(String what, String hint) {
        return new ExportException(ErrorCode.BAD_CONFIGURATION, OPTION + ": " + what, hint);
    }
}
