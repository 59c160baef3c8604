package dev.caravan.component;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.concurrent.Semaphore;
import org.apache.camel.CamelContext;

/**
 * How many runs may hold connections and memory at the same moment; further ones wait for their turn, in the order of their
 * fires.
 */
public final class RunSlots {
    /** The setting that says how many. */
    public static final String SETTING = "caravan.runs.maximum";

    /** Two: one run keeps a core busy with decoding while the other waits for S3 or the catalog. */
    private static final int DEFAULT_MAXIMUM = 2;

    /** Below this, exchanges cost more than the memory is worth. */
    private static final int LEAST_BATCH = 256 << 10;

    private final int maximum;
    private final long memory;
    private final Semaphore slots;

    private RunSlots(int maximum, long memory) {
        this.maximum = maximum;
        this.memory = memory;
        this.slots = new Semaphore(maximum, true);
    }

    /** Those of this context. */
    public static synchronized RunSlots of(CamelContext context) {
        RunSlots present = context.getRegistry().findSingleByType(RunSlots.class);
        if (present == null) {
            present = new RunSlots(maximum(context), MemoryBudget.of(context));
            context.getRegistry().bind("runSlots", present);
        }
        return present;
    }

    private static int maximum(CamelContext context) {
        String setting =
                context.getPropertiesComponent().resolveProperty(SETTING).orElse("");
        if (setting.isBlank()) {
            return DEFAULT_MAXIMUM;
        }
        if (!setting.strip().matches("[1-9][0-9]{0,3}")) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    SETTING + " is '" + setting + "'.",
                    "Set it to a whole number from 1 on.");
        }
        return Integer.parseInt(setting.strip());
    }

    /**
     * Waits for a slot.
     *
     * @return gives the slot back, once however often it is run
     * @throws ExportException READ_INTERRUPTED when the process stops meanwhile
     */
    public Runnable take() {
        try {
            slots.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ExportException(
                    ErrorCode.READ_INTERRUPTED,
                    "The process stopped while the run waited for its turn.",
                    "It runs at its next fire.",
                    e);
        }
        Semaphore once = new Semaphore(1);
        return () -> {
            if (once.tryAcquire()) {
                slots.release();
            }
        };
    }

    int maximum() {
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
