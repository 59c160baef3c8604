package dev.caravan.publish;

import dev.caravan.catalog.CatalogTables;
import dev.caravan.error.ExportException;
import dev.caravan.lake.GroupTicket;
import dev.caravan.lake.Intent;
import dev.caravan.lake.Intent.Direction;
import dev.caravan.lake.Json;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument;
import dev.caravan.lake.StateDocument.Held;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publications that a process has begun and not ended, because it was killed or because S3 was out of reach: finishes them, or takes
 * them back where a file is lost.
 */
public final class UnfinishedPublications {
    private static final Logger LOG = LoggerFactory.getLogger(UnfinishedPublications.class);

    /** No publication takes the table, and no copy that S3 makes shows up, so long after the publication began. */
    private static final Duration LATEST_COPY = Duration.ofMinutes(10);

    private final LakeStore store;
    private final String prefix;
    private final CatalogTables tables;

    /**
     * Those of the lake in this bucket below this prefix.
     *
     * @param tables the catalog in which they may move tables
     */
    public UnfinishedPublications(LakeStore store, String prefix, CatalogTables tables) {
        this.store = store;
        this.prefix = prefix;
        this.tables = tables;
    }

    /**
     * Ends all of them, of every table, with one listing where there are none.
     *
     * @param underWay the attempts that this process is publishing now
     * @param age how long ago a publication must have begun; younger ones are likely in good hands
     * @return how many are left to be ended
     * @throws ExportException the first failure, when all were tried
     */
    public int settleAll(Set<String> underWay, Duration age) {
        String markers = Layout.unfinished(prefix);
        Pattern form = Pattern.compile(Pattern.quote(markers) + "([^/]+)/([^/]+)/([^/]+)");
        ExportException failure = null;
        int found = 0;
        List<LakeStore.Entry> latestFirst = new ArrayList<>(store.list(markers));
        Collections.reverse(latestFirst);
        for (LakeStore.Entry marker : latestFirst) {
            Matcher names = form.matcher(marker.key());
            if (!names.matches()
                    || underWay.contains(names.group(3))
                    || marker.modified().isAfter(Instant.now().minus(age))) {
                continue;
            }
            found++;
            try {
                end(new Layout(prefix, names.group(1)), names.group(2), names.group(3), marker.modified());
            } catch (ExportException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return found;
    }

    /** Ends the publication that a marker names. */
    private void end(Layout layout, String runId, String attempt, Instant since) {
        State state = settle(layout).state();
        TableObjects objects = new TableObjects(store, layout);
        Optional<Intent> intent =
                store.read(layout.unfinished(runId, attempt)).map(marker -> Json.read(marker.bytes(), Intent.class));
        if (state.isOf(runId, attempt)) {
            intent.ifPresent(published -> Commit.of(published, store, layout, tables)
                    .removeObsolete(state, objects.keys(layout.uploads(runId, attempt))));
            objects.end(runId, attempt);
            return;
        }
        if (state.kept().stream().anyMatch(run -> run.isOf(runId, attempt))) {
            // Its files are those of an earlier run, which may become current again.
            objects.end(runId, attempt);
            return;
        }
        // One that was rolled back, or that has not taken the table yet.
        intent.ifPresent(begun -> Commit.of(begun, store, layout, tables).settled(begun));
        if (since.isBefore(Instant.now().minus(LATEST_COPY))) {
            store.delete(intent.map(begun -> leftovers(layout, begun))
                    .orElseGet(() -> objects.keys(layout.uploads(runId, attempt))));
            intent.ifPresent(begun -> store.delete(begun.rejects()));
            objects.end(runId, attempt);
        }
    }

    /** Readers may have been led to a run that was taken back with its group; caravan clean removes its files later. */
    private List<String> leftovers(Layout layout, Intent begun) {
        return begun.group() == null ? Commit.of(begun, store, layout, tables).leftovers(begun) : List.of();
    }

    /**
     * Ends the publication that is changing a table, whichever process has begun it.
     *
     * @return the state, with no publication under way
     * @throws ExportException CONCURRENT_PUBLISH when others write it all the time, or what the store refused
     */
    Held settle(Layout layout) {
        StateDocument states = new StateDocument(store, layout);
        for (int look = 0; look < TableObjects.LOOKS; look++) {
            Held held = states.read();
            if (held.state().publishing() == null) {
                return held;
            }
            settle(layout, held);
        }
        throw TableObjects.contended(layout);
    }

    private void settle(Layout layout, Held held) {
        Intent intent = TableObjects.intentOf(held);
        if (intent.group() != null) {
            settleGroup(layout, intent.group());
            return;
        }
        Commit commit = Commit.of(intent, store, layout, tables);
        TableObjects objects = new TableObjects(store, layout);
        try {
            if (intent.direction() == Direction.FORWARD && commit.isWhole(intent)) {
                Optional<Held> published = commit.forwardAgain(held);
                if (published.isPresent()) {
                    List<String> uploads =
                            new ArrayList<>(objects.keys(layout.uploads(intent.runId(), intent.attempt())));
                    commit.removeObsolete(published.get().state(), uploads);
                    objects.end(intent.runId(), intent.attempt());
                    LOG.warn(
                            "Finished the publication of run {} of {}, which was interrupted",
                            intent.runId(),
                            layout.tableId());
                } else {
                    commit.settled(intent);
                }
            } else if (commit.back(held)) {
                LOG.warn(
                        "Rolled back the publication of run {} of {}, which was interrupted",
                        intent.runId(),
                        layout.tableId());
            }
        } catch (ExportException e) {
            // What its owner does meanwhile, such as to remove what is copied, is no failure of ours.
            Held now = new StateDocument(store, layout).read();
            if (TableObjects.isUnderWay(intent, now)
                    && TableObjects.intentOf(now).direction() == Direction.FORWARD) {
                throw e;
            }
            commit.settled(intent);
        }
    }

    /** All tables of the group at once, so that readers see them of one moment again. */
    private void settleGroup(Layout layout, GroupTicket ticket) {
        try {
            new GroupSettlement(store, prefix, tables, ticket).settle();
        } catch (ExportException e) {
            // What its owner does meanwhile is no failure of ours.
            if (ticket.isOf(new StateDocument(store, layout).read().state())) {
                throw e;
            }
        }
    }
}
