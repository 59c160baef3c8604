package dev.caravan.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * The operations of partitions. GetPartitions gives the whole list, or a segment of it: filter expressions are refused.
 *
 * <p>How many one request takes: <a href="https://docs.aws.amazon.com/glue/latest/webapi/API_Operations.html">API reference</a>.
 */
final class PartitionOperations {
    private static final int MOST_CREATED = 100;
    private static final int MOST_UPDATED = 100;
    private static final int MOST_READ = 1_000;
    private static final int MOST_DELETED = 25;

    private final Catalog catalog;

    PartitionOperations(Catalog catalog) {
        this.catalog = catalog;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "CreatePartition", this::create,
                "BatchCreatePartition", this::createAll,
                "GetPartition", this::get,
                "BatchGetPartition", this::getAll,
                "GetPartitions", this::list,
                "UpdatePartition", this::update,
                "BatchUpdatePartition", this::updateAll,
                "DeletePartition", this::delete,
                "BatchDeletePartition", this::deleteAll);
    }

    private ObjectNode create(Request request) {
        table(request)
                .addPartition(PartitionCheck.input(
                        request.requiredObject("PartitionInput").body()));
        return Request.object();
    }

    private ObjectNode createAll(Request request) {
        List<JsonNode> inputs = request.items("PartitionInputList", MOST_CREATED);
        inputs.forEach(PartitionCheck::input);
        LocalTable table = table(request);
        return each(inputs, "PartitionValues", "Values", table::addPartition);
    }

    private ObjectNode get(Request request) {
        List<String> values = PartitionCheck.values(request.body(), "PartitionValues");
        return Request.object().set("Partition", table(request).partition(values));
    }

    private ObjectNode getAll(Request request) {
        LocalTable table = table(request);
        ObjectNode answer = Request.object();
        ArrayNode found = answer.putArray("Partitions");
        // Those that are not there are just missing; keys are unprocessed when the service is busy.
        answer.putArray("UnprocessedKeys");
        for (JsonNode key : request.items("PartitionsToGet", MOST_READ)) {
            ObjectNode partition = table.partitions().get(PartitionCheck.values(key, "Values"));
            if (partition != null) {
                found.add(partition);
            }
        }
        return answer;
    }

    private ObjectNode list(Request request) {
        request.refuse("Expression");
        boolean isShort = request.body().path("ExcludeColumnSchema").asBoolean();
        List<ObjectNode> all = List.copyOf(table(request).partitions().values());
        JsonNode segment = request.body().path("Segment");
        int segments = segment.path("TotalSegments").asInt(1);
        List<ObjectNode> wanted = IntStream.range(0, all.size())
                .filter(i -> i % segments == segment.path("SegmentNumber").asInt(0))
                .mapToObj(i -> isShort ? withoutColumns(all.get(i)) : all.get(i))
                .toList();
        return request.page("Partitions", wanted);
    }

    private static ObjectNode withoutColumns(ObjectNode partition) {
        ObjectNode copy = partition.deepCopy();
        if (copy.path("StorageDescriptor") instanceof ObjectNode storage) {
            storage.remove("Columns");
        }
        return copy;
    }

    private ObjectNode update(Request request) {
        change(table(request), PartitionCheck.update(request.body()));
        return Request.object();
    }

    private ObjectNode updateAll(Request request) {
        List<JsonNode> entries = request.items("Entries", MOST_UPDATED);
        entries.forEach(PartitionCheck::update);
        LocalTable table = table(request);
        return each(entries, "PartitionValueList", "PartitionValueList", entry -> change(table, entry));
    }

    private static void change(LocalTable table, JsonNode entry) {
        table.updatePartition(Request.texts(entry.path("PartitionValueList")), entry.path("PartitionInput"));
    }

    private ObjectNode delete(Request request) {
        table(request).deletePartition(PartitionCheck.values(request.body(), "PartitionValues"));
        return Request.object();
    }

    private ObjectNode deleteAll(Request request) {
        List<JsonNode> entries = request.items("PartitionsToDelete", MOST_DELETED);
        entries.forEach(entry -> PartitionCheck.values(entry, "Values"));
        LocalTable table = table(request);
        return each(
                entries,
                "PartitionValues",
                "Values",
                entry -> table.deletePartition(Request.texts(entry.path("Values"))));
    }

    /** Each entry alone, with its values in the error that it meets. */
    private static ObjectNode each(List<JsonNode> entries, String inError, String inEntry, Consumer<JsonNode> action) {
        ObjectNode answer = Request.object();
        ArrayNode errors = answer.putArray("Errors");
        for (JsonNode entry : entries) {
            Batch.each(() -> action.accept(entry), detail -> {
                ObjectNode error = errors.addObject();
                error.set(inError, entry.path(inEntry));
                error.set("ErrorDetail", detail);
            });
        }
        return answer;
    }

    private LocalTable table(Request request) {
        return catalog.table(request.requiredName("DatabaseName"), request.requiredName("TableName"));
    }
}
