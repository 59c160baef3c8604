package dev.caravan.lake;

/** How a run's files become the table that readers see. */
public enum PublishMode {
    /** The new files are complete in the table's folder before the old ones go. Readers need no configuration. */
    REPLACE,
    /** Each run has a folder of its own, and one update of the Glue table moves its location there. For readers that come by the catalog. */
    SWAP,
    /**
     * Each partition whose rows have changed gets a folder of the run, and its Glue partition moves there. For readers that come by the
     * catalog; they see each partition of one run whole, and all of them as soon as the last one has moved.
     */
    PARTITION;

    /**
     * What holds where a table does not say it.
     *
     * @param hasPartitions whether the catalog lists partitions of the table
     */
    public static PublishMode defaultOf(CatalogMode catalog, boolean hasPartitions) {
        return switch (catalog) {
            case CRAWLER, NONE -> REPLACE;
            case GLUE -> hasPartitions ? PARTITION : SWAP;
        };
    }
}
