package dev.caravan.pod.signals;

import dev.caravan.component.RunEnd;
import dev.caravan.component.RunEnd.Failure;
import dev.caravan.component.RunEnd.Outcome;
import dev.caravan.component.RunObserver;
import dev.caravan.component.ThreadPools;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;
import dev.caravan.log.SafeText;
import io.sentry.Sentry;
import io.sentry.SentryEvent;
import io.sentry.SentryLevel;
import io.sentry.SentryOptions;
import io.sentry.protocol.Message;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one event to Sentry for each run that failed permanently, grouped by error code.
 *
 * <p>What a server answered and what a value was stays here: either may hold confidential values. The event says which run
 * of which table failed at which step, with which code, and the hint; log and dead letter say the rest.
 *
 * <p>Everything is done on other threads, and the end of the process waits for no event that is older than {@link #PATIENCE}.
 */
public final class SentryReports implements RunObserver, AutoCloseable {
    /** The setting that names the project. */
    public static final String DSN = "caravan.sentry.dsn";

    /** How long an event has until the end of the process. */
    static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(SentryReports.class);
    private static final int MOST_WAITING = 100;
    private static final int REQUEST_MILLIS = 5_000;

    private final String dsn;
    private final String environment;
    private final String release;
    private final ExecutorService thread;
    private boolean started;
    private volatile long lastNanos = System.nanoTime() - PATIENCE.toNanos();

    /** Reports to a project. */
    public SentryReports(CamelContext context, String dsn, String environment, String release) {
        this.dsn = dsn;
        this.environment = environment;
        this.release = release;
        this.thread = ThreadPools.make(context, "sentry", 1, MOST_WAITING);
    }

    @Override
    public void ended(RunEnd end) {
        Failure failure = end.failure();
        if (end.outcome() == Outcome.FAILED && failure != null) {
            lastNanos = System.nanoTime();
            try {
                thread.execute(() -> send(event(end, failure)));
            } catch (RejectedExecutionException e) {
                LOG.debug("More failures wait for Sentry than it is told of", e);
            }
        }
    }

    private void send(SentryEvent event) {
        try {
            start();
            Sentry.captureEvent(event);
        } catch (RuntimeException | Error e) {
            LOG.warn("A failed run could not be reported to Sentry", e);
        }
    }

    /** With the first event, so that nothing of it costs a pod that has none. */
    private void start() {
        if (started) {
            return;
        }
        started = true;
        Sentry.init(options -> {
            configure(options);
            options.setDsn(dsn);
            options.setEnvironment(environment);
            options.setRelease(release);
        });
    }

    /** An event for each failed run, and nothing else: no metrics, no sessions, nothing that is collected by itself. */
    private static void configure(SentryOptions options) {
        options.setEnableExternalConfiguration(false);
        options.setEnableUncaughtExceptionHandler(false);
        options.setEnableShutdownHook(false);
        options.setEnableAutoSessionTracking(false);
        options.setEnableDeduplication(false);
        options.setSendClientReports(false);
        options.setSendModules(false);
        options.setAttachStacktrace(false);
        options.setAttachThreads(false);
        options.setMaxBreadcrumbs(0);
        options.setConnectionTimeoutMillis(REQUEST_MILLIS);
        options.setReadTimeoutMillis(REQUEST_MILLIS);
        // The wait is in close().
        options.setShutdownTimeoutMillis(0);
        options.setFlushTimeoutMillis(0);
        options.setBeforeSend((event, hint) -> {
            // Classes and lines of a stack trace, without what the exceptions say.
            Objects.requireNonNullElse(event.getExceptions(), List.<io.sentry.protocol.SentryException>of())
                    .forEach(exception -> exception.setValue(null));
            return event;
        });
    }

    private static SentryEvent event(RunEnd end, Failure failure) {
        ExportException error = failure.error();
        SentryEvent event = new SentryEvent();
        Message message = new Message();
        message.setFormatted(
                error.code() + ": the run of " + end.table() + " failed permanently at step " + failure.step()
                        + (end.manifest() == null ? "." : "; its rows are published, but the catalog is not updated."));
        event.setMessage(message);
        event.setLevel(SentryLevel.ERROR);
        event.setLogger("caravan");
        event.setFingerprints(List.of(error.code().name()));
        event.setTag("table", end.table());
        event.setTag("run", end.runId());
        event.setTag("step", failure.step());
        event.setTag("code", error.code().name());
        event.setTag("kind", error.kind().name().toLowerCase(Locale.ROOT));
        event.setExtra("hint", SafeText.withoutSecrets(error.hint()));
        event.setExtra("attempts", end.attempts());
        event.setExtra("seconds", end.took().toSeconds());
        if (error.kind() == ErrorKind.INTERNAL) {
            event.setThrowable(failure.cause());
        }
        return event;
    }

    /** Sends what was reported just now, as far as that takes no longer than {@link #PATIENCE} since then. */
    @Override
    public void close() {
        thread.shutdown();
        long until = lastNanos + PATIENCE.toNanos();
        try {
            boolean isHandedOver = thread.awaitTermination(until - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (isHandedOver && started) {
                Sentry.flush(Math.max(0, TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime())));
                Sentry.close();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
