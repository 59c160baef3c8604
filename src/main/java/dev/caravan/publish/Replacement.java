package dev.caravan.publish;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Intent;
import dev.caravan.lake.Intent.Direction;
import dev.caravan.lake.Intent.Move;
import dev.caravan.lake.Json;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.Manifest;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument;
import dev.caravan.lake.StateDocument.Held;
import dev.caravan.write.DataFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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

    Replacement(LakeStore store, Layout layout) {
        this.store = store;
        this.layout = layout;
        this.states = new StateDocument(store, layout);
        this.objects = new TableObjects(store, layout);
    }

    @Override
    public List<Move> moves(String runId, String attempt, List<DataFile> files, State before, Map<String, String> old) {
        // Not where another process may be about to remove what lies there.
        boolean isGoing =
                old.containsKey(layout.singleFile()) && before.obsolete().contains(layout.singleFile());
        boolean isSingle = files.size() == 1 && !isGoing;
        return files.stream()
                .map(file -> {
                    String target = isSingle ? layout.singleFile() : layout.fileOf(runId, attempt, file.name());
                    return new Move(layout.upload(runId, attempt, file.name()), target, file.bytes(), old.get(target));
                })
                .toList();
    }

    @Override
    public List<String> obsolete(Collection<String> old, List<Move> moves) {
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
        return moves(intent).isPresent();
    }

    /** The copies that are still to be made, as far as can be told; nothing when a file is lost. */
    private Optional<List<Move>> moves(Intent intent) {
        Map<String, LakeStore.Entry> uploads = objects.entries(layout.uploads(intent.runId(), intent.attempt()));
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
        store.copyAll(moves.stream().collect(Collectors.toMap(Move::from, Move::to)));
        return states.write(
                new State(
                        Manifest.FORMAT_VERSION,
                        intent.runId(),
                        intent.attempt(),
                        manifest,
                        intent.targets(),
                        intent.obsolete(),
                        null),
                held);
    }

    @Override
    public void removeObsolete(State published, Collection<String> uploads) {
        Set<String> files = new HashSet<>(published.files());
        store.delete(Stream.concat(published.obsolete().stream(), uploads.stream())
                .filter(key -> !files.contains(key))
                .distinct()
                .toList());
    }

    @Override
    public boolean back(Held held) {
        Intent intent = TableObjects.intentOf(held);
        Held decided = intent.direction() == Direction.BACK
                ? held
                : states.write(held.state().with(intent.back()), held).orElse(null);
        if (decided == null) {
            return false;
        }
        String previous = layout.previous(intent.runId(), intent.attempt());
        List<String> uploads = objects.keys(layout.uploads(intent.runId(), intent.attempt()));
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

    private List<String> traces(Intent intent, State state) {
        List<String> traces = new ArrayList<>(intent.rejects());
        if (!state.runId().equals(intent.runId())) {
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
                if (back(held)) {
                    return Optional.empty();
                }
            } else if (held.state().publishing() != null) {
                // Of another process, which removes what it does not count on.
                return Optional.empty();
            }
        }
        throw new ExportException(
                ErrorCode.CONCURRENT_PUBLISH,
                "Other processes publish table " + layout.tableId() + " again and again.",
                "It is retried; let one process export a table at a time.");
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
