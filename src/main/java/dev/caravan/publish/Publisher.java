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
import dev.caravan.plan.RunId;
import dev.caravan.plan.TableRun;
import dev.caravan.run.ReadRun;
import dev.caravan.write.DataFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the uploaded files of a run the table that readers see.
 *
 * <p>The files wait where no reader looks, under keys that no other attempt uses. They are counted; the state then says what is about
 * to change, and of several processes that publish the table one alone may go on. How the files become visible is for the {@link Commit}
 * of the mode. Then the state names them, and what they replace goes. What fails before that is taken back; whatever is left half done,
 * {@link UnfinishedPublications} ends.
 */
public final class Publisher {
    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

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
        long begun = System.nanoTime();
        TableRun run = read.plan();
        List<Path> rejects = read.badValues().rejects();
        Uploads uploads = new Uploads(store, layout, run.runId(), attempt, folder);
        Prepared prepared;
        Held before;
        try {
            requireCounts(read);
            uploads.require(read.files());
            before = new UnfinishedPublications(store, layout.prefix(), target.tables()).settle(layout);
            requireUnmoved(run, attempt, base, before.state());
            prepared = prepare(read, attempt, folder, before.state(), begun);
            begin(prepared.intent(), rejects);
        } catch (RuntimeException e) {
            discard(uploads, rejects.size());
            throw e;
        }
        State published = commit(run, uploads, prepared.intent(), before);
        removeObsolete(run, published, uploads);
        tidy(uploads, published);
        return prepared.manifest();
    }

    private Prepared prepare(ReadRun read, String attempt, RunFolder folder, State before, long begun) {
        String runId = read.plan().runId();
        Changes changes = commit.changes(runId, attempt, folder, read.files(), before, target, keep);
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
    private State commit(TableRun run, Uploads uploads, Intent intent, Held before) {
        Optional<Held> taken;
        try {
            taken = states.write(before.state().with(intent), before);
        } catch (ExportException e) {
            return outcome(intent, e);
        }
        if (taken.isEmpty()) {
            // It has copied nothing, so nothing in the table's folder is its own.
            discard(uploads, intent.rejects().size());
            throw moved(run);
        }
        ExportException failure = moved(run);
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
                    "As soon as S3 answers, the next attempt, any pod within a minute or any caravan export that starts"
                            + " finishes it or rolls it back; until then readers "
                            + (commit.showsObsolete()
                                    ? "may see the rows of two runs. "
                                    : "see one of the two runs whole. ")
                            + failure.hint(),
                    failure);
        }
        return published.orElseThrow(() -> failure);
    }

    /** Removes what an attempt has brought that never took the table. */
    private void discard(Uploads uploads, int rejects) {
        try {
            store.delete(Stream.of(
                            uploads.ofAttempt().stream(),
                            IntStream.range(0, rejects)
                                    .mapToObj(number -> layout.rejects(uploads.runId(), uploads.attempt(), number)),
                            Stream.of(layout.unfinished(uploads.runId(), uploads.attempt())))
                    .flatMap(keys -> keys)
                    .toList());
        } catch (ExportException e) {
            LOG.warn(
                    "The uploads of run {} of {} stay until its next run or caravan clean: {}",
                    uploads.runId(),
                    layout.tableId(),
                    e.getMessage());
        }
    }

    /** The run is published: from here on there is no way back, and until the old files are gone readers may see both. */
    private void removeObsolete(TableRun run, State published, Uploads uploads) {
        Set<String> gone = uploads.obsolete();
        if (commit.showsObsolete()) {
            gone.add(layout.previous(published.runId(), published.attempt()));
        }
        try {
            commit.removeObsolete(published, gone);
        } catch (ExportException first) {
            try {
                commit.removeObsolete(published, gone);
            } catch (ExportException e) {
                e.addSuppressed(first);
                notRemoved(run, published, e);
            }
        }
    }

    private void notRemoved(TableRun run, State published, ExportException why) {
        String files = Count.of(published.obsolete().size(), "file is", "files are");
        if (!commit.showsObsolete()) {
            LOG.warn(
                    "Run {} of {} is published; of earlier runs {} still there: {}",
                    run.runId(),
                    run.tableId(),
                    files,
                    why.getMessage());
            return;
        }
        throw new ExportException(
                why.code(),
                "Run " + run.runId() + " of " + run.tableId() + " is published, and of the previous run " + files
                        + " still there, so readers see the rows of both: " + why.what(),
                "As soon as S3 allows it, the next attempt, any pod within a minute or any caravan export that"
                        + " starts removes them. " + why.hint(),
                why);
    }

    /** Removes what no reader sees. */
    private void tidy(Uploads uploads, State published) {
        try {
            store.delete(uploads.markers());
            uploads.abortEarlier();
            if (published.sincePruning() == 0) {
                retention.apply(store, layout, published);
            }
        } catch (ExportException e) {
            LOG.warn(
                    "Run {} of {} is published; what it no longer needs stays until the next run: {}",
                    uploads.runId(),
                    layout.tableId(),
                    e.getMessage());
        }
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
            throw moved(run);
        }
    }

    private static ExportException moved(TableRun run) {
        return new ExportException(
                ErrorCode.CONCURRENT_PUBLISH,
                "Another process published table " + run.tableId() + " while run " + run.runId()
                        + " was under way, so this attempt publishes nothing.",
                "It is retried; let one process export a table at a time.");
    }
}
