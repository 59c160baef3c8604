package dev.caravan.source;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
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
 * The connections that read the chunks of one run, all in the snapshot of the first, which holds it. This is the only place where a
 * run waits for one of its connections.
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
    private final Set<Lease> leases = new HashSet<>();
    private @Nullable SharedSnapshot shared;
    private String lock = "";
    private int count = 1;
    private boolean lost;
    private boolean ended;

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
     * The right to read with one of the connections. Waits until one is free.
     *
     * @return null when the run ends meanwhile
     */
    public synchronized @Nullable Lease lease() {
        while (!ended && leases.size() >= count) {
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return null;
            }
        }
        if (ended) {
            return null;
        }
        Lease lease = new Lease(idle.poll());
        leases.add(lease);
        return lease;
    }

    /** The right to read with one connection. One that broke is replaced when it is asked for, in the same snapshot. */
    public final class Lease {
        private @Nullable Snapshot connection;
        private boolean isWorking;

        private Lease(@Nullable Snapshot connection) {
            this.connection = connection;
        }

        /** The caller's thread works with it from now on: {@link Readers#awaitIdle} waits until it is given back. */
        public void begin() {
            synchronized (Readers.this) {
                isWorking = true;
            }
        }

        /**
         * The connection.
         *
         * @throws ExportException READ_INTERRUPTED when the snapshot is gone or the run has ended
         */
        public Snapshot connection() {
            synchronized (Readers.this) {
                if (ended) {
                    throw runHasEnded();
                }
                if (connection != null) {
                    return connection;
                }
                if (lost) {
                    throw gone(null);
                }
            }
            Snapshot fresh = joined();
            synchronized (Readers.this) {
                if (!ended) {
                    connection = fresh;
                    return fresh;
                }
            }
            fresh.close();
            throw runHasEnded();
        }

        /** Closes the connection, which broke; the next that is asked for is another one. */
        public void replace() {
            synchronized (Readers.this) {
                if (connection != null) {
                    connection.close();
                    lost |= connection.equals(holder);
                    connection = null;
                }
            }
        }

        /** Whether another connection could read in the same snapshot if this one broke. */
        public boolean isReplaceable() {
            synchronized (Readers.this) {
                return !ended && !lost && !holder.equals(connection);
            }
        }

        /**
         * No thread works with it any more.
         *
         * @param isFree whether the connection has read to the end; if not, it serves nobody else
         */
        public void end(boolean isFree) {
            synchronized (Readers.this) {
                isWorking = false;
                if (isFree && !ended && leases.remove(this) && connection != null) {
                    idle.add(connection);
                    connection = null;
                }
                Readers.this.notifyAll();
            }
        }
    }

    private Snapshot joined() {
        DataSource more = source;
        SharedSnapshot same = shared;
        if (more == null || same == null) {
            throw new IllegalStateException("a connection that is alone cannot be replaced");
        }
        try {
            return Snapshot.join(more.getConnection(), same, lock);
        } catch (SQLException e) {
            if (JoinedConnections.isUnknownSnapshot(e)) {
                lose();
                throw gone(e);
            }
            throw SourceFailure.of(e, subject);
        }
    }

    private synchronized void lose() {
        lost = true;
    }

    /** Whether the run has ended, so that no connection is handed out any more. */
    public synchronized boolean isEnded() {
        return ended;
    }

    /** Hands out no further connection; whoever waits for one waits no longer. */
    public synchronized void end() {
        ended = true;
        notifyAll();
    }

    /** Breaks what still reads: threads that wait for the server wait no longer. */
    public synchronized void abort() {
        end();
        for (Lease lease : leases) {
            if (lease.connection != null) {
                lease.connection.abort();
            }
        }
    }

    /** Waits until no thread works with any of the connections. */
    public synchronized void awaitIdle() {
        boolean interrupted = false;
        while (leases.stream().anyMatch(lease -> lease.isWorking)) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Closes them all; those that still read are broken. */
    @Override
    public synchronized void close() {
        abort();
        for (Lease lease : leases) {
            if (lease.connection != null) {
                lease.connection.close();
            }
        }
        leases.clear();
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

    private ExportException runHasEnded() {
        return new ExportException(
                ErrorCode.READ_INTERRUPTED,
                "Reading " + subject + ": the run has ended.",
                "It is retried if the error is transient.");
    }
}
