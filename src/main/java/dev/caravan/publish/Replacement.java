package dev.caravan.publish;

import dev.caravan.publish.Intent.Direction;
import dev.caravan.publish.Intent.Move;
import dev.caravan.publish.StateDocument.Held;
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

/**
 * The steps of a publication that readers can see, and the same steps back.
 *
 * <p>The state names the publication from before the first of these steps until after the last, so each may be taken, or taken again,
 * by any process, also by several at once: what was done already is done again without harm. Who writes the state last has decided.
 * What a publication removes first is what its copies are made from, so that a process which was held up for long cannot bring back
 * files that are gone.
 */
final class Replacement {
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
        Map<String, Long> uploads = sizes(layout.uploads(intent.runId(), intent.attempt()));
        List<Move> possible = intent.moves().stream()
                .filter(move -> Long.valueOf(move.bytes()).equals(uploads.get(move.from())))
                .toList();
        if (possible.size() == intent.moves().size()) {
            return Optional.of(possible);
        }
        Map<String, Long> files = sizes(layout.data());
        return intent.moves().stream()
                        .allMatch(move -> possible.contains(move)
                                || Long.valueOf(move.bytes()).equals(files.get(move.to())))
                ? Optional.of(possible)
                : Optional.empty();
    }

    private Map<String, Long> sizes(String prefix) {
        return store.list(prefix).stream().collect(Collectors.toMap(LakeStore.Entry::key, LakeStore.Entry::bytes));
    }

    /**
     * Makes the files visible and commits.
     *
     * @return the state with the new run; nothing when somebody else has decided meanwhile
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
     * Makes the table what it was before the publication.
     *
     * @return whether it was this that was decided; if not, somebody else has decided otherwise meanwhile
     */
    boolean back(Held held) {
        Intent intent = intentOf(held);
        Optional<Held> decided = intent.direction() == Direction.BACK
                ? Optional.of(held)
                : states.write(held.state().with(intent.back()), held);
        if (decided.isEmpty()) {
            return false;
        }
        String previous = layout.previous(intent.runId(), intent.attempt());
        List<String> uploads = keys(layout.uploads(intent.runId(), intent.attempt()));
        store.delete(uploads.stream().filter(key -> !key.equals(previous)).toList());
        if (uploads.contains(previous)) {
            store.copyAll(intent.moves().stream()
                    .filter(Move::replaces)
                    .collect(Collectors.toMap(move -> previous, Move::to)));
        }
        removeStrays(intent, held.state());
        if (intent.earlierManifest() != null) {
            store.put(layout.manifest(intent.runId()), Json.bytes(intent.earlierManifest()));
        }
        if (states.write(held.state().with(null), decided.get()).isEmpty()) {
            return states.read().state().publishing() == null;
        }
        store.delete(List.of(previous));
        end(intent.runId(), intent.attempt());
        return true;
    }

    /**
     * Settles what became of a publication that failed on its way.
     *
     * @return the state, when the publication was finished all the same; nothing when the table is without it
     */
    Optional<State> settled(Intent intent) {
        Held held = states.read();
        if (isUnderWay(intent, held) && back(held)) {
            return Optional.empty();
        }
        State now = isUnderWay(intent, held) ? states.read().state() : held.state();
        if (now.isOf(intent.runId(), intent.attempt())) {
            return Optional.of(now);
        }
        removeStrays(intent, now);
        return Optional.empty();
    }

    /** Whether the state still names this publication. */
    static boolean isUnderWay(Intent intent, Held held) {
        Intent open = held.state().publishing();
        return open != null && open.isOf(intent.runId(), intent.attempt());
    }

    /** Removes what a publication that did not come to its end has made, as far as the table does not count on it. */
    void removeStrays(Intent intent, State state) {
        List<String> strays = new ArrayList<>(intent.rejects());
        if (!state.runId().equals(intent.runId())) {
            strays.add(layout.manifest(intent.runId()));
        }
        intent.moves().stream()
                .filter(move -> !move.replaces() && !state.files().contains(move.to()))
                .forEach(move -> strays.add(move.to()));
        store.delete(strays);
    }

    List<String> keys(String prefix) {
        return store.list(prefix).stream().map(LakeStore.Entry::key).toList();
    }
}
