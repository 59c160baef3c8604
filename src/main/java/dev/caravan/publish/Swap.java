package dev.caravan.publish;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.catalog.CatalogTables;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Intent;
import dev.caravan.lake.Intent.Direction;
import dev.caravan.lake.Intent.Kind;
import dev.caravan.lake.Intent.Move;
import dev.caravan.lake.Intent.Pointing;
import dev.caravan.lake.Json;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.PublishMode;
import dev.caravan.lake.RunFolder;
import dev.caravan.lake.RunFolder.Claim;
import dev.caravan.lake.RunFolder.Place;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument;
import dev.caravan.lake.StateDocument.Held;
import dev.caravan.partition.Partitioning;
import dev.caravan.write.DataFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code swap}: the files lie in a folder of their run, and one update of the table in the catalog leads readers there. The folders of
 * the last runs stay.
 *
 * <p>Also makes an earlier run current again: then the files are there already.
 */
final class Swap implements Commit {
    private static final Logger LOG = LoggerFactory.getLogger(Swap.class);

    private final PublishMode mode;
    private final LakeStore store;
    private final Layout layout;
    private final StateDocument states;
    private final TableObjects objects;
    private final TablePointer pointer;
    private final CatalogPartitions partitions;

    /**
     * That of one table.
     *
     * @param mode SWAP or PARTITION
     */
    Swap(PublishMode mode, LakeStore store, Layout layout, CatalogTables tables) {
        this.mode = mode;
        this.store = store;
        this.layout = layout;
        this.states = new StateDocument(store, layout);
        this.objects = new TableObjects(store, layout);
        this.pointer = new TablePointer(store, layout, tables);
        this.partitions = new CatalogPartitions(tables, new CatalogDefinition(store.bucket(), layout));
    }

    @Override
    public Changes changes(
            String runId,
            String attempt,
            RunFolder folder,
            List<DataFile> files,
            Partitioning partitioning,
            State before,
            CatalogTarget target,
            Keep keep) {
        PublishRules.require(mode, layout.tableId(), partitioning, target);
        Projection.require(layout.tableId(), partitioning, files);
        RunFolder last = lastFolder(folder, before);
        List<Move> moves = mode == PublishMode.PARTITION
                ? partitionMoves(runId, attempt, folder, files, partitioning, before)
                : files.stream()
                        .map(file -> new Move(
                                folder.key(layout, runId, attempt) + file.name(),
                                last.key(layout, runId, attempt) + file.name(),
                                file.bytes(),
                                null))
                        .toList();
        String to = mode == PublishMode.PARTITION ? layout.data() : last.key(layout, runId, attempt);
        KeptRuns kept = KeptRuns.after(before, layout, keep, run -> true);
        return new Changes(
                moves,
                kept.obsolete(store, layout, moves.stream().map(Move::to).toList()),
                pointer.from(
                        Objects.requireNonNull(target.entry()),
                        target.adopt(),
                        to,
                        ListedPartitions.keys(partitioning),
                        partitioning.isProjected()),
                kept.stay());
    }

    /** A route of the user's own may not say before where its files go. */
    private RunFolder lastFolder(RunFolder folder, State before) {
        return mode == PublishMode.SWAP && folder.place() == Place.UPLOADS
                ? RunFolder.next(PublishMode.SWAP, before, layout, Claim.NONE)
                : folder;
    }

    private List<Move> partitionMoves(
            String runId,
            String attempt,
            RunFolder folder,
            List<DataFile> files,
            Partitioning partitioning,
            State before) {
        Optional<JsonNode> comparable = PartitionChanges.comparable(currentManifest(before), before, partitioning);
        return new PartitionChanges(comparable.orElse(null), files)
                .moves(layout, folder, RunFolder.ofPartitions(before, layout), runId, attempt, files);
    }

    @Override
    public void begin(Intent intent) {
        // Nothing is replaced.
    }

    @Override
    public boolean isWhole(Intent intent) {
        return objects.areThere(intent.moves()) || pointer.isMoved(intent);
    }

    @Override
    public Optional<Held> forward(Held held) {
        ready(TableObjects.intentOf(held));
        return show(held).flatMap(this::conclude);
    }

    /** All that takes time and that no reader sees: the manifest, and copies if there are any. */
    void ready(Intent intent) {
        writeManifest(intent);
        store.copyAll(intent.moves().stream().filter(Move::isCopy).collect(Collectors.toMap(Move::from, Move::to)));
    }

    private void writeManifest(Intent intent) {
        if (intent.kind() == Kind.RUN) {
            store.put(layout.manifest(intent.runId()), Json.bytes(intent.manifest()));
        }
    }

    /**
     * Leads readers to the files: one update of the table in the catalog, and then its partitions, if the catalog lists them.
     *
     * @return the state, which names the publication still; empty when another process has decided meanwhile
     */
    Optional<Held> show(Held held) {
        Intent intent = TableObjects.intentOf(held);
        Pointing pointing = Objects.requireNonNull(intent.pointing());
        return pointer.move(held, null, pointing.to())
                .filter(moved -> partitions.lead(
                        pointing.entry(), intent.manifest(), pointing.to(), new StillHeld(states, moved)));
    }

    /**
     * Has the state say what readers see.
     *
     * @return the state with the new run; empty if another process has decided meanwhile
     */
    Optional<Held> conclude(Held shown) {
        Intent intent = TableObjects.intentOf(shown);
        return states.write(State.after(intent, layout.manifest(intent.runId())), shown);
    }

    @Override
    public Optional<Held> forwardAgain(Held held) {
        Intent intent = TableObjects.intentOf(held);
        if (!pointer.isMoved(intent)) {
            return forward(held);
        }
        // Its copies were made before.
        writeManifest(intent);
        return show(held).flatMap(this::conclude);
    }

    @Override
    public boolean back(Held held) {
        Intent intent = TableObjects.intentOf(held);
        if (mode == PublishMode.PARTITION && intent.direction() == Direction.BACK) {
            // Whoever has decided so may have led readers to some of its partitions before.
            return takeBack(held, true);
        }
        if (!pointer.prevent(intent)) {
            return false;
        }
        Held decided = intent.direction() == Direction.BACK
                ? held
                : states.write(held.state().with(intent.back()), held).orElse(null);
        return decided != null && removed(held, decided, leftovers(intent));
    }

    /**
     * Takes back a publication that readers may have been led to: one of a group whose decision says so, or one whose partitions the
     * catalog refuses.
     *
     * @param isShown whether readers may have been led to it, or may be led there by a process that is held up. Who was led there is led
     *     back, and the files stay for queries that have begun on them, until {@code caravan clean} removes them after its grace period
     * @return whether it is taken back; if not, another process has written the state meanwhile
     */
    boolean takeBack(Held held, boolean isShown) {
        Intent intent = TableObjects.intentOf(held);
        // First, so that a process which looks at the state before it leads readers on finds that it may not.
        Held decided = intent.direction() == Direction.BACK
                ? held
                : states.write(held.state().with(intent.back()), held).orElse(null);
        if (decided == null) {
            return false;
        }
        if (!isShown) {
            return removed(held, decided, leftovers(intent));
        }
        Optional<JsonNode> earlier = earlierManifest(intent, held.state());
        boolean wasMoved = mode == PublishMode.PARTITION;
        for (int look = 0; look < TableObjects.LOOKS; look++) {
            if (pointer.isMoved(intent)) {
                if (earlier.isEmpty()) {
                    return stays(intent, decided);
                }
                wasMoved = true;
                pointer.undo(intent, held, earlier);
            } else if (pointer.prevent(intent)) {
                // Also if another process has led the table back and then was killed.
                if (!partitions.repair(held.state(), earlier, new StillHeld(states, decided))) {
                    return false;
                }
                // A table that the catalog does not have yet may still be made by a process that is held up.
                boolean isSafe =
                        !wasMoved && Objects.requireNonNull(intent.pointing()).version() != null;
                return removed(held, decided, isSafe ? leftovers(intent) : List.of());
            }
        }
        throw TableObjects.contended(layout);
    }

    /** Of the run that readers can be led back to; empty when there is none. */
    private Optional<JsonNode> earlierManifest(Intent intent, State state) {
        if (state.pointer() == null) {
            return Optional.empty();
        }
        return intent.earlierManifest() != null && state.runId().equals(intent.runId())
                ? Optional.of(intent.earlierManifest())
                : currentManifest(state);
    }

    private Optional<JsonNode> currentManifest(State state) {
        return state.manifest().isEmpty()
                ? Optional.empty()
                : store.read(state.manifest()).map(found -> Json.tree(found.bytes()));
    }

    /** There is no run to lead back to, so what readers see is what the state says from now on. */
    private boolean stays(Intent intent, Held decided) {
        if (conclude(decided).isEmpty()) {
            return false;
        }
        LOG.warn(
                "Run {} of {} stays published although its group is taken back: the table has no earlier run in a folder of its own",
                intent.runId(),
                layout.tableId());
        return true;
    }

    /** Removes what a publication has brought, and has the state name it no more. */
    private boolean removed(Held held, Held decided, List<String> files) {
        Intent intent = TableObjects.intentOf(held);
        List<String> traces = new ArrayList<>(files);
        traces.addAll(intent.rejects());
        if (!held.state().names(intent.runId())) {
            traces.add(layout.manifest(intent.runId()));
        }
        store.delete(traces);
        if (intent.earlierManifest() != null) {
            store.put(layout.manifest(intent.runId()), Json.bytes(intent.earlierManifest()));
        }
        return states.write(held.state().with(null), decided).isPresent()
                || states.read().state().publishing() == null;
    }

    @Override
    public List<String> leftovers(Intent intent) {
        if (intent.kind() == Kind.ROLLBACK) {
            return List.of();
        }
        // What is no copy is a file of the run in its own folder, or one of an earlier run whose partition has not
        // changed.
        return intent.moves().stream()
                .filter(move -> move.isCopy() || mode == PublishMode.SWAP)
                .flatMap(move -> Stream.of(move.from(), move.to()))
                .distinct()
                .toList();
    }

    @Override
    public Optional<State> settled(Intent intent) {
        for (int look = 0; look < TableObjects.LOOKS; look++) {
            Held held = states.read();
            if (held.state().isOf(intent.runId(), intent.attempt())) {
                // A later publication may have looked at the partitions before this process has changed them.
                if (held.state().publishing() == null || isRepaired(held)) {
                    return Optional.of(held.state());
                }
                continue;
            }
            if (!TableObjects.isUnderWay(intent, held)) {
                pointer.undo(intent, held, currentManifest(held.state()));
                if (isRepaired(held)) {
                    return Optional.empty();
                }
                continue;
            }
            if (TableObjects.intentOf(held).group() != null) {
                // It took the table a moment ago; what becomes of it is decided for the whole group.
                throw TableObjects.contended(layout);
            }
            if (TableObjects.intentOf(held).direction() == Direction.FORWARD && pointer.isMoved(intent)) {
                if (!isPublished(held)) {
                    return Optional.empty();
                }
            } else if (back(held)) {
                return Optional.empty();
            }
        }
        throw TableObjects.contended(layout);
    }

    /**
     * Goes on with a publication that readers have been led to, or takes it back where the catalog refuses its partitions for good.
     *
     * @return false when it is taken back
     */
    private boolean isPublished(Held held) {
        try {
            forwardAgain(held);
            return true;
        } catch (ExportException e) {
            boolean canGoBack = mode == PublishMode.PARTITION
                    && e.kind() == ErrorKind.USER
                    && earlierManifest(TableObjects.intentOf(held), held.state())
                            .isPresent();
            if (canGoBack && takeBack(held, true)) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Has the partitions of the catalog lead where another process wants them, wherever this one has led them.
     *
     * @return false when the state was written meanwhile
     */
    private boolean isRepaired(Held held) {
        if (mode != PublishMode.PARTITION) {
            return true;
        }
        Intent open = held.state().publishing();
        if (open == null || open.direction() == Direction.BACK) {
            return partitions.repair(held.state(), currentManifest(held.state()), new StillHeld(states, held))
                    && states.isStill(held);
        }
        // Whoever has not moved the table yet looks at the partitions later.
        return open.publish() != PublishMode.PARTITION
                || !pointer.isMoved(open)
                || (show(held).isPresent() && states.isStill(held));
    }

    @Override
    public void removeObsolete(State published, Collection<String> uploads) {
        objects.removeObsolete(published, uploads);
    }

    @Override
    public boolean showsObsolete() {
        return false;
    }

    @Override
    public String seenMeanwhile() {
        return mode == PublishMode.PARTITION
                ? "see partitions of both runs, each one whole"
                : "see one of the two runs whole";
    }
}
