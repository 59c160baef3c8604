package dev.caravan.routes;

/**
 * A name that only one file can use, because it is global to the Camel context or to the Glue catalog.
 *
 * @param kind what it names
 * @param name the name itself
 */
public record OwnedName(Kind kind, String name) {

    /** What a file can own. */
    public enum Kind {
        ROUTE("route id"),
        TEMPLATE("template"),
        BEAN("bean"),
        /** What the crawler makes of a routeId; several routeIds may be one such name. */
        CATALOG_TABLE("catalog table");

        private final String word;

        Kind(String word) {
            this.word = word;
        }
    }

    /**
     * Where a name comes from.
     *
     * @param by the file; Caravan itself for what it brings along
     * @param line the line of the item; 0 for what Caravan brings along
     * @param written the name as the item has it
     */
    record Use(String by, int line, String written) {
        private static final String CARAVAN = "Caravan itself";

        /** What Caravan itself has. */
        static Use ofCaravan(String written) {
            return new Use(CARAVAN, 0, written);
        }

        /** The same as a message names it: {@code FILE:LINE}. */
        String where() {
            return line == 0 ? by : by + ":" + line;
        }
    }

    @Override
    public String toString() {
        return kind.word + " '" + name + "'";
    }
}
