package dev.caravan.component;

import dev.caravan.component.RunEnd.Outcome;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.schedule.Lanes;
import dev.caravan.schedule.RunWaits;
import dev.caravan.schedule.Turns;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.jspecify.annotations.Nullable;

/**
 * The groups of tables that are read in one snapshot and published together: which tables each has, and which of them have come to be
 * read.
 *
 * <p>The tables of a group are those that the route files name, whether their files can be loaded or not, and those of steps
 * {@code pg-table} that have been started. So a group is never exported without one that cannot run.
 */
public final class SnapshotGroups implements RunObserver {
    /** The setting that says how long a table waits for another one of its group that is neither running nor queued. */
    public static final String TIMEOUT = "caravan.group.timeout";

    private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

    private final CamelContext context;
    private final Duration timeout;
    private final Map<String, GroupRun> gathering = new HashMap<>();
    private final Map<String, Turns> ofSource = new HashMap<>();
    private final Map<String, Set<String>> started = new HashMap<>();
    private final Map<String, End> ends = new HashMap<>();
    private final Set<String> running = new HashSet<>();
    private Map<String, Set<String>> declared = Map.of();
    private boolean isScheduled;
    private BooleanSupplier isAnyQueued = () -> false;

    private SnapshotGroups(CamelContext context) {
        this.context = context;
        this.timeout = TimeSetting.of(context, TIMEOUT, DEFAULT_TIMEOUT);
        RunObservers.of(context).add(this);
    }

    /** The last end of a table's run. */
    record End(RunEnd run, Instant at) {}

    /** Those of this context. */
    public static synchronized SnapshotGroups of(CamelContext context) {
        SnapshotGroups present = context.getRegistry().lookupByNameAndType("snapshotGroups", SnapshotGroups.class);
        if (present == null) {
            present = new SnapshotGroups(context);
            context.getRegistry().bind("snapshotGroups", present);
        }
        return present;
    }

    /**
     * Says which tables the route files name, in place of what was said before.
     *
     * @param tablesOfGroups by the name of the group
     */
    public synchronized void declare(Map<String, Set<String>> tablesOfGroups) {
        declared = Map.copyOf(tablesOfGroups);
    }

    /**
     * Tables run by their schedules here, and not because a command names them.
     *
     * @param isAny asks whether runs wait in line, so that a table may be late without having been forgotten
     */
    public synchronized void bySchedule(BooleanSupplier isAny) {
        isScheduled = true;
        isAnyQueued = isAny;
    }

    /** A step that reads a table of a group was started. */
    public synchronized void started(String group, String tableId) {
        started.computeIfAbsent(group, name -> new HashSet<>()).add(tableId);
    }

    /** A step that reads a table of a group was stopped. */
    public synchronized void stopped(String group, String tableId) {
        started.computeIfPresent(group, (name, tables) -> {
            tables.remove(tableId);
            return tables.isEmpty() ? null : tables;
        });
    }

    /**
     * Waits until all tables of the group have come, and their snapshot is taken.
     *
     * @param arrival the table that has come
     * @param opening takes the snapshot; the last to come does it
     * @return the part that the table has from now on, until its exchange leaves the run
     * @throws ExportException GROUP_INCOMPLETE when a table does not come; or why another one failed
     * @throws GroupSkipped when a table does not come because its previous run was still going on
     * @throws dev.caravan.schedule.Stopping when the process ends meanwhile
     */
    public GroupMember gather(GroupMember.Arrival arrival, GroupOpening opening) {
        GroupMember member = arrive(arrival);
        try {
            member.run().gather(member, opening);
            return member;
        } finally {
            forget(member.run());
        }
    }

    /** A run asks what is known here while it is locked, so it is never called with the lock of this. */
    private GroupMember arrive(GroupMember.Arrival arrival) {
        while (true) {
            GroupRun run = gathering(arrival.group());
            GroupMember member = new GroupMember(arrival, run);
            if (run.add(member)) {
                return member;
            }
            forget(run);
        }
    }

    private synchronized GroupRun gathering(String group) {
        return gathering.computeIfAbsent(
                group, name -> new GroupRun(name, this, RunSlots.of(context).waits()));
    }

    /** A run for which no further table is waited. */
    synchronized void forget(GroupRun run) {
        gathering.remove(run.name(), run);
    }

    /**
     * Waits for the turn of one group of a source: each holds a connection besides those of its runs, and the pool has one for that.
     *
     * @param tableId whose thread waits
     * @return gives the turn back, once however often it is run
     * @throws dev.caravan.schedule.Stopping when the process ends meanwhile
     */
    public Runnable turn(String source, String tableId) {
        RunWaits waits = RunSlots.of(context).waits();
        RunWaits.Wait wait = waits.begin(RunWaits.Kind.GROUP, tableId, Instant.now());
        Lanes.lend();
        try {
            return turns(source).take(wait.since());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExportException(
                    ErrorCode.READ_INTERRUPTED,
                    "The process stopped while a group waited for its turn.",
                    "It runs at its next fire.",
                    e);
        } finally {
            Lanes.reclaim();
            waits.end(wait);
        }
    }

    private synchronized Turns turns(String source) {
        return ofSource.computeIfAbsent(source, name -> {
            Turns turns = new Turns(1);
            RunSlots.of(context).alsoStop(turns);
            return turns;
        });
    }

    /** The tables that a group has now. */
    synchronized Set<String> tables(String group) {
        Set<String> tables = new TreeSet<>(declared.getOrDefault(group, Set.of()));
        tables.addAll(started.getOrDefault(group, Set.of()));
        return tables;
    }

    Duration timeout() {
        return timeout;
    }

    /** Whether a table that has not come is on its way. */
    synchronized boolean isUnderWay(Set<String> missing) {
        return missing.stream().anyMatch(running::contains) || isAnyQueued.getAsBoolean();
    }

    /** Whether a schedule would run this table and cannot: it has no route, or that is stopped. */
    synchronized boolean cannotRun(String tableId) {
        if (!isScheduled) {
            return false;
        }
        ServiceStatus status = context.getRouteController().getRouteStatus(tableId);
        return status == null || !status.isStarted();
    }

    synchronized @Nullable End endOf(String tableId) {
        return ends.get(tableId);
    }

    @Override
    public synchronized void begun(String table) {
        running.add(table);
        ends.remove(table);
    }

    @Override
    public synchronized void ended(RunEnd end) {
        running.remove(end.table());
        ends.put(end.table(), new End(end, Instant.now()));
    }

    /**
     * Whether a table has no run at this fire, and needs none: its last run was that of another fire, so that this one found it running
     * and was skipped, or another process has published this one.
     */
    static boolean isCovered(RunEnd end, GroupMember.Arrival arrival) {
        boolean isOfOtherFire = !end.runId().equals(arrival.runId());
        return end.outcome() == Outcome.PUBLISHED
                || (arrival.isScheduled() && (isOfOtherFire || end.outcome() == Outcome.SKIPPED));
    }
}
