package dev.caravan.routes;

import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells when a look at the route folder has neither ended nor got on with a file or route for three intervals: its file system
 * hangs, a file keeps a parser busy, or the thread is gone. It has a thread of its own, since that of the looks may be the one that hangs.
 */
final class RouteFolderWatchdog {
    private static final Logger LOG = LoggerFactory.getLogger(RouteFolderWatchdog.class);
    private static final int INTERVALS = 3;
    /** For intervals that are shorter than a pause of the garbage collector. */
    private static final Duration LEAST = Duration.ofSeconds(2);

    private final Duration interval;
    private final long patienceNanos;
    private volatile long lookedAtNanos = System.nanoTime();
    private volatile long progressAtNanos = lookedAtNanos;
    private @Nullable ScheduledExecutorService thread;
    private @Nullable Future<?> checks;
    private boolean told;

    RouteFolderWatchdog(Duration interval) {
        this.interval = interval;
        this.patienceNanos = Math.max(interval.multipliedBy(INTERVALS).toNanos(), LEAST.toNanos());
    }

    void start(CamelContext context) {
        thread = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "route-folder-watchdog");
        checks = thread.scheduleWithFixedDelay(
                this::check, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop(CamelContext context) {
        if (thread != null) {
            if (checks != null) {
                checks.cancel(false);
            }
            context.getExecutorServiceManager().shutdownNow(thread);
            thread = null;
        }
    }

    /** A look has been completed. */
    void looked() {
        lookedAtNanos = System.nanoTime();
        progressAtNanos = lookedAtNanos;
    }

    /** A look has got on with a file, or one of its routes: a look that loads hundreds of tables may take long. */
    void progressed() {
        progressAtNanos = System.nanoTime();
    }

    /** The time since the last look that was completed. */
    double ageSeconds() {
        return (System.nanoTime() - lookedAtNanos) / 1e9;
    }

    /** The time since the last progress when it is longer than three intervals, at least 1; or else 0. */
    long silentSeconds() {
        long nanos = System.nanoTime() - progressAtNanos;
        return nanos < patienceNanos ? 0 : Math.max(1, TimeUnit.NANOSECONDS.toSeconds(nanos));
    }

    static String message(long seconds) {
        return "The route folder has not been looked at for " + seconds
                + " s, so changes of table files are not loaded;"
                + " loaded tables keep running. Check that its file system responds, and the log for errors; a restart"
                + " of the pod starts the checks again.";
    }

    private void check() {
        long silent = silentSeconds();
        if (silent > 0 && !told) {
            told = true;
            LOG.error(message(silent));
        } else if (silent == 0 && told) {
            told = false;
            LOG.info("The route folder is looked at again.");
        }
    }
}
