package dev.caravan.component;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.source.Readers;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;

/**
 * Divides the connections of each source over the runs, so that no run waits for a connection while it has one: two that did
 * would wait for each other.
 *
 * <p>A connection is kept for the snapshot of every run that may begin ({@code caravan.runs.maximum}); of the others a run takes what
 * it wants, and leaves one for each run that has not asked yet.
 */
public final class ReaderSlots {
    private final int runs;
    private final Map<String, Integer> taken = new HashMap<>();
    private final Map<String, Integer> asked = new HashMap<>();

    private ReaderSlots(int runs) {
        this.runs = runs;
    }

    /** Those of this context. */
    public static synchronized ReaderSlots of(CamelContext context) {
        ReaderSlots present = context.getRegistry().lookupByNameAndType("readerSlots", ReaderSlots.class);
        if (present == null) {
            present = new ReaderSlots(RunSlots.of(context).maximum());
            context.getRegistry().bind("readerSlots", present);
        }
        return present;
    }

    /**
     * What a run may take.
     *
     * @param name of the source
     * @param isAsked whether the table file names a number of readers: a pool of which nobody knows the size gives that many, and
     *     else none
     */
    public Share share(String name, DataSource source, boolean isAsked) {
        return new Share(name, source, isAsked);
    }

    /**
     * Keeps a connection for what holds the snapshot of a group besides the runs.
     *
     * @param name of the source
     * @return gives it back; once
     */
    public synchronized Runnable hold(String name) {
        taken.merge(name, 1, Integer::sum);
        return () -> release(name);
    }

    private synchronized void release(String name) {
        taken.merge(name, -1, Integer::sum);
    }

    private synchronized int take(String name, int wanted, int connections) {
        int asking = asked.merge(name, 1, Integer::sum);
        int free = connections - runs - taken.getOrDefault(name, 0);
        int others = Math.max(0, Math.min(runs - asking, free / 2));
        int given = Math.max(0, Math.min(wanted, free - others));
        taken.merge(name, given, Integer::sum);
        return given;
    }

    private synchronized void giveBack(String name, int given) {
        asked.merge(name, -1, Integer::sum);
        taken.merge(name, -given, Integer::sum);
    }

    /** What one run has taken, until it ends. */
    public final class Share implements Readers.Allowance, AutoCloseable {
        private final String name;
        private final DataSource source;
        private final boolean isAsked;
        private boolean isTaken;
        private int given;

        private Share(String name, DataSource source, boolean isAsked) {
            this.name = name;
            this.source = source;
            this.isAsked = isAsked;
        }

        @Override
        public synchronized int take(int wanted) {
            if (!(source instanceof HikariDataSource pool)) {
                return isAsked ? wanted : 0;
            }
            isTaken = true;
            // Routes of others may have connections of the pool as well.
            int idle = pool.getMaximumPoolSize() - pool.getHikariPoolMXBean().getActiveConnections();
            given = ReaderSlots.this.take(name, Math.max(0, Math.min(wanted, idle)), pool.getMaximumPoolSize());
            return given;
        }

        /** Gives them back; more than once does no harm. */
        @Override
        public synchronized void close() {
            if (isTaken) {
                isTaken = false;
                giveBack(name, given);
            }
        }
    }
}
