package dev.caravan.component;

import dev.caravan.component.GroupOpening.Held;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Manifest;
import dev.caravan.publish.GroupCommit;
import dev.caravan.publish.Pending;
import dev.caravan.run.ActiveRun;
import dev.caravan.schedule.Lanes;
import dev.caravan.schedule.RunWaits;
import dev.caravan.schedule.Stopping;
import dev.caravan.source.SharedSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to export a group: its tables gather, are read in one snapshot, and wait for each other before they are published
 * together. When one of them fails, all do.
 *
 * <p>Each table goes on with the thread of its own run. The last that comes does for all what is to be done: it takes the snapshot, and
 * later it publishes.
 */
final class GroupRun {
    private static final Logger LOG = LoggerFactory.getLogger(GroupRun.class);

    /** How often one that waits looks whether the process stops, and what becomes of those that have not come. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private enum Stage {
        GATHERING,
        OPENING,
        READING,
        PUBLISHING,
        PUBLISHED
    }

    /** The table that failed, empty where it is not that of one table, and why. */
    private record Failed(String table, ExportException why) {}

    private final String name;
    private final SnapshotGroups groups;
    private final RunWaits waits;
    private final Map<String, GroupMember> members = new TreeMap<>();
    private final Map<String, GroupMember.Part> parts = new TreeMap<>();
    private final Map<String, Manifest> published = new TreeMap<>();
    private Stage stage = Stage.GATHERING;
    private @Nullable Failed failed;
    private @Nullable GroupSkipped skipped;
    private @Nullable Held held;

    GroupRun(String name, SnapshotGroups groups, RunWaits waits) {
        this.name = name;
        this.groups = groups;
        this.waits = waits;
    }

    String name() {
        return name;
    }

    /** A table has come; false when this run waits for no further one. */
    synchronized boolean add(GroupMember member) {
        if (stage != Stage.GATHERING || failed != null || skipped != null) {
            return false;
        }
        if (members.putIfAbsent(member.tableId(), member) != null) {
            throw new ExportException(
                    ErrorCode.CONCURRENT_PUBLISH,
                    "Table " + member.tableId() + " is about to be exported with its group " + name + " already.",
                    "It is retried; let one run export a table at a time.");
        }
        return true;
    }

    /** Waits for the other tables, and takes the snapshot if this one is the last. */
    void gather(GroupMember self, GroupOpening opening) {
        Absence absence = new Absence(groups, name, self.arrival());
        try {
            await(
                    self,
                    this::requireGoingOn,
                    () -> stage != Stage.GATHERING || isComplete(),
                    () -> absence.look(missing()));
            if (begins()) {
                open(opening);
            }
            await(self, this::requireGoingOn, () -> stage == Stage.READING, () -> {});
        } catch (GroupSkipped e) {
            skip(e);
            throw e;
        } catch (Stopping e) {
            stop();
            throw e;
        } catch (RuntimeException | Error e) {
            fail("", Failures.of(e, "The snapshot of group " + name));
            throw e;
        }
    }

    /** What has not begun to read does not begin any more when the process stops. */
    private void requireGoingOn() throws InterruptedException {
        waits.pause(Duration.ZERO);
    }

    private boolean isComplete() {
        return missing().isEmpty();
    }

    private synchronized Set<String> missing() {
        Set<String> missing = new TreeSet<>(groups.tables(name));
        missing.removeAll(members.keySet());
        return missing;
    }

    /** Whether the caller is the one that takes the snapshot. */
    private synchronized boolean begins() {
        if (stage != Stage.GATHERING || failed != null || skipped != null) {
            return false;
        }
        groups.forget(this);
        stage = Stage.OPENING;
        return true;
    }

    private void open(GroupOpening opening) {
        Held opened = opening.open(members.values().stream()
                .map(member -> member.arrival().request())
                .toList());
        synchronized (this) {
            held = opened;
            stage = Stage.READING;
            notifyAll();
            if (failed == null) {
                return;
            }
        }
        endSnapshot();
    }

    /** What the tables are read in. */
    synchronized SharedSnapshot shared(GroupMember asking) {
        requireSound(asking);
        if (held == null) {
            throw new IllegalStateException("group " + name + " has no snapshot");
        }
        return held.shared();
    }

    /** Fails when a table of the group has failed. */
    synchronized void requireSound(GroupMember asking) {
        Failed reason = failed;
        if (reason == null) {
            return;
        }
        if (reason.table().equals(asking.tableId())) {
            throw reason.why();
        }
        throw told(reason);
    }

    private ExportException told(Failed reason) {
        ExportException why = reason.why();
        String what = reason.table().isEmpty()
                ? why.what()
                : "Table " + reason.table() + " of group " + name + " failed, so none of its tables is published: "
                        + why.what();
        return new ExportException(why.code(), what, why.hint(), why);
    }

    /** Ends the run without a publication, unless it is published or has failed already. */
    void fail(String table, ExportException why) {
        Failed reason = new Failed(table, why);
        List<ActiveRun> others;
        synchronized (this) {
            if (failed != null || stage == Stage.PUBLISHED) {
                return;
            }
            failed = reason;
            others = members.values().stream()
                    .filter(member -> !member.tableId().equals(table))
                    .map(GroupMember::reading)
                    .flatMap(Stream::ofNullable)
                    .toList();
            notifyAll();
        }
        groups.forget(this);
        others.forEach(run -> {
            run.fail(told(reason));
            run.abandonReads();
        });
        endSnapshot();
    }

    private synchronized void skip(GroupSkipped reason) {
        if (stage == Stage.GATHERING && skipped == null) {
            skipped = reason;
            notifyAll();
        }
    }

    private void endSnapshot() {
        Held ending;
        synchronized (this) {
            ending = held;
        }
        if (ending != null) {
            ending.end().run();
        }
    }

    /** Waits for the other tables, and publishes all if this one is the last. */
    Manifest publish(GroupMember self, GroupMember.Part part, Publications publications) {
        boolean isLast;
        synchronized (this) {
            requireSound(self);
            parts.put(self.tableId(), part);
            isLast = parts.size() == members.size();
            stage = isLast ? Stage.PUBLISHING : stage;
        }
        if (isLast) {
            publish(publications);
        }
        await(self, () -> requireUnrefused(publications), () -> stage == Stage.PUBLISHED, () -> {});
        synchronized (this) {
            return Objects.requireNonNull(published.get(self.tableId()));
        }
    }

    /** What is read by now may be published while the process stops, as long as it lets publications begin. */
    private void requireUnrefused(Publications publications) {
        if (stage == Stage.READING && publications.isRefused()) {
            throw stopped();
        }
    }

    private void publish(Publications publications) {
        endSnapshot();
        List<String> begun = new ArrayList<>();
        List<Pending> pending = new ArrayList<>();
        String table = "";
        try {
            for (Map.Entry<String, GroupMember.Part> part : parts.entrySet()) {
                publications.begin("Group " + name, part.getValue().attempt());
                begun.add(part.getValue().attempt());
            }
            for (Map.Entry<String, GroupMember.Part> part : parts.entrySet()) {
                table = part.getKey();
                pending.add(part.getValue().prepare().get());
            }
            table = "";
            Duration mixed = GroupCommit.commit(name, pending);
            synchronized (this) {
                pending.forEach(each -> published.put(each.manifest().table(), each.manifest()));
                stage = Stage.PUBLISHED;
                notifyAll();
            }
            LOG.info(
                    "Group {} is published: {} of one moment; readers could see some of them before the others for {} ms",
                    name,
                    String.join(", ", parts.keySet()),
                    mixed.toMillis());
        } catch (RuntimeException | Error e) {
            if (!table.isEmpty()) {
                pending.forEach(Pending::discard);
            }
            fail(table, Failures.of(e, "The publication of group " + name));
        } finally {
            begun.forEach(publications::end);
        }
    }

    /** Ends the run because the process stops, which is no failure of a table. */
    void stop() {
        fail("", stopped());
    }

    private ExportException stopped() {
        return new ExportException(
                ErrorCode.STOPPED,
                "Group " + name + " is not published: the process stops.",
                "It runs again at its next fire, or run it again by hand.",
                new Stopping());
    }

    /** What is waited for; asked with the lock of this run. */
    private interface Condition {
        boolean holds();
    }

    /** Fails when the wait has become useless because the process stops; asked with the lock of this run. */
    private interface Guard {
        void require() throws InterruptedException;
    }

    /**
     * Waits, in a place that others may have meanwhile.
     *
     * @param look is called now and then, without a lock
     */
    private void await(GroupMember self, Guard guard, Condition condition, Runnable look) {
        RunWaits.Wait wait = waits.begin(RunWaits.Kind.GROUP, self.tableId(), Instant.now());
        Lanes.lend();
        boolean isInterrupted = false;
        try {
            while (true) {
                try {
                    if (isOver(self, guard, condition)) {
                        return;
                    }
                    look.run();
                } catch (InterruptedException e) {
                    isInterrupted = true;
                    requireUninterrupted(e);
                }
            }
        } finally {
            Lanes.reclaim();
            waits.end(wait);
            if (isInterrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What is being published is waited for in any case: only then is it known what to report. */
    private synchronized void requireUninterrupted(InterruptedException e) {
        if (stage != Stage.PUBLISHING) {
            throw new ExportException(
                    ErrorCode.READ_INTERRUPTED,
                    "The process stopped while the run waited for the other tables of group " + name + ".",
                    "It runs at its next fire.",
                    e);
        }
    }

    private synchronized boolean isOver(GroupMember self, Guard guard, Condition condition)
            throws InterruptedException {
        // Asked first: what fails because the process stops is no failure.
        guard.require();
        requireSound(self);
        if (skipped != null) {
            throw skipped;
        }
        if (condition.holds()) {
            return true;
        }
        TimeUnit.NANOSECONDS.timedWait(this, LOOK.toNanos());
        return false;
    }
}
