package dev.caravan.publish;

import dev.caravan.catalog.CatalogTables;
import dev.caravan.lake.CatalogEntry;
import org.jspecify.annotations.Nullable;

/**
 * Where a table is in the catalog.
 *
 * @param tables the tables of the catalog
 * @param entry the table in it; null when Caravan does not write it
 * @param adopt whether a table that is not of this lake may be taken over
 */
public record CatalogTarget(CatalogTables tables, @Nullable CatalogEntry entry, boolean adopt) {
    /** No catalog. */
    public static final CatalogTarget NONE = new CatalogTarget(CatalogTables.NONE, null, false);
}
