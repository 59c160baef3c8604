package dev.caravan.lake;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Where the catalog tells readers to look for a table.
 *
 * @param entry the table in the catalog
 * @param location the folder of its files: a key that ends in a slash
 * @param byPartition whether partitions of the table lead readers to folders of their own instead
 */
public record CatalogPointer(
        CatalogEntry entry,
        String location,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean byPartition) {}
