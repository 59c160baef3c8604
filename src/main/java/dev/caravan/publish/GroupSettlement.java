package dev.caravan.publish;

import dev.caravan.catalog.CatalogTables;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;
import dev.caravan.lake.DecisionDocument;
import dev.caravan.lake.GroupDecision.Outcome;
import dev.caravan.lake.GroupTicket;
import dev.caravan.lake.Intent;
import dev.caravan.lake.LakeStore;
import dev.caravan.lake.Layout;
import dev.caravan.lake.PublishMode;
import dev.caravan.lake.StateDocument;
import dev.caravan.lake.StateDocument.Held;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the publication of a group, whichever process has begun it, and several processes at once: every table goes the way that the
 * decision says.
 *
 * <p>Where nothing is decided, nobody was led to a new run, and this decides that nobody will be. Each step looks at the state first and
 * writes it on condition, so a process that acts upon an old decision changes nothing.
 */
final class GroupSettlement {
    private static final Logger LOG = LoggerFactory.getLogger(GroupSettlement.class);

    private final LakeStore store;
    private final String prefix;
    private final CatalogTables tables;
    private final GroupTicket ticket;

    GroupSettlement(LakeStore store, String prefix, CatalogTables tables, GroupTicket ticket) {
        this.store = store;
        this.prefix = prefix;
        this.tables = tables;
        this.ticket = ticket;
    }

    /**
     * Ends it.
     *
     * @return what was decided: {@link Outcome#SHOWN} when the group is published, {@link Outcome#ABORT} or {@link Outcome#LEAD_BACK} when
     *     it is not
     * @throws ExportException what store or catalog refused, or CONCURRENT_PUBLISH when others write all the time; then it goes on with
     *     the next look of any process
     */
    Outcome settle() {
        DecisionDocument decision = new DecisionDocument(store, ticket);
        for (int look = 0; look < TableObjects.LOOKS; look++) {
            Outcome decided = decision.read().orElse(null);
            if (decided == null) {
                decided = decision.decide(Outcome.ABORT);
            }
            switch (decided) {
                case COMMIT -> {
                    Outcome next = shown();
                    if (next != null) {
                        decision.decide(next);
                    }
                }
                case SHOWN -> {
                    if (each(this::concluded)) {
                        return decided;
                    }
                }
                case ABORT, LEAD_BACK -> {
                    boolean mayBeShown = decided == Outcome.LEAD_BACK;
                    if (each(layout -> takenBack(layout, mayBeShown))) {
                        return decided;
                    }
                }
            }
        }
        throw new ExportException(
                ErrorCode.CONCURRENT_PUBLISH,
                "Other processes publish tables of group " + ticket.group() + " again and again.",
                "It is retried; let one process export a table at a time.");
    }

    private interface Step {
        boolean isDone(Layout layout);
    }

    /** Also those after one that fails, so that as few as possible are left half done. */
    private boolean each(Step step) {
        ExportException failure = null;
        boolean areAll = true;
        for (String table : ticket.tables()) {
            try {
                areAll &= step.isDone(new Layout(prefix, table));
            } catch (ExportException e) {
                failure = failure == null ? e : failure;
            }
        }
        if (failure != null) {
            throw failure;
        }
        return areAll;
    }

    /** The state of a table, if it names this publication. */
    private @Nullable Held underWay(Layout layout) {
        Held held = new StateDocument(store, layout).read();
        return ticket.isOf(held.state()) ? held : null;
    }

    /**
     * Leads readers to all new runs.
     *
     * @return what is to be decided next; null when another process has written a state meanwhile
     */
    private @Nullable Outcome shown() {
        for (String table : ticket.tables()) {
            Layout layout = new Layout(prefix, table);
            Held held = underWay(layout);
            if (held == null) {
                continue;
            }
            Swap swap = new Swap(PublishMode.SWAP, store, layout, tables);
            Intent intent = TableObjects.intentOf(held);
            try {
                if (!swap.isWhole(intent)) {
                    return Outcome.LEAD_BACK;
                }
                swap.ready(intent);
                if (swap.show(held).isEmpty()) {
                    return null;
                }
            } catch (ExportException e) {
                if (e.kind() != ErrorKind.USER) {
                    throw e;
                }
                LOG.warn("Table {} of group {} cannot be published: {}", table, ticket.group(), e.getMessage());
                return Outcome.LEAD_BACK;
            }
        }
        return Outcome.SHOWN;
    }

    private boolean concluded(Layout layout) {
        Held held = underWay(layout);
        if (held == null) {
            return true;
        }
        Intent intent = TableObjects.intentOf(held);
        Swap swap = new Swap(PublishMode.SWAP, store, layout, tables);
        Optional<Held> published = swap.conclude(held);
        if (published.isEmpty()) {
            return false;
        }
        TableObjects objects = new TableObjects(store, layout);
        swap.removeObsolete(
                published.get().state(), List.copyOf(objects.keys(layout.uploads(intent.runId(), intent.attempt()))));
        objects.end(intent.runId(), intent.attempt());
        LOG.warn(
                "Finished the publication of run {} of {} in group {}, which was interrupted",
                intent.runId(),
                layout.tableId(),
                ticket.group());
        return true;
    }

    private boolean takenBack(Layout layout, boolean mayBeShown) {
        Held held = underWay(layout);
        if (held == null) {
            return true;
        }
        if (!new Swap(PublishMode.SWAP, store, layout, tables).takeBack(held, mayBeShown)) {
            return false;
        }
        Intent intent = TableObjects.intentOf(held);
        LOG.warn(
                "Took back the publication of run {} of {} with its group {}",
                intent.runId(),
                layout.tableId(),
                ticket.group());
        return true;
    }
}
