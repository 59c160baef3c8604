package dev.caravan.lake;

/** How the catalog learns of a run. */
public enum CatalogMode {
    /** A Glue crawler is run over the table's folder. The default. */
    CRAWLER,
    /** The Glue table is written by Caravan itself, with exact types, comments and the number of rows. */
    GLUE,
    /** The catalog is not updated. */
    NONE
}
