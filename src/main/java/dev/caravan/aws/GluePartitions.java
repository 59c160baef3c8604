package dev.caravan.aws;

import dev.caravan.lake.CatalogEntry;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.GetPartitionsResponse;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;

/** The partitions of a table in the Glue catalog, as they are. */
final class GluePartitions {
    /** What one page of GetPartitions has at most. */
    private static final int PAGE = 1_000;

    private final GlueClient glue;
    private final CatalogEntry entry;

    GluePartitions(GlueClient glue, CatalogEntry entry) {
        this.glue = glue;
        this.entry = entry;
    }

    /** All of them, without their columns. */
    Stream<Partition> all() {
        return pages(PAGE, true).flatMap(page -> page.partitions().stream());
    }

    /** Where they are, each with its slash. */
    List<String> locations() {
        return all().map(partition -> location(partition.storageDescriptor())).toList();
    }

    /** A location with its slash; empty when there is none. */
    static String location(@Nullable StorageDescriptor storage) {
        String location =
                Optional.ofNullable(storage).map(StorageDescriptor::location).orElse("");
        return location.isEmpty() || location.endsWith("/") ? location : location + "/";
    }

    /**
     * Gives all of them the columns of their table: Athena refuses partitions whose types differ from it.
     *
     * <p>An update writes the whole partition, and Glue has no condition for it. So a page is no larger than an update, and is written as
     * soon as it is read: what other clients do to partitions of later pages is not undone.
     */
    void columns(List<Column> columns) {
        GluePartitionBatches batches = new GluePartitionBatches(glue, entry);
        pages(GluePartitionBatches.MOST_WRITTEN, false).forEach(page -> {
            List<PartitionInput> others = page.partitions().stream()
                    .filter(partition -> !columns.equals(storage(partition).columns()))
                    .map(partition -> with(partition, columns))
                    .toList();
            if (!others.isEmpty()) {
                // One that is gone meanwhile needs no columns any more.
                batches.update(others);
            }
        });
    }

    private Stream<GetPartitionsResponse> pages(int most, boolean withoutColumns) {
        return glue
                .getPartitionsPaginator(request -> request.catalogId(entry.catalogId())
                        .databaseName(entry.database())
                        .tableName(entry.table())
                        .maxResults(most)
                        .excludeColumnSchema(withoutColumns))
                .stream();
    }

    private static StorageDescriptor storage(Partition partition) {
        return Objects.requireNonNullElseGet(
                partition.storageDescriptor(), () -> StorageDescriptor.builder().build());
    }

    private static PartitionInput with(Partition partition, List<Column> columns) {
        return PartitionInput.builder()
                .values(partition.values())
                .lastAccessTime(partition.lastAccessTime())
                .lastAnalyzedTime(partition.lastAnalyzedTime())
                .parameters(partition.hasParameters() ? partition.parameters() : null)
                .storageDescriptor(
                        storage(partition).toBuilder().columns(columns).build())
                .build();
    }
}
