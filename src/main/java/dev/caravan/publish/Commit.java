package dev.caravan.publish;

import dev.caravan.catalog.CatalogTables;
import dev.caravan.lake.Intent;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.PublishMode;
import dev.caravan.lake.RunFolder;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument.Held;
import dev.caravan.partition.Partitioning;
import dev.caravan.write.DataFile;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The steps of a publication that readers can see, and the same steps back: one member for each {@link PublishMode}.
 *
 * <p>The state names the publication from before the first of these steps until after the last, so each may be taken, or taken again,
 * by any process, also by several at once: what was done already is done again without harm. Who writes the state last has decided.
 * A process that finishes what another has begun takes the mode from the manifest in the {@link Intent}.
 */
sealed interface Commit permits Replacement, Swap {
    /** That of a mode, for one table. */
    static Commit of(PublishMode mode, LakeStore store, Layout layout, CatalogTables tables) {
        return switch (mode) {
            case REPLACE -> new Replacement(store, layout, tables);
            case SWAP, PARTITION -> new Swap(mode, store, layout, tables);
        };
    }

    /** That of a publication which may have been begun by another process. */
    static Commit of(Intent intent, LakeStore store, Layout layout, CatalogTables tables) {
        return of(intent.publish(), store, layout, tables);
    }

    /**
     * Settles what the publication of an attempt will change.
     *
     * @param folder where its files were uploaded
     * @param partitioning how its rows are divided into folders
     * @param before the state that the publication changes
     * @param target where the table is in the catalog
     * @param keep how many earlier runs stay
     * @throws dev.caravan.error.ExportException BAD_CONFIGURATION when the table in the catalog is not of this lake
     */
    Changes changes(
            String runId,
            String attempt,
            RunFolder folder,
            List<DataFile> files,
            Partitioning partitioning,
            State before,
            CatalogTarget target,
            Keep keep);

    /** Keeps what the publication will replace, before the state names it. */
    void begin(Intent intent);

    /** Whether the publication can still be finished; else it can only go back. */
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
     * Removes what a publication has made obsolete; until then readers may see the rows of both runs, if {@link #showsObsolete}.
     *
     * @param uploads what waits no longer, removed in the same request
     */
    void removeObsolete(State published, Collection<String> uploads);

    /** Whether readers see obsolete files until they are removed. */
    boolean showsObsolete();

    /** What readers see until a publication that is half done has ended, after "readers". */
    String seenMeanwhile();

    /** The keys of what a publication that was taken back, or never took the table, has brought. */
    List<String> leftovers(Intent intent);
}
