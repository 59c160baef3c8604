package dev.caravan.publish;

import dev.caravan.catalog.CatalogTables;
import dev.caravan.lake.Intent;
import dev.caravan.lake.Intent.Direction;
import dev.caravan.lake.Intent.Move;
import dev.caravan.lake.Intent.Pointing;
import dev.caravan.lake.Json;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.RunFolder;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument;
import dev.caravan.lake.StateDocument.Held;
import dev.caravan.partition.Partition;
import dev.caravan.partition.Partitioning;
import dev.caravan.write.DataFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * {@code replace}: copies the new files beside the old ones, and removes these. A table of one file keeps one key, which is replaced in
 * one step.
 *
 * <p>What it removes first on the way back is what its copies are made from, so that a process which was held up for long cannot bring
 * back files that are gone. The marker and the file that was replaced stay for a while then: a copy that S3 is still making may show up
 * later, and {@link #settled} removes it.
 */
final class Replacement implements Commit {
    private final LakeStore store;
    private final Layout layout;
    private final StateDocument states;
    private final TableObjects objects;
    private final TablePointer pointer;

    Replacement(LakeStore store, Layout layout, CatalogTables tables) {
        this.store = store;
        this.layout = layout;
        this.states = new StateDocument(store, layout);
        this.objects = new TableObjects(store, layout);
        this.pointer = new TablePointer(store, layout, tables);
    }

    /** A table whose readers come by the catalog, to a folder of the last run, is led by way of the folder that the new files lie in. */
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
        requireOneFolder(before);
        if (target.entry() != null) {
            pointer.requireKeys(target.entry(), ListedPartitions.keys(partitioning), partitioning.isProjected());
        }
        Map<String, String> old = objects.tags(layout.data());
        String from = folder.key(layout, runId, attempt);
        List<Move> moves = moves(runId, attempt, from, files, before, old);
        Pointing pointing = before.pointer() == null
                ? null
                : pointer.leaving(before.pointer().entry(), from, layout.data());
        KeptRuns kept = before.kept().isEmpty() && before.pointer() == null
                ? new KeptRuns(List.of(), List.of())
                : KeptRuns.after(before, layout, keep, run -> run.location().startsWith(layout.runsBeside()));
        List<String> obsolete = Stream.concat(
                        obsolete(old.keySet(), moves).stream(), kept.obsolete(store, layout, List.of()).stream())
                .toList();
        return new Changes(moves, obsolete, pointing, kept.stay());
    }

    /** Readers who come by partitions would be led to files that are removed. */
    private void requireOneFolder(State before) {
        if (before.pointer() != null && before.pointer().byPartition()) {
            pointer.requireGone(
                    before.pointer().entry(),
                    "publish was partition for table " + layout.tableId() + ", and it is replace now.");
        }
    }

    private List<Move> moves(
            String runId, String attempt, String from, List<DataFile> files, State before, Map<String, String> old) {
        // Not where another process may be about to remove what lies there.
        boolean isGoing =
                old.containsKey(layout.singleFile()) && before.obsolete().contains(layout.singleFile());
        boolean isSingle =
                files.size() == 1 && !isGoing && files.get(0).partition().equals(Partition.NONE);
        return files.stream()
                .map(file -> {
                    String to = isSingle ? layout.singleFile() : layout.fileOf(runId, attempt, file.name());
                    return new Move(from + file.name(), to, file.bytes(), old.get(to));
                })
                .toList();
    }

    private static List<String> obsolete(Collection<String> old, List<Move> moves) {
        Set<String> targets = moves.stream().map(Move::to).collect(Collectors.toSet());
        return old.stream().filter(key -> !targets.contains(key)).sorted().toList();
    }

    @Override
    public void begin(Intent intent) {
        intent.moves().stream()
                .filter(Move::replaces)
                .forEach(move -> store.copy(move.to(), layout.previous(intent.runId(), intent.attempt())));
    }

    @Override
    public boolean isWhole(Intent intent) {
        return moves(intent).isPresent() || pointer.isMoved(intent);
    }

    /** The copies that are still to be made, as far as can be told; nothing when a file is lost. */
    private Optional<List<Move>> moves(Intent intent) {
        Map<String, LakeStore.Entry> uploads = objects.entries(
                intent.moves().isEmpty()
                        ? layout.uploads(intent.runId(), intent.attempt())
                        : TableObjects.commonFolder(
                                intent.moves().stream().map(Move::from).toList()));
        List<Move> possible = intent.moves().stream()
                .filter(move -> isOfSize(move, uploads.get(move.from())))
                .toList();
        if (possible.size() == intent.moves().size()) {
            return Optional.of(possible);
        }
        Map<String, LakeStore.Entry> files = objects.entries(layout.data());
        return intent.moves().stream().allMatch(move -> possible.contains(move) || isMade(move, files.get(move.to())))
                ? Optional.of(possible)
                : Optional.empty();
    }

    private static boolean isOfSize(Move move, LakeStore.@Nullable Entry found) {
        return found != null && found.bytes() == move.bytes();
    }

    /** A file of the same size as the one that it replaces is distinguished by its ETag. */
    private static boolean isMade(Move move, LakeStore.@Nullable Entry found) {
        return found != null && isOfSize(move, found) && !found.etag().equals(move.replaced());
    }

    @Override
    public Optional<Held> forward(Held held) {
        return forward(held, TableObjects.intentOf(held).moves());
    }

    @Override
    public Optional<Held> forwardAgain(Held held) {
        return forward(held, moves(TableObjects.intentOf(held)).orElse(List.of()));
    }

    private Optional<Held> forward(Held held, List<Move> moves) {
        Intent intent = TableObjects.intentOf(held);
        String manifest = layout.manifest(intent.runId());
        store.put(manifest, Json.bytes(intent.manifest()));
        Map<String, String> copies = moves.stream().collect(Collectors.toMap(Move::from, Move::to));
        if (intent.pointing() == null) {
            store.copyAll(copies);
            return states.write(State.after(intent, manifest), held);
        }
        return led(held, intent.pointing(), copies)
                .flatMap(moved -> states.write(State.after(TableObjects.intentOf(moved), manifest), moved));
    }

    /** Readers may look into the folder of the table as soon as nothing is in it but the new files. */
    private Optional<Held> led(Held held, Pointing pointing, Map<String, String> copies) {
        String way = Objects.requireNonNull(pointing.way(), "the way to the table's folder");
        Optional<Held> onTheWay = pointer.isAt(TableObjects.intentOf(held), pointing.to())
                ? Optional.of(held)
                : pointer.move(held, null, way);
        return onTheWay.flatMap(moved -> {
            store.copyAll(copies);
            store.delete(TableObjects.intentOf(moved).obsolete());
            return pointer.move(moved, way, pointing.to());
        });
    }

    @Override
    public void removeObsolete(State published, Collection<String> uploads) {
        objects.removeObsolete(published, uploads);
    }

    @Override
    public boolean back(Held held) {
        Intent intent = TableObjects.intentOf(held);
        if (!pointer.prevent(intent)) {
            return false;
        }
        Held decided = intent.direction() == Direction.BACK
                ? held
                : states.write(held.state().with(intent.back()), held).orElse(null);
        if (decided == null) {
            return false;
        }
        String previous = layout.previous(intent.runId(), intent.attempt());
        List<String> uploads = leftovers(intent);
        store.delete(uploads.stream().filter(key -> !key.equals(previous)).toList());
        // Another process may have rolled it back already, and a third one may have begun to publish.
        if (!states.isStill(decided)) {
            return false;
        }
        if (uploads.contains(previous)) {
            store.copyAll(intent.moves().stream()
                    .filter(Move::replaces)
                    .collect(Collectors.toMap(move -> previous, Move::to)));
        }
        store.delete(traces(intent, held.state()));
        if (intent.earlierManifest() != null) {
            store.put(layout.manifest(intent.runId()), Json.bytes(intent.earlierManifest()));
        }
        return states.write(held.state().with(null), decided).isPresent()
                || states.read().state().publishing() == null;
    }

    @Override
    public List<String> leftovers(Intent intent) {
        Set<String> keys = new TreeSet<>(objects.keys(layout.uploads(intent.runId(), intent.attempt())));
        // Not only there, when the readers of the table come by the catalog.
        intent.moves().stream().map(Move::from).forEach(keys::add);
        return List.copyOf(keys);
    }

    private List<String> traces(Intent intent, State state) {
        List<String> traces = new ArrayList<>(intent.rejects());
        if (!state.names(intent.runId())) {
            traces.add(layout.manifest(intent.runId()));
        }
        intent.moves().stream()
                .filter(move -> !move.replaces() && !state.files().contains(move.to()))
                .forEach(move -> traces.add(move.to()));
        return traces;
    }

    /** What such a publication has copied is removed under its own intent only: the one key of a table of one file may be another's by now. */
    @Override
    public Optional<State> settled(Intent intent) {
        for (int look = 0; look < TableObjects.LOOKS; look++) {
            Held held = states.read();
            if (held.state().isOf(intent.runId(), intent.attempt())) {
                return Optional.of(held.state());
            }
            if (held.state().publishing() == null) {
                if (!hasStrays(intent, held.state())) {
                    return Optional.empty();
                }
                held = states.write(held.state().with(intent.back()), held).orElse(held);
            }
            if (TableObjects.isUnderWay(intent, held)) {
                if (pointer.isMoved(intent)) {
                    forwardAgain(held);
                } else if (back(held)) {
                    return Optional.empty();
                }
            } else if (held.state().publishing() != null) {
                // Of another process, which removes what it does not count on.
                return Optional.empty();
            }
        }
        throw TableObjects.contended(layout);
    }

    @Override
    public boolean showsObsolete() {
        return true;
    }

    @Override
    public String seenMeanwhile() {
        return "may see the rows of two runs";
    }

    /** Whether readers find a file of the publication that the table does not count on. */
    private boolean hasStrays(Intent intent, State state) {
        Map<String, LakeStore.Entry> files = objects.entries(layout.data());
        return intent.moves().stream().anyMatch(move -> {
            LakeStore.Entry found = files.get(move.to());
            return move.replaces()
                    ? state.attempt().equals(intent.earlierAttempt()) && isMade(move, found)
                    : found != null && !state.files().contains(move.to());
        });
    }
}
