package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.catalog.CatalogTables;
import dev.caravan.catalog.ListedTable;
import dev.caravan.catalog.TableDefinition;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.CatalogEntry;
import dev.caravan.lake.Json;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument;
import dev.caravan.lake.StateDocument.Held;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Has the catalog say what a table is now, when its files are visible already. */
public final class CatalogUpdate {
    private final LakeStore store;
    private final Layout layout;
    private final CatalogTables tables;

    /** Of one table. */
    public CatalogUpdate(LakeStore store, Layout layout, CatalogTables tables) {
        this.store = store;
        this.layout = layout;
        this.tables = tables;
    }

    /**
     * Makes the table in the catalog, or changes it to what the published run is.
     *
     * @param published the attempt that was published, with its manifest; null to take what the state of the table says
     * @param adopt whether a table that is not of this lake may be taken over
     * @throws ExportException BAD_CONFIGURATION when there is no published run, or the table in the catalog is not of this lake and not
     *     to be adopted; CONCURRENT_PUBLISH when others change it all the time; or what store and catalog refused
     */
    public void run(CatalogEntry entry, @Nullable JsonNode published, boolean adopt) {
        CatalogDefinition definition = new CatalogDefinition(store.bucket(), layout);
        StateDocument states = new StateDocument(store, layout);
        JsonNode known = published;
        for (int look = 0; look < TableObjects.LOOKS; look++) {
            Optional<ListedTable> listed = tables.find(entry);
            listed.ifPresent(table -> definition.require(entry, table, adopt));
            Held held = states.read();
            State state = held.state();
            JsonNode manifest = manifest(state, known);
            if (manifest == null) {
                // A later run is published, and whoever did that updates the catalog.
                return;
            }
            TableDefinition wanted = definition.of(manifest, state.location(layout));
            listed.ifPresent(table -> definition.requireKeys(
                    entry, table, ListedPartitions.keys(manifest), ListedPartitions.areProjected(manifest)));
            if (listed.isEmpty() ? tables.create(entry, wanted) : tables.update(entry, listed.get(), wanted)) {
                boolean areLed = new CatalogPartitions(tables, definition)
                        .lead(entry, manifest, state.location(layout), new StillHeld(states, held));
                boolean isLatest = states.read().state().attempt().equals(state.attempt());
                if (areLed && isLatest) {
                    return;
                }
                // Whoever published a later run may have looked at the partitions before this one has changed them.
                known = isLatest ? known : null;
            }
        }
        throw new ExportException(
                ErrorCode.CONCURRENT_PUBLISH,
                "Other clients change table " + entry.name() + " of the Glue catalog again and again.",
                "It is retried; find out who changes it, such as a crawler on a schedule.");
    }

    private @Nullable JsonNode manifest(State state, @Nullable JsonNode published) {
        if (published != null) {
            return published.path("attempt").asText().equals(state.attempt()) ? published : null;
        }
        return Optional.of(state.manifest())
                .filter(key -> !key.isEmpty())
                .flatMap(store::read)
                .map(found -> Json.tree(found.bytes()))
                .orElseThrow(() -> new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        "Table " + layout.tableId() + " has no published run that the catalog could tell of.",
                        "Publish it with a step lake-publish before the step glue-table."));
    }

    /**
     * Makes sure that the table may be written in the catalog, before anything is read for it.
     *
     * @throws ExportException BAD_CONFIGURATION when it is not of this lake, and is not to be adopted
     */
    public void require(CatalogEntry entry, boolean adopt) {
        CatalogDefinition definition = new CatalogDefinition(store.bucket(), layout);
        tables.find(entry).ifPresent(listed -> definition.require(entry, listed, adopt));
    }
}
