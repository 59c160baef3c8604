package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.catalog.CatalogTables;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.CatalogPointer;
import dev.caravan.lake.Intent;
import dev.caravan.lake.Intent.Direction;
import dev.caravan.lake.Intent.Kind;
import dev.caravan.lake.Intent.Move;
import dev.caravan.lake.Json;
import dev.caravan.lake.KeptRun;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument;
import dev.caravan.lake.StateDocument.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Makes an earlier run of a table current again: readers are led to its files, which are there still.
 *
 * <p>It is a publication like any other, with the same lock and the same look at the version of the table in the catalog.
 */
public final class Rollback {
    /** What it changes is decided by the files that are there, so nothing goes because of it. */
    private static final Keep ALL = new Keep(Integer.MAX_VALUE, Duration.ZERO);

    private final LakeStore store;
    private final Layout layout;
    private final CatalogTables tables;

    /** Of one table. */
    public Rollback(LakeStore store, Layout layout, CatalogTables tables) {
        this.store = store;
        this.layout = layout;
        this.tables = tables;
    }

    /**
     * What was done.
     *
     * @param from the run that was current before
     * @param to the run that is current now
     */
    public record Done(String from, String to) {}

    /**
     * Makes a run current.
     *
     * @param runId the run; empty for the one that was current before the current one
     * @throws ExportException BAD_CONFIGURATION when there is no such run to go back to; CONCURRENT_PUBLISH when another process has
     *     published meanwhile; or what store and catalog refused. The table is as it was then
     */
    public Done to(Optional<String> runId) {
        Held before = new UnfinishedPublications(store, layout.prefix(), tables).settle(layout);
        State state = before.state();
        if (state.runId().isEmpty()) {
            throw refused(
                    "Table " + layout.tableId() + " has no published run in s3://" + store.bucket() + "/" + layout.own()
                            + ".",
                    "Write the name of the table as its routeId; caravan runs lists the tables.");
        }
        CatalogPointer pointer = state.pointer();
        if (pointer == null) {
            throw refused(
                    "Table " + layout.tableId() + " is published by replace, which keeps no earlier run.",
                    "Only runs of publish: swap and publish: partition can be made current again.");
        }
        KeptRun target = target(state, runId);
        Intent intent = intent(state, pointer, target);
        Commit commit = Commit.of(intent, store, layout, tables);
        store.put(layout.unfinished(intent.runId(), intent.attempt()), Json.bytes(intent));
        Optional<State> now = publish(commit, intent, before);
        new TableObjects(store, layout).end(intent.runId(), intent.attempt());
        if (now.isEmpty()) {
            throw new ExportException(
                    ErrorCode.CONCURRENT_PUBLISH,
                    "Another process published table " + layout.tableId() + " meanwhile, so it stays as it is now.",
                    "See caravan runs " + layout.tableId() + ", and try again if it is still wanted.");
        }
        return new Done(state.runId(), target.runId());
    }

    private Optional<State> publish(Commit commit, Intent intent, Held before) {
        Optional<Held> taken =
                new StateDocument(store, layout).write(before.state().with(intent), before);
        if (taken.isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<Held> published = commit.forward(taken.get());
            return published.isPresent() ? published.map(Held::state) : commit.settled(intent);
        } catch (ExportException e) {
            if (commit.settled(intent).isPresent()) {
                return Optional.of(taken.get().state());
            }
            throw e;
        }
    }

    private KeptRun target(State state, Optional<String> runId) {
        List<KeptRun> possible =
                state.kept().stream().filter(KeptRun::isInOwnFolder).toList();
        String known = possible.isEmpty()
                ? "No earlier run is kept; keepRuns and keepFor in the table file say how many are."
                : "Runs to go back to: " + possible.stream().map(KeptRun::runId).collect(Collectors.joining(", "))
                        + ".";
        if (runId.isEmpty()) {
            return possible.stream()
                    .filter(run -> run.runId().compareTo(state.runId()) < 0)
                    .findFirst()
                    .orElseThrow(() -> refused(
                            "Table " + layout.tableId() + " has no run before " + state.runId() + " to go back to.",
                            known));
        }
        if (runId.get().equals(state.runId())) {
            throw refused("Run " + runId.get() + " is the current one of table " + layout.tableId() + ".", known);
        }
        return possible.stream()
                .filter(run -> run.runId().equals(runId.get()))
                .findFirst()
                .orElseThrow(() -> refused(
                        "The files of run " + runId.get() + " of table " + layout.tableId() + " are not in the lake.",
                        known));
    }

    private Intent intent(State state, CatalogPointer pointer, KeptRun target) {
        JsonNode manifest = store.read(target.manifest())
                .map(found -> Json.tree(found.bytes()))
                .orElseThrow(() -> refused(
                        "The manifest of run " + target.runId() + ", s3://" + store.bucket() + "/" + target.manifest()
                                + ", is gone.",
                        "Choose another run."));
        List<Move> files = new ArrayList<>();
        manifest.path("files").forEach(file -> {
            String key = file.path("key").asText();
            files.add(new Move(key, key, file.path("bytes").asLong(), null));
        });
        TableObjects objects = new TableObjects(store, layout);
        if (!objects.areThere(files)) {
            throw refused(
                    "Files of run " + target.runId() + " in s3://" + store.bucket() + "/" + target.location()
                            + " are missing or changed.",
                    "Choose another run, and keep lifecycle rules and other programs away from the lake.");
        }
        List<KeptRun> kept =
                KeptRuns.after(state, layout, ALL, run -> !run.equals(target)).stay();
        return new Intent(
                Kind.ROLLBACK,
                target.runId(),
                target.attempt(),
                state.attempt(),
                Direction.FORWARD,
                files,
                List.of(),
                List.of(),
                new TablePointer(store, layout, tables)
                        .from(
                                pointer.entry(),
                                false,
                                target.location(),
                                ListedPartitions.keys(manifest),
                                ListedPartitions.areProjected(manifest)),
                kept,
                state.sincePruning(),
                manifest,
                null,
                null);
    }

    private static ExportException refused(String what, String hint) {
        return new ExportException(ErrorCode.BAD_CONFIGURATION, what, hint);
    }
}
