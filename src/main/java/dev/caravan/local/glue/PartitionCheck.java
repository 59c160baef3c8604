package dev.caravan.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What Glue checks of the values of partitions before it looks for any: one that is wrong fails the whole request.
 *
 * <p>Bounds: <a href="https://docs.aws.amazon.com/glue/latest/webapi/API_PartitionInput.html">PartitionInput</a>,
 * <a href="https://docs.aws.amazon.com/glue/latest/webapi/API_PartitionValueList.html">PartitionValueList</a> and
 * <a href="https://docs.aws.amazon.com/glue/latest/webapi/API_BatchUpdatePartitionRequestEntry.html">BatchUpdatePartitionRequestEntry</a>.
 */
final class PartitionCheck {
    private static final int LONGEST_VALUE = 1_024;

    private PartitionCheck() {}

    /** The values in a field of an object. */
    static List<String> values(JsonNode object, String field) {
        List<String> values = Request.texts(object.path(field));
        for (String value : values) {
            // An empty value is no value: Hive and Spark call it __HIVE_DEFAULT_PARTITION__.
            if (value.isEmpty()) {
                throw GlueFault.validation(field, "Member must have length greater than or equal to 1");
            }
            if (value.length() > LONGEST_VALUE) {
                throw GlueFault.validation(field, "Member must have length less than or equal to " + LONGEST_VALUE);
            }
        }
        return values;
    }

    /** A PartitionInput. */
    static JsonNode input(JsonNode input) {
        values(input, "Values");
        TableInputCheck.storage(input);
        return input;
    }

    /** An entry of BatchUpdatePartition, or the request UpdatePartition. */
    static JsonNode update(JsonNode entry) {
        values(entry, "PartitionValueList");
        input(new Request(entry).requiredObject("PartitionInput").body());
        return entry;
    }
}
