package dev.caravan.aws;

import dev.caravan.lake.CatalogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionFailureEntry;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;

/** The partitions of a table in the Glue catalog. */
final class GluePartitions {
    /** What one BatchUpdatePartition takes. */
    private static final int MOST = 100;

    private static final String GONE = "EntityNotFoundException";

    private final GlueClient glue;
    private final CatalogEntry entry;

    GluePartitions(GlueClient glue, CatalogEntry entry) {
        this.glue = glue;
        this.entry = entry;
    }

    /** Where they are, each with its slash. */
    List<String> locations() {
        return glue
                .getPartitionsPaginator(request -> request.catalogId(entry.catalogId())
                        .databaseName(entry.database())
                        .tableName(entry.table())
                        .excludeColumnSchema(true))
                .stream()
                .flatMap(page -> page.partitions().stream())
                .map(partition -> location(partition.storageDescriptor()))
                .toList();
    }

    /** A location with its slash; empty when there is none. */
    static String location(@Nullable StorageDescriptor storage) {
        String location =
                Optional.ofNullable(storage).map(StorageDescriptor::location).orElse("");
        return location.isEmpty() || location.endsWith("/") ? location : location + "/";
    }

    /** Gives all of them the columns of their table: Athena refuses partitions whose types differ from it. */
    void columns(List<Column> columns) {
        List<Partition> all = new ArrayList<>();
        glue
                .getPartitionsPaginator(request -> request.catalogId(entry.catalogId())
                        .databaseName(entry.database())
                        .tableName(entry.table()))
                .stream()
                .flatMap(page -> page.partitions().stream())
                .filter(partition -> !partition.storageDescriptor().columns().equals(columns))
                .forEach(all::add);
        for (int from = 0; from < all.size(); from += MOST) {
            update(all.subList(from, Math.min(all.size(), from + MOST)), columns);
        }
    }

    private void update(List<Partition> some, List<Column> columns) {
        List<BatchUpdatePartitionFailureEntry> errors = glue.batchUpdatePartition(
                        request -> request.catalogId(entry.catalogId())
                                .databaseName(entry.database())
                                .tableName(entry.table())
                                .entries(some.stream()
                                        .map(partition -> entry(partition, columns))
                                        .toList()))
                .errors();
        errors.stream()
                .filter(error -> !GONE.equals(error.errorDetail().errorCode()))
                .findFirst()
                .ifPresent(error -> {
                    throw SdkClientException.create("partition " + error.partitionValueList() + ": "
                            + error.errorDetail().errorCode() + " "
                            + error.errorDetail().errorMessage());
                });
    }

    private static BatchUpdatePartitionRequestEntry entry(Partition partition, List<Column> columns) {
        return BatchUpdatePartitionRequestEntry.builder()
                .partitionValueList(partition.values())
                .partitionInput(PartitionInput.builder()
                        .values(partition.values())
                        .lastAccessTime(partition.lastAccessTime())
                        .lastAnalyzedTime(partition.lastAnalyzedTime())
                        .parameters(partition.hasParameters() ? partition.parameters() : null)
                        .storageDescriptor(partition.storageDescriptor().toBuilder()
                                .columns(columns)
                                .build())
                        .build())
                .build();
    }
}
