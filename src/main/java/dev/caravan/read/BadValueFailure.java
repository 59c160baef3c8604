package dev.caravan.read;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.Column;
import dev.caravan.plan.OptionList;
import dev.caravan.types.UnrepresentableValue;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The sentences of a run that a bad value ends.
 *
 * @param subject what is read
 * @param keyColumns the primary key; empty when it is not read
 */
record BadValueFailure(String subject, List<String> keyColumns) {
    /** The longest value that a message repeats. */
    private static final int MOST_CHARACTERS = 200;

    /** The column's policy is to fail. */
    ExportException refused(Column column, Map<String, @Nullable Object> key, long row, UnrepresentableValue fault) {
        return new ExportException(
                ErrorCode.BAD_VALUE,
                where(column, key, row) + cut(fault.value()) + ": " + fault.rule() + ".",
                "Set onBadValue " + choices(column, "null", "clamp", "text", "reject")
                        + ", fix the value, or leave the row out with where or the column with exclude.");
    }

    /** The column's policy is to clamp, and no value is near. */
    ExportException nothingNear(
            Column column, Map<String, @Nullable Object> key, long row, UnrepresentableValue fault) {
        return new ExportException(
                ErrorCode.BAD_VALUE,
                where(column, key, row) + cut(fault.value()) + ", which has no nearest value to clamp to: "
                        + fault.rule() + ".",
                "Set onBadValue " + choices(column, "null", "text", "reject")
                        + ", fix the value, or leave the row out with where or the column with exclude.");
    }

    private String where(Column column, Map<String, @Nullable Object> key, long row) {
        String which = key.isEmpty()
                ? "row " + row + " of the read (no primary key is read)"
                : "the row "
                        + key.entrySet().stream()
                                .map(part -> part.getKey() + " = " + cut(String.valueOf(part.getValue())))
                                .collect(Collectors.joining(", "));
        return "Column " + column.name() + " (" + column.type().sql() + ") of " + subject + " holds, in " + which
                + ", ";
    }

    private static String choices(Column column, String... policies) {
        return List.of(policies).stream()
                .map(policy -> OptionList.write(column.source()) + "=" + policy)
                .collect(Collectors.joining(", ", "to ", ""))
                .replaceFirst(", (?=[^,]*$)", " or ");
    }

    private static String cut(String value) {
        return value.length() <= MOST_CHARACTERS
                ? value
                : value.substring(0, MOST_CHARACTERS) + "… (" + value.length() + " characters)";
    }
}
