package dev.caravan.local.glue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** The databases and their tables, in memory. Whoever reads or changes it holds its monitor. */
final class Catalog {
    /** A database: what the caller gave, and its tables by name. */
    record Database(ObjectNode description, NavigableMap<String, LocalTable> tables) {}

    /** The account of the server, whose catalog it is unless a request names another. */
    static final String ACCOUNT = "000000000000";

    private final NavigableMap<String, Database> databases = new TreeMap<>();
    private final String account;

    /** That of an account, empty. */
    Catalog(String account) {
        this.account = account;
    }

    /** Whose catalog it is. */
    String account() {
        return account;
    }

    Collection<Database> databases() {
        return databases.values();
    }

    /**
     * Adds a database.
     *
     * @throws GlueFault when the name is taken
     */
    void create(ObjectNode input) {
        String name = new Request(input).requiredName("Name");
        if (databases.containsKey(name)) {
            throw GlueFault.alreadyExists("Database already exists: " + name);
        }
        ObjectNode description = input.deepCopy().put("Name", name).put("CatalogId", account);
        databases.put(name, new Database(LocalTable.stamp(description, "CreateTime"), new TreeMap<>()));
    }

    /** A database, made when it is missing. */
    Database ensure(String name) {
        String folded = name.toLowerCase(Locale.ROOT);
        if (!databases.containsKey(folded)) {
            create(Request.object().put("Name", folded));
        }
        return database(folded);
    }

    Database database(String name) {
        return Optional.ofNullable(databases.get(name))
                .orElseThrow(() -> GlueFault.notFound("Database " + name + " not found."));
    }

    /** Gives a database the description that the caller gives, and leaves its tables. */
    void change(String name, ObjectNode input) {
        Database present = database(name);
        ObjectNode description = input.deepCopy().put("Name", name).put("CatalogId", account);
        description.set("CreateTime", present.description().path("CreateTime"));
        databases.put(name, new Database(description, present.tables()));
    }

    void drop(String name) {
        database(name);
        databases.remove(name);
    }

    LocalTable table(String database, String table) {
        return Optional.ofNullable(database(database).tables().get(table))
                .orElseThrow(() -> GlueFault.notFound("Table " + table + " not found."));
    }
}
