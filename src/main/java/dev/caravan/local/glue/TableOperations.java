package dev.caravan.local.glue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** CreateTable, GetTable, GetTables, GetTableVersions, UpdateTable and DeleteTable. */
final class TableOperations {
    private final Catalog catalog;

    TableOperations(Catalog catalog) {
        this.catalog = catalog;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "CreateTable", this::create,
                "GetTable", this::get,
                "GetTables", this::list,
                "GetTableVersions", this::versions,
                "UpdateTable", this::update,
                "DeleteTable", this::delete);
    }

    private ObjectNode create(Request request) {
        String database = request.requiredName("DatabaseName");
        Request input = request.requiredObject("TableInput");
        Map<String, LocalTable> tables = catalog.database(database).tables();
        String name = input.requiredName("Name");
        if (tables.containsKey(name)) {
            throw GlueFault.alreadyExists("Table already exists: " + name);
        }
        tables.put(name, new LocalTable(database, (ObjectNode) input.body()));
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
        List<ObjectNode> versions = table(request, "TableName").versions().stream()
                .map(version -> {
                    ObjectNode entry = Request.object()
                            .put("VersionId", version.path("VersionId").asText());
                    entry.set("Table", version);
                    return entry;
                })
                .toList();
        return request.page("TableVersions", versions);
    }

    private ObjectNode update(Request request) {
        Request input = request.requiredObject("TableInput");
        LocalTable table = catalog.table(request.requiredName("DatabaseName"), input.requiredName("Name"));
        String current = table.current().path("VersionId").asText();
        if (!request.text("VersionId").orElse(current).equals(current)) {
            throw new GlueFault(
                    "ConcurrentModificationException",
                    "Update table failed due to concurrent modifications: the current version is " + current);
        }
        table.update((ObjectNode) input.body());
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
