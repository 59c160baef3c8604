package dev.caravan.lake;

/** How a run's files become the table that readers see. */
public enum PublishMode {
    /** The new files are complete in the table's folder before the old ones go. Readers need no configuration. */
    REPLACE,
    /** Each run has a folder of its own, and one update of the Glue table moves its location there. For readers that come by the catalog. */
    SWAP;

    /** What holds where a table does not say it. */
    public static PublishMode defaultOf(CatalogMode catalog) {
        return switch (catalog) {
            case CRAWLER, NONE -> REPLACE;
            case GLUE -> SWAP;
        };
    }
}
