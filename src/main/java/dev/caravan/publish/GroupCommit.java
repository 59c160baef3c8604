package dev.caravan.publish;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;
import dev.caravan.lake.DecisionDocument;
import dev.caravan.lake.GroupDecision.Outcome;
import dev.caravan.lake.GroupTicket;
import dev.caravan.lake.Intent;
import dev.caravan.lake.Json;
import dev.caravan.lake.Layout;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument;
import dev.caravan.lake.StateDocument.Held;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the runs of several tables together, all or none.
 *
 * <p>The states of all tables name their publications first. One document then decides for all of them, and readers are led from the old
 * runs to the new ones with one update of the catalog for each table and nothing in between. What fails is taken back, also where readers
 * were led already; what a killed process leaves, {@link UnfinishedPublications} ends in the same way for all tables.
 */
public final class GroupCommit {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);

    private final String group;
    /** Those that cannot be led back come last, so that hardly anything can fail after them. */
    private final List<Pending> members;

    private final GroupTicket ticket;
    private final DecisionDocument decision;
    private final GroupSettlement settlement;
    /** The states that name the publication. */
    private final Map<Pending, Held> taken = new LinkedHashMap<>();
    /** Those whose readers were led to the new run. */
    private final List<Pending> shown = new ArrayList<>();
    /** The states that name the new runs. */
    private final Map<Pending, State> published = new LinkedHashMap<>();
    /** Those that have certainly not taken their state. */
    private final List<Pending> untaken;
    /** What is being published at this moment, for sentences. */
    private String subject;

    private Duration window = Duration.ZERO;

    private GroupCommit(String group, List<Pending> members) {
        this.group = group;
        this.members = members.stream()
                .sorted(Comparator.comparing(GroupCommit::isWithoutWayBack)
                        .thenComparing(member -> member.layout().tableId()))
                .toList();
        this.untaken = new ArrayList<>(this.members);
        this.subject = "Group " + group;
        Pending first = this.members.get(0);
        String prefix = first.layout().prefix();
        if (!members.stream().allMatch(member -> member.layout().prefix().equals(prefix))) {
            throw new IllegalArgumentException("tables of group " + group + " lie in several lakes");
        }
        String attempt = first.layout().tableId() + "-" + first.intent().runId() + "-"
                + first.intent().attempt();
        this.ticket = new GroupTicket(
                group,
                Layout.decision(prefix, group, attempt),
                this.members.stream().map(member -> member.layout().tableId()).toList());
        this.decision = new DecisionDocument(first.store(), ticket);
        this.settlement = new GroupSettlement(first.store(), prefix, first.tables(), ticket);
    }

    /**
     * Publishes runs, all or none.
     *
     * @param group the name of the group, which is a part of a key
     * @param members the runs, each of another table of one lake
     * @return the time from the first update of the catalog being sent to the last being answered, in which readers could see two moments
     * @throws ExportException CONCURRENT_PUBLISH when another process has published one of the tables meanwhile, or what S3 or Glue
     *     refused. All tables are as they were then, unless the sentence says which could not be led back, or that this is not known.
     *     What the runs have uploaded is removed; if readers may have been led there, {@code caravan clean} removes it later
     */
    public static Duration commit(String group, List<Pending> members) {
        return members.isEmpty() ? Duration.ZERO : new GroupCommit(group, members).run();
    }

    private Duration run() {
        ExportException failure = null;
        try {
            take();
            ready();
            if (decides(Outcome.COMMIT) && areShown() && decides(Outcome.SHOWN)) {
                conclude();
            }
        } catch (ExportException e) {
            failure = e;
        } catch (RuntimeException e) {
            failure = new ExportException(
                    ErrorCode.INTERNAL,
                    "The publication failed: " + e + ".",
                    "It is retried; report it with the stack trace of the log if it goes on.",
                    e);
        }
        if (published.size() < members.size()) {
            settle(failure);
        }
        tidy();
        return window;
    }

    /** In the order of the tables' names, so that of two processes that publish the group one gets all of it. */
    private void take() {
        List<Pending> byName = members.stream()
                .sorted(Comparator.comparing(member -> member.layout().tableId()))
                .toList();
        for (Pending member : byName) {
            at(member);
            Intent intent = member.intent().in(ticket);
            // Once more: the first marker may be so old that another process takes it for one that was left.
            member.store().put(member.layout().unfinished(intent.runId(), intent.attempt()), Json.bytes(intent));
            untaken.remove(member);
            Optional<Held> held = states(member).write(member.before().state().with(intent), member.before());
            if (held.isEmpty()) {
                untaken.add(member);
                throw member.moved();
            }
            taken.put(member, held.get());
        }
    }

    private void ready() {
        for (Pending member : members) {
            at(member);
            swap(member).ready(member.intent());
        }
    }

    private boolean decides(Outcome outcome) {
        subject = "Group " + group;
        return decision.decide(outcome) == outcome;
    }

    /** Leads readers to all of them; false when another process has decided meanwhile. */
    private boolean areShown() {
        long begun = System.nanoTime();
        try {
            for (Pending member : members) {
                at(member);
                Optional<Held> led = swap(member).show(held(member));
                if (led.isEmpty()) {
                    return false;
                }
                taken.put(member, led.get());
                shown.add(member);
            }
            return true;
        } finally {
            window = Duration.ofNanos(System.nanoTime() - begun);
        }
    }

    private void conclude() {
        for (Pending member : members) {
            at(member);
            swap(member).conclude(held(member)).ifPresent(after -> published.put(member, after.state()));
        }
    }

    /** What became of a publication that failed on its way, or that another process has ended. */
    private void settle(@Nullable ExportException failure) {
        Outcome outcome;
        List<String> staying;
        try {
            if (failure != null && !isFinished(failure)) {
                decision.takeBack();
            }
            outcome = settlement.settle();
            if (outcome == Outcome.SHOWN) {
                return;
            }
            staying = staying();
        } catch (ExportException e) {
            throw unknown(failure == null ? e : failure, e);
        }
        removeTraces();
        if (failure == null) {
            throw new ExportException(
                    ErrorCode.CONCURRENT_PUBLISH,
                    "Another process took back the publication of group " + group + " while it was under way. "
                            + none(staying),
                    "It is retried; let one process export a table at a time.");
        }
        throw new ExportException(
                failure.code(),
                subject + " could not be published: " + failure.what() + " " + none(staying),
                failure.hint(),
                failure);
    }

    /** Where readers were led that have no way back, a fault of the moment is a reason to go on once more before the group is split. */
    private boolean isFinished(ExportException failure) {
        boolean isSplit = shown.stream().anyMatch(GroupCommit::isWithoutWayBack);
        if (!isSplit || failure.kind() == ErrorKind.USER || decision.known() != Outcome.COMMIT) {
            return false;
        }
        try {
            return settlement.settle() == Outcome.SHOWN;
        } catch (ExportException e) {
            failure.addSuppressed(e);
            return false;
        }
    }

    private static boolean isWithoutWayBack(Pending member) {
        return member.before().state().pointer() == null;
    }

    /** The tables whose run is published although the group is not. */
    private List<String> staying() {
        return members.stream()
                .filter(member -> states(member)
                        .read()
                        .state()
                        .isOf(member.intent().runId(), member.intent().attempt()))
                .map(member -> member.layout().tableId())
                .toList();
    }

    private String none(List<String> staying) {
        return staying.isEmpty()
                ? "None of the tables of group " + group + " is published."
                : "Of the tables of group " + group
                        + ", published are only those that have no earlier run to go back to: "
                        + String.join(", ", staying) + ".";
    }

    private ExportException unknown(ExportException failure, ExportException last) {
        String why = failure.what();
        if (last != failure) {
            failure.addSuppressed(last);
            why += " Then: " + last.what();
        }
        boolean areShown = decision.known() == Outcome.SHOWN;
        return new ExportException(
                failure.code(),
                areShown
                        ? "Readers see the new runs of all tables of group " + group
                                + ", and the lake does not say so yet: " + why
                        : "The publication of group " + group + " may be half done: " + subject
                                + " could not be published: " + why,
                "As soon as S3 and Glue answer, the next attempt, any pod within a minute or any caravan export that starts finishes it"
                        + (areShown
                                ? ". "
                                : " or takes it back for all tables; until then readers may see tables of two moments. ")
                        + failure.hint(),
                failure);
    }

    /** What a publication that was taken back has left, as far as no reader may have been led there. */
    private void removeTraces() {
        untaken.forEach(Pending::discard);
        try {
            for (Pending member : taken.keySet()) {
                member.removeManifest();
            }
            decision.remove();
        } catch (ExportException e) {
            LOG.warn("What group {} has left stays until caravan clean: {}", group, e.getMessage());
        }
    }

    private void tidy() {
        try {
            for (Pending member : members) {
                State state = published.containsKey(member)
                        ? published.get(member)
                        : states(member).read().state();
                // Else another process has published the table since, and removed what it has not needed.
                if (state.isOf(member.intent().runId(), member.intent().attempt())) {
                    member.tidy(state);
                }
            }
            decision.remove();
        } catch (ExportException e) {
            LOG.warn(
                    "Group {} is published; what it no longer needs stays until caravan clean: {}",
                    group,
                    e.getMessage());
        }
    }

    private void at(Pending member) {
        subject = "Table " + member.layout().tableId() + " of group " + group;
    }

    private Held held(Pending member) {
        return Optional.ofNullable(taken.get(member)).orElseThrow();
    }

    private static Swap swap(Pending member) {
        if (member.commit() instanceof Swap swap) {
            return swap;
        }
        throw new IllegalArgumentException(member.layout().tableId() + " was not prepared for a group");
    }

    private static StateDocument states(Pending member) {
        return new StateDocument(member.store(), member.layout());
    }
}
