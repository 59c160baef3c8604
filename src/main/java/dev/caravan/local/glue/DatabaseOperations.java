package dev.caravan.local.glue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/** CreateDatabase, GetDatabase, GetDatabases, UpdateDatabase and DeleteDatabase. */
final class DatabaseOperations {
    private final Catalog catalog;

    DatabaseOperations(Catalog catalog) {
        this.catalog = catalog;
    }

    Map<String, Operation> operations() {
        return Map.of(
                "CreateDatabase", this::create,
                "GetDatabase", this::get,
                "GetDatabases", this::list,
                "UpdateDatabase", this::update,
                "DeleteDatabase", this::delete);
    }

    private ObjectNode create(Request request) {
        catalog.create((ObjectNode) request.requiredObject("DatabaseInput").body());
        return Request.object();
    }

    private ObjectNode get(Request request) {
        ObjectNode database = catalog.database(request.requiredName("Name")).description();
        return Request.object().set("Database", database);
    }

    private ObjectNode list(Request request) {
        return request.page(
                "DatabaseList",
                catalog.databases().stream().map(Catalog.Database::description).toList());
    }

    private ObjectNode update(Request request) {
        catalog.change(request.requiredName("Name"), (ObjectNode)
                request.requiredObject("DatabaseInput").body());
        return Request.object();
    }

    private ObjectNode delete(Request request) {
        catalog.drop(request.requiredName("Name"));
        return Request.object();
    }
}
