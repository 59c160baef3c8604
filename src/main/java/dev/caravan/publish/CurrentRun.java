package dev.caravan.publish;

import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.State;

/**
 * The run whose files a table has now.
 *
 * @param runId the run; empty before the first one
 * @param attempt which attempt of it
 * @param manifest the key of its manifest; empty before the first one
 */
public record CurrentRun(String runId, String attempt, String manifest) {
    /** What the table's state says, once a publication that was left half done is ended. */
    public static CurrentRun of(LakeStore store, Layout layout) {
        State state = new UnfinishedPublications(store, layout.prefix())
                .settle(layout)
                .state();
        return new CurrentRun(state.runId(), state.attempt(), state.manifest());
    }
}
