package dev.caravan.component.pgtable;

import dev.caravan.component.RunSlots;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.plan.TableRequest;
import dev.caravan.schedule.RunWaits;
import dev.caravan.source.Snapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets a run what it needs, in an order in which nobody has what another could use: a turn of its source, a connection, a slot, and in
 * it the locks of the table. One that does not get the locks gives all of it back before it waits.
 */
final class RunStart {
    private static final Logger LOG = LoggerFactory.getLogger(RunStart.class);

    /** A connection that waited for longer may have been closed by the server or a firewall. */
    private static final Duration TRUSTED = Duration.ofSeconds(10);

    private static final int CHECK_SECONDS = 5;

    private final RunSlots slots;
    private final String sourceName;
    private final DataSource source;
    private final TableRequest request;
    private final boolean waitsForLocks;

    /**
     * The beginning of one run.
     *
     * @param waitsForLocks whether it plans again when others have given back the locks; else it fails
     */
    RunStart(RunSlots slots, String sourceName, DataSource source, TableRequest request, boolean waitsForLocks) {
        this.slots = slots;
        this.sourceName = sourceName;
        this.source = source;
        this.request = request;
        this.waitsForLocks = waitsForLocks;
    }

    /**
     * Begins the run.
     *
     * @param since the run waits
     * @param locks waits for the table's
     * @param plan plans the run with the connection, and gives the turn back at its end
     * @throws dev.caravan.schedule.Stopping when the process ends before
     */
    <T> T begin(Instant since, LockWait locks, BiFunction<Connection, RunSlots.Turn, T> plan) {
        while (true) {
            RunSlots.Turn turn = slots.turn(sourceName, request.tableId(), since);
            ExportException refused;
            try {
                return plan.apply(connected(turn), turn);
            } catch (ExportException e) {
                turn.close();
                if (!waitsForLocks || e.code() != ErrorCode.LOCK_TIMEOUT) {
                    throw e;
                }
                refused = e;
            } catch (RuntimeException | Error e) {
                turn.close();
                throw e;
            }
            locks.await(refused);
        }
    }

    /** A connection in its slot. */
    private Connection connected(RunSlots.Turn turn) {
        Connection connection = connection();
        long begin = System.nanoTime();
        try {
            turn.takeSlot();
            if (System.nanoTime() - begin < TRUSTED.toNanos() || connection.isValid(CHECK_SECONDS)) {
                return connection;
            }
        } catch (SQLException e) {
            LOG.debug("A connection of {} cannot be checked", sourceName, e);
        } catch (RuntimeException e) {
            close(connection);
            throw e;
        }
        close(connection);
        return connection();
    }

    private Connection connection() {
        RunWaits.Wait wait = slots.waits().begin(RunWaits.Kind.CONNECTION, request.tableId(), Instant.now());
        try {
            return Snapshot.connect(source, request.subject());
        } finally {
            slots.waits().end(wait);
        }
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection that was broken already", e);
        }
    }
}
