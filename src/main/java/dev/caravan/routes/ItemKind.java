package dev.caravan.routes;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What can stand at the top of a route file; what is global to Camel (rest, restConfiguration) cannot be taken back. */
enum ItemKind {
    TEMPLATED_ROUTE("templatedRoute"),
    ROUTE("route"),
    FROM("from"),
    ROUTE_TEMPLATE("routeTemplate"),
    ROUTE_CONFIGURATION("routeConfiguration"),
    BEANS("beans"),
    /** Holds for the routes of its own file. */
    SCOPE("errorHandler", "onException", "onCompletion", "intercept", "interceptFrom", "interceptSendToEndpoint");

    private final List<String> names;

    ItemKind(String... names) {
        this.names = List.of(names);
    }

    static Optional<ItemKind> named(String name) {
        return Arrays.stream(values()).filter(kind -> kind.names.contains(name)).findFirst();
    }

    static List<String> names() {
        return Arrays.stream(values()).flatMap(kind -> kind.names.stream()).toList();
    }
}
