package dev.caravan.local.demo;

import java.util.List;
import java.util.function.Function;
import software.amazon.awssdk.services.glue.GlueClient;

/**
 * The folders of a table's partitions, as the Glue catalog lists them.
 *
 * @param glue the catalog
 * @param database of its tables
 * @param bucket of the lake
 */
record ListedFolders(GlueClient glue, String database, String bucket) implements Function<String, List<String>> {
    @Override
    public List<String> apply(String table) {
        String lake = "s3://" + bucket + "/";
        return glue
                .getPartitionsPaginator(
                        request -> request.databaseName(database).tableName(table))
                .stream()
                .flatMap(page -> page.partitions().stream())
                .map(partition -> partition.storageDescriptor().location().substring(lake.length()))
                .toList();
    }
}
