package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.catalog.CatalogTables;
import dev.caravan.lake.CatalogEntry;
import dev.caravan.lake.State;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The partitions of a table in the catalog, made to lead to the files of a run.
 *
 * <p>What has to be changed is found by looking at the catalog, so any process may do it again, or go on with it. Glue has no versions of
 * partitions: a process that was held up may lead some to files of an earlier run, which are kept for {@code keepFor}; it finds so as soon
 * as it goes on, and the next run finds it too.
 */
record CatalogPartitions(CatalogTables tables, CatalogDefinition definition) {
    /**
     * Leads readers to the files of a run, partition by partition, unless its partitions are not listed.
     *
     * @param location of the table, a key
     * @param isWanted whether this run is still the one that readers are to see
     * @return false when it was not any more, before all partitions were led there
     */
    boolean lead(CatalogEntry entry, JsonNode manifest, String location, BooleanSupplier isWanted) {
        return !ListedPartitions.areListed(manifest)
                || tables.partitions(
                        entry,
                        definition.of(manifest, location),
                        ListedPartitions.of(manifest, definition::uri),
                        definition.folders(),
                        isWanted);
    }

    /**
     * Leads readers to the files that the state says.
     *
     * @param manifest of its run; without one there is nowhere to lead them
     * @return false when they are not wanted there any more
     */
    boolean repair(State state, Optional<JsonNode> manifest, BooleanSupplier isWanted) {
        return state.pointer() == null
                || manifest.isEmpty()
                || lead(state.pointer().entry(), manifest.get(), state.pointer().location(), isWanted);
    }
}
