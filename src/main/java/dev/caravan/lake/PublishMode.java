package dev.caravan.lake;

/** How a run's files become the table that readers see. */
public enum PublishMode {
    /** The new files are complete in the table's folder before the old ones go. The default: readers need no configuration. */
    REPLACE
}
