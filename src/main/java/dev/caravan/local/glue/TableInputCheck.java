package dev.caravan.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * What Glue checks of a TableInput.
 *
 * <p>Bounds: <a href="https://docs.aws.amazon.com/glue/latest/webapi/API_TableInput.html">TableInput</a> and
 * <a href="https://docs.aws.amazon.com/glue/latest/webapi/API_Column.html">Column</a>.
 */
final class TableInputCheck {
    private static final Set<String> FIELDS = Set.of(
            "Name",
            "Description",
            "Owner",
            "LastAccessTime",
            "LastAnalyzedTime",
            "Retention",
            "StorageDescriptor",
            "PartitionKeys",
            "ViewOriginalText",
            "ViewExpandedText",
            "TableType",
            "Parameters",
            "TargetTable",
            "ViewDefinition");

    private static final int NAME = 255;
    private static final int DESCRIPTION = 2_048;
    private static final int COMMENT = 255;
    private static final int TYPE = 131_072;

    private TableInputCheck() {}

    /** Refuses what Glue would refuse. */
    static Request check(Request input) {
        input.body().fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                throw GlueFault.invalid("Unknown parameter in TableInput: \"" + field + "\", must be one of: "
                        + String.join(", ", FIELDS));
            }
        });
        length(input.body(), "Name", NAME);
        length(input.body(), "Description", DESCRIPTION);
        Set<String> names = storage(input.body());
        JsonNode keys = input.body().path("PartitionKeys");
        columns(keys, names);
        for (JsonNode key : keys) {
            if (!key.path("Parameters").isEmpty()) {
                throw GlueFault.invalid("Parameters not supported for partition columns");
            }
        }
        return input;
    }

    /** Refuses the columns of a table or partition that Glue would refuse; their names otherwise. */
    static Set<String> storage(JsonNode input) {
        Set<String> names = new HashSet<>();
        columns(input.path("StorageDescriptor").path("Columns"), names);
        return names;
    }

    private static void columns(JsonNode columns, Set<String> names) {
        for (JsonNode column : columns) {
            length(column, "Name", NAME);
            length(column, "Comment", COMMENT);
            length(column, "Type", TYPE);
            if (!names.add(column.path("Name").asText().toLowerCase(Locale.ROOT))) {
                throw GlueFault.invalid(
                        "Duplicate column name: " + column.path("Name").asText());
            }
        }
    }

    private static void length(JsonNode object, String field, int most) {
        if (object.path(field).asText().length() > most) {
            throw GlueFault.validation(field, "Member must have length less than or equal to " + most);
        }
    }
}
