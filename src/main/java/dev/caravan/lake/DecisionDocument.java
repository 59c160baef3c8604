package dev.caravan.lake;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.GroupDecision.Outcome;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The decision on the publication of a group in the bucket, written so that of several writers one wins. */
public final class DecisionDocument {
    /** What is decided changes twice at most. */
    private static final int LOOKS = 5;

    private final LakeStore store;
    private final GroupTicket ticket;
    private Optional<LakeStore.Version> known = Optional.empty();

    public DecisionDocument(LakeStore store, GroupTicket ticket) {
        this.store = store;
        this.ticket = ticket;
    }

    /** What is decided now; empty when nothing is. */
    public Optional<Outcome> read() {
        known = store.read(ticket.decision());
        return Optional.ofNullable(known());
    }

    /** What was decided when this was read or written last; null when nothing was. */
    public @Nullable Outcome known() {
        return known.map(found -> Json.read(found.bytes(), GroupDecision.class).outcome())
                .orElse(null);
    }

    /** Decides that the group is taken back, if that is still possible; tells what is decided. */
    public Outcome takeBack() {
        Outcome decided = decide(Outcome.ABORT);
        return decided == Outcome.COMMIT ? decide(Outcome.LEAD_BACK) : decided;
    }

    /**
     * Decides, if this may follow what is decided. An answer that is lost says nothing of what was written, so the document itself is asked.
     *
     * @return what is decided
     * @throws ExportException what the store refused; then it is not known what is decided
     */
    public Outcome decide(Outcome wanted) {
        for (int look = 0; look < LOOKS; look++) {
            Outcome now = known();
            if (now != null && !wanted.mayFollow(now)) {
                return now;
            }
            if (now == null && !wanted.mayFollow(null)) {
                // Removed, since no state names the publication any more.
                return wanted;
            }
            if (written(wanted)) {
                return wanted;
            }
        }
        throw new ExportException(
                ErrorCode.CONCURRENT_PUBLISH,
                "Other processes write s3://" + store.bucket() + "/" + ticket.decision() + " again and again.",
                "It is retried; keep other programs away from _caravan/.");
    }

    private boolean written(Outcome outcome) {
        byte[] bytes = Json.bytes(new GroupDecision(ticket.group(), outcome, ticket.tables()));
        ExportException failure = null;
        try {
            Optional<LakeStore.Version> written = store.putIfUnchanged(ticket.decision(), bytes, known);
            if (written.isPresent()) {
                known = written;
                return true;
            }
        } catch (ExportException e) {
            failure = e;
        }
        Optional<String> before = known.map(LakeStore.Version::etag);
        known = store.read(ticket.decision());
        if (failure != null && known.map(LakeStore.Version::etag).equals(before)) {
            throw failure;
        }
        return false;
    }

    /** Removes it, when no state names the publication any more and nobody can decide on it again. */
    public void remove() {
        store.delete(List.of(ticket.decision()));
    }
}
