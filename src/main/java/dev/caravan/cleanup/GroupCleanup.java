package dev.caravan.cleanup;

import dev.caravan.cleanup.Leftover.Kind;
import dev.caravan.lake.GroupDecision;
import dev.caravan.lake.GroupTicket;
import dev.caravan.lake.Json;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.LakeStore.Entry;
import dev.caravan.lake.Layout;
import dev.caravan.lake.StateDocument;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The decisions on publications of groups that have ended, whose processes were killed before they could remove them. */
final class GroupCleanup {
    private final LakeStore store;
    private final String prefix;
    private final Instant old;

    /**
     * Of one lake.
     *
     * @param old what is younger stays, since a process may be about to name it in a state
     */
    GroupCleanup(LakeStore store, String prefix, Instant old) {
        this.store = store;
        this.prefix = prefix;
        this.old = old;
    }

    /** Those that can go. */
    List<Leftover> find() {
        return store.list(Layout.groups(prefix)).stream()
                .filter(entry -> !entry.modified().isAfter(old))
                .flatMap(entry -> ended(entry).stream())
                .toList();
    }

    private Optional<Leftover> ended(Entry entry) {
        return store.read(entry.key())
                .map(found -> Json.read(found.bytes(), GroupDecision.class))
                .filter(decision -> !isNamed(new GroupTicket(decision.group(), entry.key(), decision.tables())))
                .map(decision ->
                        Leftover.of(Kind.DECISION, decision.group(), entry.key(), List.of(entry.key()), entry.bytes()));
    }

    private boolean isNamed(GroupTicket ticket) {
        return ticket.tables().stream()
                .map(table -> new StateDocument(store, new Layout(prefix, table))
                        .read()
                        .state())
                .anyMatch(ticket::isOf);
    }
}
