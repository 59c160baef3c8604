package dev.caravan.component;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.schedule.Stopping;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;

/** The publications that are going on in a Camel context. When the process stops they may end, and no further one begins. */
public final class Publications {
    private final Set<String> underWay = new HashSet<>();
    private boolean refused;

    private Publications() {}

    /** Those of this context. */
    public static synchronized Publications of(CamelContext context) {
        Publications present = context.getRegistry().lookupByNameAndType("publications", Publications.class);
        if (present == null) {
            present = new Publications();
            context.getRegistry().bind("publications", present);
        }
        return present;
    }

    /**
     * One begins; {@link #end} has to follow.
     *
     * @param where which run publishes, for the sentence of a failure
     * @param attempt which attempt of it
     * @throws ExportException STOPPED when the process stops
     */
    public synchronized void begin(String where, String attempt) {
        if (refused) {
            throw new ExportException(
                    ErrorCode.STOPPED,
                    where + " is not published: the process stops.",
                    "It runs again at its next fire, or run it again by hand.",
                    new Stopping());
        }
        underWay.add(attempt);
    }

    /** One has ended, whatever became of it. */
    public synchronized void end(String attempt) {
        underWay.remove(attempt);
        notifyAll();
    }

    /** The attempts that publish now: what they have begun is not left half done. */
    public synchronized Set<String> attempts() {
        return Set.copyOf(underWay);
    }

    /** Whether no further one may begin, because the process is about to end. */
    public synchronized boolean isRefused() {
        return refused;
    }

    /** Lets no further one begin, and waits for those that have begun, no longer than so. */
    public synchronized void refuse(Duration patience) {
        refused = true;
        long until = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toNanos(); !underWay.isEmpty() && left > 0; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
