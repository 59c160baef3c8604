package dev.caravan.lake;

/** How the catalog learns of a run. */
public enum CatalogMode {
    /** A Glue crawler is run over the table's folder. The default. */
    CRAWLER,
    /** The catalog is not updated. */
    NONE
}
