package dev.caravan.local.demo;

import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;

/**
 * The folders of a table's partitions, as the Glue catalog lists them; none of a table that it does not have.
 *
 * @param glue the catalog
 * @param database of its tables
 * @param bucket of the lake
 */
record ListedFolders(GlueClient glue, String database, String bucket) implements Function<String, List<String>> {
    @Override
    public List<String> apply(String table) {
        int lake = ("s3://" + bucket + "/").length();
        try {
            return glue
                    .getPartitionsPaginator(
                            request -> request.databaseName(database).tableName(table))
                    .stream()
                    .flatMap(page -> page.partitions().stream())
                    .map(partition -> partition.storageDescriptor().location().substring(lake))
                    .toList();
        } catch (EntityNotFoundException e) {
            return List.of();
        }
    }
}
