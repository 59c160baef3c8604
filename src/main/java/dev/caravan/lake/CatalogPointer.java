package dev.caravan.lake;

/**
 * Where the catalog tells readers to look for a table.
 *
 * @param entry the table in the catalog
 * @param location the folder of its files: a key that ends in a slash
 */
public record CatalogPointer(CatalogEntry entry, String location) {}
