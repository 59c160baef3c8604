package dev.caravan.plan;

/** Names in SQL. */
final class Identifier {
    private Identifier() {}

    /** The name between double quotes, so that it means exactly itself. */
    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
