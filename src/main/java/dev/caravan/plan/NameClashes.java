package dev.caravan.plan;

import dev.caravan.batch.Field;
import dev.caravan.batch.Target;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Names that are two in PostgreSQL and one in the lake, since Glue and Athena fold names to lower case. */
final class NameClashes {
    private NameClashes() {}

    /**
     * Refuses columns, or parts of a struct, whose names would be one.
     *
     * @param subject what is read, at the beginning of a sentence
     */
    static void refuse(List<Column> columns, String subject) {
        clash(Column.fields(columns)).ifPresent(names -> {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    subject + " has the columns " + names + ", which are one name in the Glue catalog.",
                    "Leave one out with exclude, or rename it through query; a column whose onBadValue is text"
                            + " needs its own name and _text.");
        });
        for (Column column : columns) {
            within(column.mapping().target()).ifPresent(names -> {
                throw new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        subject + " has in its column " + column.name() + " the parts " + names
                                + ", which are one name in the Glue catalog.",
                        "Take the column as text with types (" + TypeChoices.name(column.name())
                                + "=text), leave it out with exclude, or rename the part through query.");
            });
        }
    }

    private static Optional<String> within(Target target) {
        if (target instanceof Target.ListOf list) {
            return within(list.element());
        }
        if (target instanceof Target.StructOf struct) {
            return clash(struct.fields()).or(() -> struct.fields().stream()
                    .flatMap(field -> within(field.target()).stream())
                    .findFirst());
        }
        return Optional.empty();
    }

    private static Optional<String> clash(List<Field> fields) {
        Map<String, String> seen = new HashMap<>();
        for (Field field : fields) {
            String other = seen.put(field.name().toLowerCase(Locale.ROOT), field.name());
            if (other != null) {
                return Optional.of(other + " and " + field.name());
            }
        }
        return Optional.empty();
    }
}
