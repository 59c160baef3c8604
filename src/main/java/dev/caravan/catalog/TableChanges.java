package dev.caravan.catalog;

/**
 * What a crawl did to the catalog.
 *
 * @param created tables it made
 * @param updated tables it changed
 */
public record TableChanges(int created, int updated) {}
