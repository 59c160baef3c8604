package dev.caravan.publish;

import dev.caravan.lake.Intent;
import dev.caravan.lake.Intent.Move;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.PublishMode;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument.Held;
import dev.caravan.write.DataFile;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The steps of a publication that readers can see, and the same steps back: one member for each {@link PublishMode}.
 *
 * <p>The state names the publication from before the first of these steps until after the last, so each may be taken, or taken again,
 * by any process, also by several at once: what was done already is done again without harm. Who writes the state last has decided.
 * A process that finishes what another has begun takes the mode from the manifest in the {@link Intent}.
 */
sealed interface Commit permits Replacement {
    /** That of a mode, for one table. */
    static Commit of(PublishMode mode, LakeStore store, Layout layout) {
        return switch (mode) {
            case REPLACE -> new Replacement(store, layout);
        };
    }

    /** That of a publication which may have been begun by another process. */
    static Commit of(Intent intent, LakeStore store, Layout layout) {
        return of(intent.publish(), store, layout);
    }

    /**
     * Chooses the keys under which the files of an attempt become visible.
     *
     * @param before the state that the publication changes
     * @param old the keys in the table's folder, with the tags of what lies there
     * @return a copy for each file, in the order of the files
     */
    List<Move> moves(String runId, String attempt, List<DataFile> files, State before, Map<String, String> old);

    /** The keys of these that readers have no use for once the copies are made. */
    List<String> obsolete(Collection<String> old, List<Move> moves);

    /** Keeps what the publication will replace, before the state names it. */
    void begin(Intent intent);

    /** Whether every file of the publication is there to be copied or has been copied; else it can only go back. */
    boolean isWhole(Intent intent);

    /**
     * Makes the files visible and commits.
     *
     * @return the state with the new run; empty if another process has decided meanwhile
     */
    Optional<Held> forward(Held held);

    /** The same for a publication that another process has begun. */
    Optional<Held> forwardAgain(Held held);

    /**
     * Makes the table what it was before the publication.
     *
     * @return whether this was decided; if not, another process has decided otherwise meanwhile
     */
    boolean back(Held held);

    /**
     * Settles what became of a publication that took the table and failed on its way, or of copies that S3 made too late.
     *
     * @return the state, when the publication was finished all the same; nothing when the table is without it
     * @throws dev.caravan.error.ExportException CONCURRENT_PUBLISH when others write the state all the time, or what the store refused
     */
    Optional<State> settled(Intent intent);

    /**
     * Removes what a publication has made obsolete; until then readers see the rows of both runs.
     *
     * @param uploads what waits no longer, removed in the same request
     */
    void removeObsolete(State published, Collection<String> uploads);
}
