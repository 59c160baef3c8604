package dev.caravan.plan;

/** Names in SQL. */
final class Identifier {
    private Identifier() {}

    /** The name between double quotes, so that it means exactly itself. */
    static String quote(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** The name as a person writes it: between double quotes only where SQL needs them. */
    static String plain(String name) {
        return name.matches("[a-z_][a-z0-9_]*") ? name : quote(name);
    }
}
