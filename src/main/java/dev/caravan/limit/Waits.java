package dev.caravan.limit;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The waits on other systems. A thread looks at them four times a second, tells in the log of each that makes no progress, and
 * ends it at its limit, or when the process stops.
 *
 * <p>Progress counts, not the time that something takes altogether: a slow network is no reason to end anything.
 */
public final class Waits implements AutoCloseable {
    /** The name that components find them by. */
    public static final String BEAN = "waits";

    private static final Logger LOG = LoggerFactory.getLogger(Waits.class);
    private static final long LOOK_MILLIS = 250;

    private final Duration tellAfter;
    private final Set<Wait> open = ConcurrentHashMap.newKeySet();
    private @Nullable ScheduledExecutorService watch;
    private volatile boolean ends;
    private volatile long end;

    /**
     * None yet.
     *
     * @param tellAfter how long a wait may be without progress before the log tells of it
     */
    public Waits(Duration tellAfter) {
        this.tellAfter = tellAfter;
    }

    /** A wait that is watched until it is closed; it begins when it says so. */
    public Wait open(Subject subject) {
        Wait wait = new Wait(this, subject);
        open.add(wait);
        startWatch();
        return wait;
    }

    /** Ends whatever waits at that moment or begins to wait later: the process stops. */
    public void endAll(Duration from) {
        end = System.nanoTime() + from.toNanos();
        ends = true;
    }

    /** Ends whatever waits at this moment, and nothing that begins to wait later, so that those who fail can tidy up. */
    public void endPresent() {
        look(true);
    }

    void forget(Wait wait) {
        open.remove(wait);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // it throws nothing and is not cancelled alone
    private synchronized void startWatch() {
        if (watch == null) {
            watch = Executors.newSingleThreadScheduledExecutor(work -> {
                Thread thread = new Thread(work, "caravan-waits");
                thread.setDaemon(true);
                return thread;
            });
            watch.scheduleWithFixedDelay(
                    () -> look(ends && System.nanoTime() - end >= 0), LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void look(boolean over) {
        for (Wait wait : open) {
            try {
                wait.look(tellAfter, over);
            } catch (RuntimeException | Error e) {
                // The executor would never look again.
                LOG.error("A wait could not be looked at", e);
            }
        }
    }

    /** Ends what still waits, and watches no longer. */
    @Override
    public synchronized void close() {
        endAll(Duration.ZERO);
        endPresent();
        if (watch != null) {
            watch.shutdownNow();
        }
    }

    /** For messages: 40 s, 5 min, 1.5 s. */
    static String spelled(Duration time) {
        long millis = time.toMillis();
        if (millis >= 120_000 && millis % 60_000 == 0) {
            return millis / 60_000 + " min";
        }
        return millis < 10_000 && millis % 1_000 != 0
                ? Math.floorDiv(millis, 100L) / 10.0 + " s"
                : millis / 1_000 + " s";
    }
}
