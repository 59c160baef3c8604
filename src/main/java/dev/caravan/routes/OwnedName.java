package dev.caravan.routes;

/**
 * A name that only one file can use, because it is global to the Camel context.
 *
 * @param kind what it names
 * @param name the name itself
 */
public record OwnedName(Kind kind, String name) {

    /** What a file can own. */
    public enum Kind {
        ROUTE("route id"),
        TEMPLATE("template"),
        BEAN("bean");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    @Override
    public String toString() {
        return kind.word + " '" + name + "'";
    }
}
