package dev.caravan.aws;

import dev.caravan.catalog.PartitionDefinition;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.CatalogEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;

/**
 * Makes the partitions of a table those that are wanted.
 *
 * <p>Partitions are created and moved before others are removed, so that a reader misses no row that it could read before. What another
 * client created or removed between the listing and the request is listed again, because a partition is changed as a whole: its
 * parameters have to be known to stay.
 */
final class GluePartitionChanges {
    /** How often other clients may get in between. */
    private static final int LOOKS = 5;

    private final CatalogEntry entry;
    private final GluePartitions partitions;
    private final GluePartitionBatches batches;
    private final GlueTableInput table;
    private final BooleanSupplier before;
    /** Values of partitions that Glue has just refused to create, and to change. */
    private final Set<List<String>> taken = new HashSet<>();

    private final Set<List<String>> gone = new HashSet<>();

    GluePartitionChanges(GlueClient glue, CatalogEntry entry, GlueTableInput table, BooleanSupplier before) {
        this.entry = entry;
        this.partitions = new GluePartitions(glue, entry);
        this.batches = new GluePartitionBatches(glue, entry);
        this.table = table;
        this.before = before;
    }

    /**
     * Makes them.
     *
     * @param ours addresses of folders whose other partitions are removed
     * @return false when {@code before} has ended the work
     */
    boolean make(Collection<PartitionDefinition> wanted, Collection<String> ours) {
        Map<List<String>, PartitionDefinition> byValues = wanted.stream()
                .collect(Collectors.toMap(
                        PartitionDefinition::values,
                        Function.identity(),
                        (a, b) -> {
                            throw new IllegalArgumentException("Two partitions " + a.values());
                        },
                        LinkedHashMap::new));
        for (int look = 0; look < LOOKS; look++) {
            Map<List<String>, Partition> listed = new LinkedHashMap<>();
            partitions.all().forEach(partition -> listed.put(partition.values(), partition));
            if (!write(byValues.values(), listed)) {
                return false;
            }
            if (taken.isEmpty() && gone.isEmpty()) {
                return remove(others(listed, byValues.keySet(), ours));
            }
        }
        throw new ExportException(
                ErrorCode.CONCURRENT_PUBLISH,
                "Other clients create and remove partitions of table " + entry.name()
                        + " of the Glue catalog again and again, such as "
                        + (taken.isEmpty() ? gone : taken).iterator().next() + ".",
                "It is retried; find out who changes them, such as a crawler on a schedule.");
    }

    /** Creates and moves; what has met another client's change is in {@link #taken} and {@link #gone} then. */
    private boolean write(Collection<PartitionDefinition> wanted, Map<List<String>, Partition> listed) {
        List<PartitionInput> missing = new ArrayList<>();
        List<PartitionInput> moved = new ArrayList<>();
        for (PartitionDefinition partition : wanted) {
            Partition known = listed.get(partition.values());
            boolean isMissing = known == null ? !taken.contains(partition.values()) : gone.contains(partition.values());
            if (isMissing) {
                missing.add(table.partition(partition, null));
            } else if (known == null
                    || !GluePartitions.location(known.storageDescriptor()).equals(partition.location())) {
                moved.add(table.partition(partition, known));
            }
        }
        taken.clear();
        gone.clear();
        return each(missing, GluePartitionBatches.MOST_WRITTEN, some -> taken.addAll(batches.create(some)))
                && each(moved, GluePartitionBatches.MOST_WRITTEN, some -> gone.addAll(batches.update(some)));
    }

    private static List<List<String>> others(
            Map<List<String>, Partition> listed, Set<List<String>> wanted, Collection<String> ours) {
        return listed.values().stream()
                .filter(partition -> !wanted.contains(partition.values()))
                .filter(partition -> {
                    String location = GluePartitions.location(partition.storageDescriptor());
                    return ours.stream().anyMatch(location::startsWith);
                })
                .map(Partition::values)
                .toList();
    }

    private boolean remove(List<List<String>> others) {
        return each(others, GluePartitionBatches.MOST_DELETED, batches::delete);
    }

    private <T> boolean each(List<T> all, int most, Consumer<List<T>> request) {
        for (int from = 0; from < all.size(); from += most) {
            if (!before.getAsBoolean()) {
                return false;
            }
            request.accept(all.subList(from, Math.min(all.size(), from + most)));
        }
        return true;
    }
}
