package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.error.Count;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.CatalogMode;
import dev.caravan.lake.Intent;
import dev.caravan.lake.Json;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.Manifest;
import dev.caravan.lake.PublishMode;
import dev.caravan.lake.Retention;
import dev.caravan.lake.RunFolder;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument;
import dev.caravan.lake.StateDocument.Held;
import dev.caravan.option.Words;
import dev.caravan.plan.RunId;
import dev.caravan.plan.TableRun;
import dev.caravan.run.ReadRun;
import dev.caravan.write.DataFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes the uploaded files of a run the table that readers see.
 *
 * <p>The files wait where no reader looks, under keys that no other attempt uses. They are counted; the state then says what is about
 * to change, and of several processes that publish the table one alone may go on. How the files become visible is for the {@link Commit}
 * of the mode. Then the state names them, and what they replace goes. What fails before that is taken back; whatever is left half done,
 * {@link UnfinishedPublications} ends.
 */
public final class Publisher {
    private final LakeStore store;
    private final Layout layout;
    private final CatalogMode catalog;
    private final CatalogTarget target;
    private final Keep keep;
    private final Retention retention;
    private final StateDocument states;
    private final PublishMode mode;
    private final Commit commit;

    /**
     * A publisher of one table.
     *
     * @param target where the table is in the catalog
     * @param keep how many earlier runs stay
     */
    public Publisher(
            LakeStore store,
            Layout layout,
            PublishMode mode,
            CatalogMode catalog,
            CatalogTarget target,
            Keep keep,
            Retention retention) {
        this.store = store;
        this.layout = layout;
        this.catalog = catalog;
        this.target = target;
        this.keep = keep;
        this.retention = retention;
        this.states = new StateDocument(store, layout);
        this.mode = mode;
        this.commit = Commit.of(mode, store, layout, target.tables());
    }

    /**
     * Publishes a run.
     *
     * @param read what the run has brought; each file is uploaded into the folder, rejected rows are uploaded from here
     * @param attempt of the run; no other has the same
     * @param folder where its files were uploaded
     * @param base the attempt whose files the table had when the run began; empty if it was not read
     * @throws ExportException when counts differ, an upload is missing, another run was published meanwhile, the table in the catalog is
     *     another's, or the store fails; the table is as it was then
     */
    public Manifest publish(ReadRun read, String attempt, RunFolder folder, Optional<String> base) {
        Pending pending = pending(read, attempt, folder, base, keep);
        pending.tidy(commit(pending));
        return pending.manifest();
    }

    /**
     * Makes everything ready for the publication of a run together with other tables: its files are counted, and nothing of it is visible.
     * The run before the current one is kept in any case, so that there is a run to go back to.
     *
     * @param read what the run has brought; each file is uploaded into the folder, rejected rows are uploaded from here
     * @param attempt of the run; no other has the same
     * @param folder where its files were uploaded
     * @param base the attempt whose files the table had when the run began; empty if it was not read
     * @throws ExportException BAD_CONFIGURATION when the table is not published by swap; else as {@link #publish}. What the attempt has
     *     uploaded is removed then
     */
    public Pending prepare(ReadRun read, String attempt, RunFolder folder, Optional<String> base) {
        if (mode != PublishMode.SWAP) {
            ExportException refused = new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "Table " + layout.tableId() + " is one of a group, and it is published by " + Words.of(mode)
                            + ", which cannot be done for several tables at once.",
                    "Set catalog: glue and publish: swap in its table file, or take it out of the group.");
            Pending.discard(
                    store,
                    layout,
                    new Uploads(store, layout, read.plan().runId(), attempt, folder),
                    read.badValues().rejects().size());
            throw refused;
        }
        return pending(read, attempt, folder, base, keep.atLeast(2));
    }

    private Pending pending(ReadRun read, String attempt, RunFolder folder, Optional<String> base, Keep kept) {
        long begun = System.nanoTime();
        TableRun run = read.plan();
        List<Path> rejects = read.badValues().rejects();
        Uploads uploads = new Uploads(store, layout, run.runId(), attempt, folder);
        try {
            requireCounts(read);
            uploads.require(read.files());
            Held before = new UnfinishedPublications(store, layout.prefix(), target.tables()).settle(layout);
            requireUnmoved(run, attempt, base, before.state());
            Prepared prepared = prepare(read, attempt, folder, before.state(), kept, begun);
            begin(prepared.intent(), rejects);
            return new Pending(store, layout, target.tables(), retention, commit, uploads, prepared, before);
        } catch (RuntimeException e) {
            Pending.discard(store, layout, uploads, rejects.size());
            throw e;
        }
    }

    private Prepared prepare(ReadRun read, String attempt, RunFolder folder, State before, Keep kept, long begun) {
        String runId = read.plan().runId();
        Changes changes =
                commit.changes(runId, attempt, folder, read.files(), read.plan().partitioning(), before, target, kept);
        Optional<JsonNode> earlier = before.runId().equals(runId)
                ? store.read(layout.manifest(runId)).map(found -> Json.tree(found.bytes()))
                : Optional.empty();
        int sincePruning = before.sincePruning() + 1;
        return new Prepared.Maker(layout, store.bucket(), mode, catalog, read, attempt)
                .make(
                        before,
                        changes,
                        retention.isDue(before.runId(), runId, sincePruning) ? 0 : sincePruning,
                        earlier.orElse(null),
                        Duration.ofNanos(System.nanoTime() - begun));
    }

    /** What no reader sees: the marker, the rejected rows, and the file that is about to be replaced. */
    private void begin(Intent intent, List<Path> rejects) {
        store.put(layout.unfinished(intent.runId(), intent.attempt()), Json.bytes(intent));
        for (int i = 0; i < rejects.size(); i++) {
            store.put(intent.rejects().get(i), rejects.get(i));
        }
        commit.begin(intent);
    }

    /** Takes the table for this publication, makes its files visible, and has the state name them. */
    private State commit(Pending pending) {
        Intent intent = pending.intent();
        Held before = pending.before();
        Optional<Held> taken;
        try {
            taken = states.write(before.state().with(intent), before);
        } catch (ExportException e) {
            return outcome(intent, e);
        }
        if (taken.isEmpty()) {
            // It has copied nothing, so nothing in the table's folder is its own.
            pending.discard();
            throw pending.moved();
        }
        ExportException failure = pending.moved();
        try {
            Optional<Held> published = commit.forward(taken.get());
            if (published.isPresent()) {
                return published.get().state();
            }
        } catch (ExportException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new ExportException(
                    ErrorCode.INTERNAL,
                    "The publication of run " + intent.runId() + " of " + layout.tableId() + " failed: " + e + ".",
                    "It is retried; report it with the stack trace of the log if it goes on.",
                    e);
        }
        return outcome(intent, failure);
    }

    /**
     * What became of a publication that failed on its way: another process has finished it, or it is rolled back.
     *
     * @throws ExportException the failure, when the table is what it was; another one when that cannot be said
     */
    private State outcome(Intent intent, ExportException failure) {
        Optional<State> published;
        try {
            published = commit.settled(intent);
        } catch (ExportException e) {
            failure.addSuppressed(e);
            throw new ExportException(
                    failure.code(),
                    "The publication of run " + intent.runId() + " of " + layout.tableId() + " may be half done: "
                            + failure.what(),
                    "As soon as " + (mode == PublishMode.REPLACE ? "S3 answers" : "S3 and Glue allow it")
                            + ", the next attempt, any pod within a minute or any caravan export that starts"
                            + " finishes it or rolls it back; until then readers " + commit.seenMeanwhile() + ". "
                            + failure.hint(),
                    failure);
        }
        return published.orElseThrow(() -> failure);
    }

    private static void requireCounts(ReadRun read) {
        long rows = read.files().stream().mapToLong(DataFile::rows).sum();
        long rejected = read.badValues().rowsRejected();
        if (rows + rejected != read.rowsRead()) {
            throw new ExportException(
                    ErrorCode.INTERNAL,
                    "Run " + read.plan().runId() + " of " + read.plan().tableId() + " read "
                            + Count.of(read.rowsRead(), "row") + ", wrote " + Count.of(rows, "row") + " and rejected "
                            + rejected + ".",
                    "Nothing was published; report this with the log of the run.");
        }
    }

    /** Rows that were read before another run published may be older than what it published. */
    private void requireUnmoved(TableRun run, String attempt, Optional<String> base, State now) {
        boolean isOther = base.isPresent() && !base.get().equals(now.attempt());
        if (isOther || (now.runId().equals(run.runId()) && !RunId.isSameExecution(now.attempt(), attempt))) {
            throw Pending.moved(layout, run.runId());
        }
    }
}
