package dev.caravan.component;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.schedule.RunWaits;
import dev.caravan.schedule.Stopping;
import dev.caravan.schedule.Turns;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * How many runs may hold connections and memory at the same moment; further ones wait for their turn, the one whose fire is the
 * oldest first.
 *
 * <p>A slot is for a run that can work. So as many runs of each source may have a turn of their source, in which they get their
 * connection, before they take a slot: a database that does not answer keeps the tables of no other database waiting. Of several slots,
 * the runs of one source take all only while no other source waits.
 */
public final class RunSlots {
    /** The setting that says how many. */
    public static final String SETTING = "caravan.runs.maximum";

    /** Two: one run keeps a core busy with decoding while the other waits for S3 or the catalog. */
    private static final int DEFAULT_MAXIMUM = 2;

    /** Below this, exchanges cost more than the memory is worth. */
    private static final int LEAST_BATCH = 256 << 10;

    /** Exchange property: a run has asked for its turn before. */
    private static final String HAS_BEGUN = "CamelCaravanHasBegun";

    private final int maximum;
    private final long memory;
    private final Turns slots;
    private final Map<String, Turns> bySource = new HashMap<>();
    private final RunWaits waits = new RunWaits();
    private final List<Turns> others = new ArrayList<>();
    private boolean stopped;

    private RunSlots(int maximum, long memory) {
        this.maximum = maximum;
        this.memory = memory;
        this.slots = new Turns(maximum);
    }

    /** Those of this context. */
    public static synchronized RunSlots of(CamelContext context) {
        RunSlots present = context.getRegistry().lookupByNameAndType("runSlots", RunSlots.class);
        if (present == null) {
            present = new RunSlots(CountSetting.of(context, SETTING, DEFAULT_MAXIMUM), MemoryBudget.of(context));
            context.getRegistry().bind("runSlots", present);
        }
        return present;
    }

    /**
     * Since when an exchange waits: the moment at which its fire came due, or else its beginning. A run that waits for a lock so keeps its
     * place. Another attempt, after a failure, waits since now: a source that fails again and again would always be first.
     */
    public static Instant since(Exchange exchange) {
        if (exchange.getProperty(HAS_BEGUN, false, Boolean.class)) {
            return Instant.now();
        }
        exchange.setProperty(HAS_BEGUN, true);
        Date fire = exchange.getMessage().getHeader(Runs.SCHEDULED_FIRE_TIME, Date.class);
        return fire == null ? Instant.ofEpochMilli(exchange.getClock().getCreated()) : fire.toInstant();
    }

    /**
     * Waits for a slot.
     *
     * @param tableId whose run waits
     * @param since the wait counts
     * @return gives the slot back, once however often it is run
     * @throws Stopping when the process ends before there is one
     */
    public Runnable take(String tableId, Instant since) {
        return take(slots, "table " + tableId, tableId, since);
    }

    /**
     * Waits for a turn of a source, which comes before the slot.
     *
     * @throws Stopping when the process ends before there is one
     */
    public Turn turn(String source, String tableId, Instant since) {
        return new Turn(source, tableId, since, take(ofSource(source), source, tableId, since));
    }

    private synchronized Turns ofSource(String source) {
        Turns turns = bySource.computeIfAbsent(source, name -> new Turns(maximum));
        if (stopped) {
            turns.stop();
        }
        return turns;
    }

    private Runnable take(Turns turns, String group, String tableId, Instant since) {
        RunWaits.Wait wait = waits.begin(RunWaits.Kind.SLOT, tableId, since);
        try {
            return turns.take(since, group);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExportException(
                    ErrorCode.READ_INTERRUPTED,
                    "The process stopped while the run waited for its turn.",
                    "It runs at its next fire.",
                    e);
        } finally {
            waits.end(wait);
        }
    }

    /** What runs of this context wait for. */
    public RunWaits waits() {
        return waits;
    }

    /** Turns of another kind that end with these. */
    public synchronized void alsoStop(Turns turns) {
        others.add(turns);
        if (stopped) {
            turns.stop();
        }
    }

    /** Lets no further run begin: those that wait for anything fail with {@link Stopping}. */
    public synchronized void stop() {
        stopped = true;
        slots.stop();
        bySource.values().forEach(Turns::stop);
        others.forEach(Turns::stop);
        waits.stop();
    }

    /** The turn of one run, and its slot once it has one. */
    public final class Turn implements AutoCloseable {
        private final String source;
        private final String tableId;
        private final Instant since;
        private final Runnable turn;
        private @Nullable Runnable slot;

        private Turn(String source, String tableId, Instant since, Runnable turn) {
            this.source = source;
            this.tableId = tableId;
            this.since = since;
            this.turn = turn;
        }

        /**
         * Waits for the slot.
         *
         * @throws Stopping when the process ends before there is one
         */
        public void takeSlot() {
            slot = take(slots, "source " + source, tableId, since);
        }

        /** Gives back both; more than once does no harm. */
        @Override
        public void close() {
            Runnable taken = slot;
            if (taken != null) {
                taken.run();
            }
            turn.run();
        }
    }

    /** How many there are. */
    public int maximum() {
        return maximum;
    }

    /**
     * The most bytes of one open row group, so that those of all runs and readers together fit the budget.
     *
     * @param readers how many files the run writes at the same moment
     */
    public long rowGroupBytes(int readers) {
        return Math.max(1, memory / maximum / readers);
    }

    /**
     * The most bytes of one batch, which each reader holds besides its row group: as received, decoded, and encoded in open pages.
     *
     * @param readers how many batches the run works on at the same moment
     */
    public int batchBytes(int readers) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(LEAST_BATCH, rowGroupBytes(readers) / 2));
    }
}
