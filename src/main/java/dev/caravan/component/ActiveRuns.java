package dev.caravan.component;

import dev.caravan.error.Count;
import dev.caravan.error.ExportException;
import dev.caravan.run.ActiveRun;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;

/** The runs that are going on in a Camel context, by table: what progress bars and status pages look at. */
public final class ActiveRuns {
    private final Map<String, ActiveRun> byTable = new ConcurrentHashMap<>();

    private ActiveRuns() {}

    /** Those of this context. */
    public static ActiveRuns of(CamelContext context) {
        ActiveRuns present = context.getRegistry().lookupByNameAndType("activeRuns", ActiveRuns.class);
        return present != null ? present : made(context);
    }

    private static synchronized ActiveRuns made(CamelContext context) {
        ActiveRuns present = context.getRegistry().lookupByNameAndType("activeRuns", ActiveRuns.class);
        if (present == null) {
            present = new ActiveRuns();
            context.getRegistry().bind("activeRuns", present);
        }
        return present;
    }

    /** The run of this table, if one is going on. */
    public Optional<ActiveRun> find(String tableId) {
        return Optional.ofNullable(byTable.get(tableId));
    }

    /** What is going on, in a few words: the tables and how many rows of each are read. */
    public String summary() {
        return byTable.values().stream()
                .sorted(Comparator.comparing(run -> run.plan().tableId()))
                .map(run -> run.plan().tableId() + " " + Count.of(run.rowsRead(), "row"))
                .collect(Collectors.joining(", "));
    }

    /** Lets those that go on fail, and read nothing more. */
    public void fail(ExportException failure) {
        byTable.values().forEach(run -> {
            run.fail(failure);
            run.abandonReads();
        });
    }

    /** Leaves nothing in the lake of files that are being uploaded, for runs that the process does not wait for any longer. */
    public void abortUploads() {
        byTable.values().forEach(ActiveRun::abortUploads);
    }

    /** Waits until none is going on, no longer than so; an interrupted thread does not wait. */
    public synchronized void awaitNone(Duration patience) {
        long until = System.nanoTime() + patience.toNanos();
        try {
            while (!byTable.isEmpty() && System.nanoTime() - until < 0) {
                TimeUnit.NANOSECONDS.timedWait(this, until - System.nanoTime());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void begun(ActiveRun run) {
        byTable.put(run.plan().tableId(), run);
    }

    synchronized void ended(ActiveRun run) {
        byTable.remove(run.plan().tableId(), run);
        notifyAll();
    }
}
