package dev.caravan.publish;

import dev.caravan.catalog.CatalogTables;
import dev.caravan.error.Count;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Intent;
import dev.caravan.lake.Json;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.Manifest;
import dev.caravan.lake.Retention;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument;
import dev.caravan.lake.StateDocument.Held;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run that waits for its publication: its files are uploaded and counted, and no reader sees any of it. {@link GroupCommit} publishes it
 * together with others; without that, {@link #discard} removes it.
 */
public final class Pending {
    private static final Logger LOG = LoggerFactory.getLogger(Pending.class);

    private final LakeStore store;
    private final Layout layout;
    private final CatalogTables tables;
    private final Retention retention;
    private final Commit commit;
    private final Uploads uploads;
    private final Prepared prepared;
    private final Held before;

    /**
     * That of one table.
     *
     * @param commit with which it was prepared
     * @param before the state that it changes
     */
    Pending(
            LakeStore store,
            Layout layout,
            CatalogTables tables,
            Retention retention,
            Commit commit,
            Uploads uploads,
            Prepared prepared,
            Held before) {
        this.store = store;
        this.layout = layout;
        this.tables = tables;
        this.retention = retention;
        this.commit = commit;
        this.uploads = uploads;
        this.prepared = prepared;
        this.before = before;
    }

    /** What is going to be published. */
    public Manifest manifest() {
        return prepared.manifest();
    }

    LakeStore store() {
        return store;
    }

    Layout layout() {
        return layout;
    }

    CatalogTables tables() {
        return tables;
    }

    Intent intent() {
        return prepared.intent();
    }

    Held before() {
        return before;
    }

    Commit commit() {
        return commit;
    }

    /** Removes what the attempt has brought; nothing of it may be published. What S3 refuses to remove is told in the log. */
    public void discard() {
        discard(store, layout, uploads, intent().rejects().size());
    }

    /** The same for an attempt that has prepared nothing yet. */
    static void discard(LakeStore store, Layout layout, Uploads uploads, int rejects) {
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

    /** Removes the manifest of a publication that was taken back by another process while this one wrote it. */
    void removeManifest() {
        String key = layout.manifest(intent().runId());
        boolean isOurs = store.read(key)
                .map(found -> Json.tree(found.bytes()).path("attempt").asText())
                .filter(intent().attempt()::equals)
                .isPresent();
        if (!isOurs || new StateDocument(store, layout).read().state().isOf(intent().runId(), intent().attempt())) {
            return;
        }
        if (intent().earlierManifest() == null) {
            store.delete(List.of(key));
        } else {
            store.put(key, Json.bytes(intent().earlierManifest()));
        }
    }

    /** The run is published: removes what it replaces, and then what no reader sees. There is no way back. */
    void tidy(State published) {
        removeObsolete(published);
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

    /** Until the old files are gone readers may see both. */
    private void removeObsolete(State published) {
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
                notRemoved(published, e);
            }
        }
    }

    private void notRemoved(State published, ExportException why) {
        String files = Count.of(published.obsolete().size(), "file is", "files are");
        if (!commit.showsObsolete()) {
            LOG.warn(
                    "Run {} of {} is published; of earlier runs {} still there: {}",
                    uploads.runId(),
                    layout.tableId(),
                    files,
                    why.getMessage());
            return;
        }
        throw new ExportException(
                why.code(),
                "Run " + uploads.runId() + " of " + layout.tableId() + " is published, and of the previous run " + files
                        + " still there, so readers see the rows of both: " + why.what(),
                "As soon as S3 allows it, the next attempt, any pod within a minute or any caravan export that"
                        + " starts removes them. " + why.hint(),
                why);
    }

    /** That another process was faster. */
    ExportException moved() {
        return moved(layout, uploads.runId());
    }

    static ExportException moved(Layout layout, String runId) {
        return new ExportException(
                ErrorCode.CONCURRENT_PUBLISH,
                "Another process published table " + layout.tableId() + " while run " + runId
                        + " was under way, so this attempt publishes nothing.",
                "It is retried; let one process export a table at a time.");
    }
}
