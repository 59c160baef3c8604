package dev.caravan.component.pgtable;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.component.GroupOpening;
import dev.caravan.component.ReaderSlots;
import dev.caravan.component.RunSlots;
import dev.caravan.component.SnapshotGroups;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.Planner;
import dev.caravan.plan.TableRequest;
import dev.caravan.source.SharedSnapshot;
import dev.caravan.source.Snapshot;
import dev.caravan.source.SourceFailure;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;

/**
 * Takes the snapshot of a group: a connection that reads nothing locks its tables, takes the snapshot and holds it while others read in it.
 *
 * <p>Locks come first, as for a single table, or an ALTER TABLE between snapshot and lock would have a table read as empty. While a lock
 * is waited for, no other one is held.
 */
final class GroupStart implements GroupOpening {
    /**
     * How long a table of a group waits for a lock once the snapshot is taken. Who waits for the lock that the snapshot holds stands before
     * it in PostgreSQL's queue, so a longer wait would only hold up both.
     */
    static final Duration LOCK_TIMEOUT = Duration.ofSeconds(2);

    private final CamelContext context;
    private final String group;
    private final String sourceName;
    private final DataSource source;
    private final Duration lockTimeout;

    /**
     * The snapshot of a group.
     *
     * @param lockTimeout how long it waits for the locks of each table
     */
    GroupStart(CamelContext context, String group, String sourceName, DataSource source, Duration lockTimeout) {
        this.context = context;
        this.group = group;
        this.sourceName = sourceName;
        this.source = source;
        this.lockTimeout = lockTimeout;
    }

    @Override
    public Held open(List<TableRequest> requests) {
        requireRoom();
        Map<TableRequest, LockWait> waits = new HashMap<>();
        AtomicInteger asked = new AtomicInteger();
        while (true) {
            ExportException refused;
            try {
                return open(requests, lockWait(waits, requests.get(asked.get())).attempt(), asked);
            } catch (ExportException e) {
                if (e.code() != ErrorCode.LOCK_TIMEOUT) {
                    throw e;
                }
                refused = e;
            }
            lockWait(waits, requests.get(asked.get())).await(refused);
        }
    }

    private LockWait lockWait(Map<TableRequest, LockWait> waits, TableRequest asked) {
        return waits.computeIfAbsent(
                asked,
                request -> new LockWait(source, request, RunSlots.of(context).waits(), lockTimeout, Duration.ZERO));
    }

    /**
     * Tries once.
     *
     * @param asked is set to the place of the table whose lock is asked for
     */
    private Held open(List<TableRequest> requests, Duration patience, AtomicInteger asked) {
        Runnable turn =
                SnapshotGroups.of(context).turn(sourceName, requests.get(0).tableId());
        Runnable reserved = ReaderSlots.of(context).hold(sourceName);
        try {
            Snapshot snapshot = Snapshot.on(Snapshot.connect(source, subject()), subject(), patience);
            try {
                for (int i = 0; i < requests.size(); i++) {
                    asked.set(i);
                    Planner.lock(snapshot, requests.get(i));
                }
                SharedSnapshot shared = snapshot.share();
                return new Held(shared, once(() -> {
                    snapshot.close();
                    reserved.run();
                    turn.run();
                }));
            } catch (SQLException e) {
                snapshot.close();
                throw SourceFailure.of(e, subject());
            } catch (RuntimeException | Error e) {
                snapshot.close();
                throw e;
            }
        } catch (RuntimeException | Error e) {
            reserved.run();
            turn.run();
            throw e;
        }
    }

    private static Runnable once(Runnable end) {
        AtomicBoolean hasEnded = new AtomicBoolean();
        return () -> {
            if (hasEnded.compareAndSet(false, true)) {
                end.run();
            }
        };
    }

    private String subject() {
        return "group " + group;
    }

    /** A table that waited for the connection which holds its own snapshot would wait for ever. */
    private void requireRoom() {
        int runs = RunSlots.of(context).maximum();
        if (source instanceof HikariDataSource pool && pool.getMaximumPoolSize() <= runs) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "Group " + group + " needs a connection besides those of its tables, and the pool of source "
                            + sourceName + " has " + pool.getMaximumPoolSize() + " for " + RunSlots.SETTING + " = "
                            + runs + ".",
                    "Set caravan.source." + sourceName + ".pool-size to at least " + (runs + 1) + ", or lower "
                            + RunSlots.SETTING + ".");
        }
    }
}
