package dev.caravan.catalog;

import java.util.List;

/**
 * A partition of a table.
 *
 * @param values one for each partition key, in their order, as Hive writes them unescaped; {@code __HIVE_DEFAULT_PARTITION__} for NULL
 * @param location its folder, {@code s3://bucket/…/}, with its slash
 */
public record PartitionDefinition(List<String> values, String location) {
    public PartitionDefinition {
        values = List.copyOf(values);
    }
}
