package dev.caravan.source;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that read the chunks of one run, all in the snapshot of the first, which holds it.
 *
 * <p>The holder reads nothing itself if enough other connections are available: then any of them may be lost and replaced.
 * Safe for use by several threads at once.
 */
public final class Readers implements AutoCloseable {
    /** How many connections a run may have besides the one that holds its snapshot; asked once. */
    @FunctionalInterface
    public interface Allowance {
        /**
         * Takes connections.
         *
         * @return how many of those wanted may be opened; never waits, since the run has one already
         */
        int take(int wanted);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Readers.class);

    private final @Nullable DataSource source;
    private final Snapshot holder;
    private final String subject;
    private final Allowance allowance;
    private final Deque<Snapshot> idle = new ArrayDeque<>();
    private final Set<Snapshot> reading = new HashSet<>();
    private @Nullable SharedSnapshot shared;
    private String lock = "";
    private int count = 1;
    private int missing;
    private boolean lost;
    private boolean closed;

    private Readers(@Nullable DataSource source, Snapshot holder, String subject, Allowance allowance) {
        this.source = source;
        this.holder = holder;
        this.subject = subject;
        this.allowance = allowance;
        idle.add(holder);
    }

    /** The holder of the snapshot reads everything itself. */
    public static Readers alone(Snapshot holder) {
        return new Readers(null, holder, "", wanted -> 0);
    }

    /**
     * The holder, and as many others as a large table is worth; planning opens them.
     *
     * @param subject what is read, for the sentence of a failure
     */
    public static Readers of(DataSource source, Snapshot holder, String subject, Allowance allowance) {
        return new Readers(source, holder, subject, allowance);
    }

    /** Whether the holder of the snapshot is all there is, so that nothing can be read again without it. */
    public synchronized boolean isAlone() {
        return shared == null || (count == 1 && idle.contains(holder));
    }

    /** How many read side by side. */
    public synchronized int count() {
        return count;
    }

    /**
     * Opens the further connections, before anything is read. A connection that is not available is logged, and the run reads with fewer.
     *
     * @param wanted how many to read side by side
     * @param lockStatement locks everything that will be read
     * @return how many there are
     */
    public synchronized int open(int wanted, String lockStatement) throws SQLException {
        DataSource more = source;
        int allowed = more == null ? 0 : allowance.take(wanted);
        if (more == null || allowed == 0) {
            return count;
        }
        lock = lockStatement;
        shared = holder.share();
        List<Snapshot> others = new JoinedConnections(more, shared, lock, subject).open(Math.min(wanted, allowed));
        if (others.isEmpty()) {
            return count;
        }
        idle.clear();
        idle.addAll(others);
        if (others.size() < wanted) {
            idle.add(holder);
        }
        count = idle.size();
        return count;
    }

    /**
     * Takes a connection that reads nothing at the moment, and waits until there is one. One that broke is replaced.
     *
     * @throws ExportException READ_INTERRUPTED when the snapshot is gone or the run has ended
     */
    public Snapshot take() {
        Snapshot free = awaitIdle();
        return free == null ? replacement() : free;
    }

    /** One that is idle; null when one has to be replaced. */
    private synchronized @Nullable Snapshot awaitIdle() {
        while (!closed && !lost && idle.isEmpty() && missing == 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw ended(e);
            }
        }
        if (closed) {
            throw ended(null);
        }
        Snapshot free = idle.poll();
        if (free != null) {
            reading.add(free);
        } else if (lost) {
            throw gone(null);
        } else {
            missing--;
        }
        return free;
    }

    private Snapshot replacement() {
        Snapshot fresh = null;
        try {
            fresh = joined();
        } catch (SQLException e) {
            if (JoinedConnections.isUnknownSnapshot(e)) {
                lose();
                throw gone(e);
            }
            throw SourceFailure.of(e, subject);
        } finally {
            if (fresh == null) {
                missing();
            }
        }
        synchronized (this) {
            if (!closed) {
                reading.add(fresh);
                return fresh;
            }
        }
        fresh.close();
        throw ended(null);
    }

    private Snapshot joined() throws SQLException {
        if (source == null || shared == null) {
            throw new IllegalStateException("a connection that is alone cannot be replaced");
        }
        Connection connection = source.getConnection();
        return Snapshot.join(connection, shared, lock);
    }

    private synchronized void missing() {
        missing++;
        notifyAll();
    }

    private synchronized void lose() {
        lost = true;
        notifyAll();
    }

    /** Whether the snapshot is known to be gone: what is not read yet cannot be read any more. */
    public synchronized boolean isLost() {
        return lost || closed;
    }

    /** Whether the snapshot goes when this connection goes. */
    public boolean isHolder(Snapshot connection) {
        return connection.equals(holder);
    }

    /**
     * Gives a connection back.
     *
     * @param usable whether it has read to the end; if not, it is closed
     */
    public synchronized void giveBack(Snapshot connection, boolean usable) {
        if (!reading.remove(connection)) {
            return;
        }
        if (usable && !closed) {
            idle.add(connection);
        } else {
            connection.close();
            if (isHolder(connection)) {
                lost = true;
            } else {
                missing++;
            }
        }
        notifyAll();
    }

    /** Hands out no further connection and aborts those that are reading: threads that wait for one, or for the server, wait no longer. */
    public synchronized void abort() {
        closed = true;
        reading.forEach(Snapshot::abort);
        notifyAll();
    }

    /** Closes them all; those that still read are broken. */
    @Override
    public synchronized void close() {
        abort();
        reading.forEach(Snapshot::close);
        reading.clear();
        idle.forEach(Snapshot::close);
        idle.clear();
        holder.close();
    }

    private ExportException gone(@Nullable Throwable cause) {
        LOG.debug("The snapshot of {} is gone", subject, cause);
        return new ExportException(
                ErrorCode.READ_INTERRUPTED,
                "Reading " + subject
                        + ": the connection that holds the snapshot of the run is gone, so that what is not read"
                        + " yet cannot be read in the same moment.",
                "It is retried with a newer snapshot; look for what ends idle transactions, such as a firewall or a pooler.",
                cause);
    }

    private ExportException ended(@Nullable Throwable cause) {
        return new ExportException(
                ErrorCode.READ_INTERRUPTED,
                "Reading " + subject + ": the run has ended.",
                "It is retried if the error is transient.",
                cause);
    }
}
