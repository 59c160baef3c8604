package dev.caravan.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** The operations of tables and their versions. */
final class TableOperations {
    /** What one request may delete. */
    private static final int MOST_DELETED = 100;

    private final Catalog catalog;

    TableOperations(Catalog catalog) {
        this.catalog = catalog;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "CreateTable", this::create,
                "GetTable", this::get,
                "GetTables", this::list,
                "GetTableVersion", this::version,
                "GetTableVersions", this::versions,
                "UpdateTable", this::update,
                "DeleteTable", this::delete,
                "BatchDeleteTable", this::deleteAll,
                "DeleteTableVersion", this::deleteVersion,
                "BatchDeleteTableVersion", this::deleteVersions);
    }

    private ObjectNode create(Request request) {
        String database = request.requiredName("DatabaseName");
        Request input = TableInputCheck.check(request.requiredObject("TableInput"));
        Map<String, LocalTable> tables = catalog.database(database).tables();
        String name = input.requiredName("Name");
        if (tables.containsKey(name)) {
            throw GlueFault.alreadyExists("Table already exists: " + name);
        }
        tables.put(name, new LocalTable(catalog.account(), database, (ObjectNode) input.body()));
        return Request.object();
    }

    private ObjectNode get(Request request) {
        return Request.object().set("Table", table(request, "Name").current());
    }

    private ObjectNode list(Request request) {
        Pattern names = names(request.text("Expression").orElse(".*"));
        return request.page(
                "TableList",
                catalog.database(request.requiredName("DatabaseName")).tables().entrySet().stream()
                        .filter(table -> names.matcher(table.getKey()).matches())
                        .map(table -> table.getValue().current())
                        .toList());
    }

    private ObjectNode versions(Request request) {
        return request.page(
                "TableVersions",
                table(request, "TableName").versions().stream()
                        .map(TableOperations::entry)
                        .toList());
    }

    private ObjectNode version(Request request) {
        LocalTable table = table(request, "TableName");
        ObjectNode version = request.text("VersionId").map(table::version).orElseGet(table::current);
        return Request.object().set("TableVersion", entry(version));
    }

    private static ObjectNode entry(ObjectNode version) {
        ObjectNode entry =
                Request.object().put("VersionId", version.path("VersionId").asText());
        entry.set("Table", version);
        return entry;
    }

    private ObjectNode deleteVersion(Request request) {
        table(request, "TableName").deleteVersion(request.required("VersionId"));
        return Request.object();
    }

    private ObjectNode deleteVersions(Request request) {
        LocalTable table = table(request, "TableName");
        ObjectNode answer = Request.object();
        ArrayNode errors = answer.putArray("Errors");
        for (JsonNode id : request.items("VersionIds", MOST_DELETED)) {
            Batch.each(() -> table.deleteVersion(id.asText()), detail -> errors.addObject()
                    .put("TableName", request.required("TableName"))
                    .put("VersionId", id.asText())
                    .set("ErrorDetail", detail));
        }
        return answer;
    }

    private ObjectNode deleteAll(Request request) {
        Map<String, LocalTable> tables =
                catalog.database(request.requiredName("DatabaseName")).tables();
        ObjectNode answer = Request.object();
        ArrayNode errors = answer.putArray("Errors");
        for (JsonNode name : request.items("TablesToDelete", MOST_DELETED)) {
            Batch.each(
                    () -> {
                        if (tables.remove(name.asText().toLowerCase(Locale.ROOT)) == null) {
                            throw GlueFault.notFound("Table " + name.asText() + " not found.");
                        }
                    },
                    detail -> errors.addObject().put("TableName", name.asText()).set("ErrorDetail", detail));
        }
        return answer;
    }

    private ObjectNode update(Request request) {
        Request input = TableInputCheck.check(request.requiredObject("TableInput"));
        LocalTable table = catalog.table(request.requiredName("DatabaseName"), input.requiredName("Name"));
        String current = table.current().path("VersionId").asText();
        if (!request.text("VersionId").orElse(current).equals(current)) {
            throw new GlueFault(
                    "ConcurrentModificationException",
                    "Update table failed due to concurrent modifications: the current version is " + current);
        }
        table.update(
                (ObjectNode) input.body(), !request.body().path("SkipArchive").asBoolean());
        return Request.object();
    }

    private ObjectNode delete(Request request) {
        table(request, "Name");
        catalog.database(request.requiredName("DatabaseName")).tables().remove(request.requiredName("Name"));
        return Request.object();
    }

    private LocalTable table(Request request, String nameField) {
        return catalog.table(request.requiredName("DatabaseName"), request.requiredName(nameField));
    }

    private static Pattern names(String expression) {
        try {
            return Pattern.compile(expression, Pattern.CASE_INSENSITIVE);
        } catch (PatternSyntaxException e) {
            throw GlueFault.invalid("Expression " + expression + " is not a regular expression.");
        }
    }
}
