package dev.caravan.publish;

import dev.caravan.catalog.CatalogTables;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.State;

/**
 * The run whose files a table has now.
 *
 * @param state the state of the table, with no publication under way
 */
public record CurrentRun(State state) {
    /** What the table's state says, once a publication that was left half done is ended. */
    public static CurrentRun of(LakeStore store, Layout layout, CatalogTables tables) {
        return new CurrentRun(new UnfinishedPublications(store, layout.prefix(), tables)
                .settle(layout)
                .state());
    }

    /** The run; empty before the first one. */
    public String runId() {
        return state.runId();
    }

    /** Which attempt of it. */
    public String attempt() {
        return state.attempt();
    }

    /** The key of its manifest; empty before the first one. */
    public String manifest() {
        return state.manifest();
    }
}
