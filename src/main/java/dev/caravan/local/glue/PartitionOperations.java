package dev.caravan.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/** CreatePartition, BatchCreatePartition and GetPartitions (the whole list: filter expressions are refused). */
final class PartitionOperations {
    private final Catalog catalog;

    PartitionOperations(Catalog catalog) {
        this.catalog = catalog;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "CreatePartition", this::create,
                "BatchCreatePartition", this::createAll,
                "GetPartitions", this::list);
    }

    private ObjectNode create(Request request) {
        table(request).addPartition(request.requiredObject("PartitionInput").body());
        return Request.object();
    }

    private ObjectNode createAll(Request request) {
        LocalTable table = table(request);
        ObjectNode answer = Request.object();
        ArrayNode errors = answer.putArray("Errors");
        for (JsonNode input : request.body().path("PartitionInputList")) {
            try {
                table.addPartition(input);
            } catch (GlueFault fault) {
                ObjectNode error = errors.addObject();
                error.set("PartitionValues", input.path("Values"));
                error.putObject("ErrorDetail").put("ErrorCode", fault.type()).put("ErrorMessage", fault.getMessage());
            }
        }
        return answer;
    }

    private ObjectNode list(Request request) {
        request.refuse("Expression");
        return request.page(
                "Partitions", List.copyOf(table(request).partitions().values()));
    }

    private LocalTable table(Request request) {
        return catalog.table(request.requiredName("DatabaseName"), request.requiredName("TableName"));
    }
}
