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
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The steps of a publication that readers can see, and the same steps back.
 *
 * <p>The state names the publication from before the first of these steps until after the last, so each may be taken, or taken again,
 * by any process, also by several at once: what was done already is done again without harm. Who writes the state last has decided.
 * What a publication removes first is what its copies are made from, so that a process which was held up for long cannot bring back
 * files that are gone.
 */
final class Replacement {
    /** So often may others write the state of one table before it is left to the next look. */
    static final int LOOKS = 10;

    private final LakeStore store;
    private final Layout layout;
    private final StateDocument states;

    Replacement(LakeStore store, Layout layout) {
        this.store = store;
        this.layout = layout;
        this.states = new StateDocument(store, layout);
    }

    /** The publication that the state names. */
    static Intent intentOf(Held held) {
        return Objects.requireNonNull(held.state().publishing(), "no publication is under way");
    }

    /**
     * Whether every file of the publication is there to be copied or has been copied; else it can only go back.
     */
    boolean isWhole(Intent intent) {
        return moves(intent).isPresent();
    }

    /** The copies that are still to be made, as far as can be told; nothing when a file is lost. */
    private Optional<List<Move>> moves(Intent intent) {
        Map<String, LakeStore.Entry> uploads = entries(layout.uploads(intent.runId(), intent.attempt()));
        List<Move> possible = intent.moves().stream()
                .filter(move -> isOfSize(move, uploads.get(move.from())))
                .toList();
        if (possible.size() == intent.moves().size()) {
            return Optional.of(possible);
        }
        Map<String, LakeStore.Entry> files = entries(layout.data());
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

    private Map<String, LakeStore.Entry> entries(String prefix) {
        return store.list(prefix).stream().collect(Collectors.toMap(LakeStore.Entry::key, entry -> entry));
    }

    /** The keys below a prefix with the tags of their objects. */
    Map<String, String> tags(String prefix) {
        return store.list(prefix).stream().collect(Collectors.toMap(LakeStore.Entry::key, LakeStore.Entry::etag));
    }

    /**
     * Makes the files visible and commits.
     *
     * @return the state with the new run; empty if another process has decided meanwhile
     */
    Optional<Held> forward(Held held) {
        return forward(held, intentOf(held).moves());
    }

    /** The same for a publication that another process has begun. */
    Optional<Held> forwardAgain(Held held) {
        return forward(held, moves(intentOf(held)).orElse(List.of()));
    }

    private Optional<Held> forward(Held held, List<Move> moves) {
        Intent intent = intentOf(held);
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

    /**
     * Removes what a publication has made obsolete; until then readers see the rows of both runs.
     *
     * @param uploads what waits no longer, removed in the same request
     */
    void removeObsolete(State published, Collection<String> uploads) {
        Set<String> files = new HashSet<>(published.files());
        store.delete(Stream.concat(published.obsolete().stream(), uploads.stream())
                .filter(key -> !files.contains(key))
                .distinct()
                .toList());
    }

    /** Says that nothing is left to do of a publication. */
    void end(String runId, String attempt) {
        store.delete(List.of(layout.unfinished(runId, attempt)));
    }

    /**
     * Makes the table what it was before the publication. Its marker stays for a while, and so does the file that it replaced: a copy
     * that S3 is still making may show up later, and {@link #settled} removes it then.
     *
     * @return whether this was decided; if not, another process has decided otherwise meanwhile
     */
    boolean back(Held held) {
        Intent intent = intentOf(held);
        Held decided = intent.direction() == Direction.BACK
                ? held
                : states.write(held.state().with(intent.back()), held).orElse(null);
        if (decided == null) {
            return false;
        }
        String previous = layout.previous(intent.runId(), intent.attempt());
        List<String> uploads = keys(layout.uploads(intent.runId(), intent.attempt()));
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

    /**
     * Settles what became of a publication that took the table and failed on its way, or of copies that S3 made too late. What such a
     * publication has copied is removed under its own intent only: the one key that a table of one file keeps may be another's by now.
     *
     * @return the state, when the publication was finished all the same; nothing when the table is without it
     * @throws ExportException CONCURRENT_PUBLISH when others write the state all the time, or what the store refused
     */
    Optional<State> settled(Intent intent) {
        for (int look = 0; look < LOOKS; look++) {
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
            if (isUnderWay(intent, held)) {
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
        Map<String, LakeStore.Entry> files = entries(layout.data());
        return intent.moves().stream().anyMatch(move -> {
            LakeStore.Entry found = files.get(move.to());
            return move.replaces()
                    ? state.attempt().equals(intent.earlierAttempt()) && isMade(move, found)
                    : found != null && !state.files().contains(move.to());
        });
    }

    /** Whether the state still names this publication. */
    static boolean isUnderWay(Intent intent, Held held) {
        Intent open = held.state().publishing();
        return open != null && open.isOf(intent.runId(), intent.attempt());
    }

    List<String> keys(String prefix) {
        return store.list(prefix).stream().map(LakeStore.Entry::key).toList();
    }
}
