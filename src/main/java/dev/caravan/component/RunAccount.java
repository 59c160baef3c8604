package dev.caravan.component;

import dev.caravan.aws.HungRequest;
import dev.caravan.catalog.CrawlResult;
import dev.caravan.component.RunEnd.Failure;
import dev.caravan.component.RunEnd.Outcome;
import dev.caravan.lake.Manifest;
import dev.caravan.limit.WaitExpired;
import dev.caravan.log.LogContext;
import dev.caravan.schedule.Stopping;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;
import org.jspecify.annotations.Nullable;

/**
 * What happened to a run so far, in all its attempts. One object for the exchange of the run and those that splits, chunks and uploads
 * make of it, so that the run is told of once, when its own exchange ends.
 */
public final class RunAccount {
    private static final String PROPERTY = "CamelCaravanAccount";

    private final Exchange owner;
    private final String runId;
    private final RunObservers observers;
    private @Nullable String table;
    private int failed;
    private int attempts = 1;
    private boolean stopped;
    private @Nullable Manifest manifest;
    private RunEnd.@Nullable Crawled crawl;
    private @Nullable Failure failure;

    private RunAccount(Exchange owner, String runId) {
        this.owner = owner;
        this.runId = runId;
        this.observers = RunObservers.of(owner.getContext());
    }

    /** That of the run of an exchange, which begins with this exchange if it has none yet. */
    static RunAccount begin(Exchange exchange, String runId) {
        RunAccount account = new RunAccount(exchange, runId);
        exchange.setProperty(PROPERTY, account);
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                account.end(done);
            }
        });
        return account;
    }

    /** That of the run that an exchange works on. */
    public static Optional<RunAccount> find(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, RunAccount.class));
    }

    /** What the calling thread logs from now on belongs to the run of this exchange, or to none if it has none. */
    static void markLines(Exchange exchange) {
        Optional<RunAccount> account = find(exchange);
        LogContext.mark(
                account.flatMap(RunAccount::table).orElse(null),
                account.map(RunAccount::runId).orElse(null));
    }

    public String runId() {
        return runId;
    }

    /** The table, once a step has named it. */
    public synchronized Optional<String> table() {
        return Optional.ofNullable(table);
    }

    /** A step works on this table. Another one than before is another run, on the same exchange. */
    synchronized void works(String tableId) {
        if (manifest != null && !manifest.table().equals(tableId)) {
            settle(owner);
            table = null;
            manifest = null;
            crawl = null;
            failure = null;
            failed = 0;
        }
        if (table == null) {
            table = tableId;
            observers.tell(each -> each.begun(tableId));
        }
    }

    /** Whether the exchange is the run's own, and not one of its chunks, batches or uploads. */
    boolean isOf(Exchange exchange) {
        return owner.equals(exchange);
    }

    /** An attempt failed, and another one follows. */
    synchronized void attemptFailed(Throwable caught) {
        failed++;
        attempts++;
        String named = named(owner);
        observers.tell(each -> each.attemptFailed(named, Failures.of(caught, "The run")));
    }

    /** Something is retried within an attempt. */
    synchronized void retried(RunObserver.Retry what) {
        String named = named(owner);
        observers.tell(each -> each.retried(named, what));
    }

    /** How often the run was tried, or the step that is tried after its publication. */
    public synchronized int attempts() {
        return attempts;
    }

    /** The rows are published; what follows is tried by itself. */
    public synchronized void published(Manifest published) {
        manifest = published;
        failure = null;
        attempts = 1;
    }

    /** The catalog is updated. */
    public synchronized void crawled(String crawler, CrawlResult result) {
        crawl = new RunEnd.Crawled(crawler, result);
    }

    /** The process ends, and the run does not begin any more or is broken off. */
    public synchronized void stopped() {
        stopped = true;
    }

    /** The run, or an exchange that belongs to it, failed permanently; the first reason counts. */
    public synchronized void failed(Failure reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    private synchronized void end(Exchange done) {
        LogContext.mark(named(done), runId);
        try {
            settle(done);
        } finally {
            LogContext.mark(null, null);
        }
    }

    private void settle(Exchange done) {
        String named = named(done);
        if (table == null) {
            table = named;
            observers.tell(each -> each.begun(named));
        }
        Throwable thrown = done.getException();
        if (thrown != null) {
            failed(new Failure(
                    Failures.of(thrown, "The run of " + named),
                    thrown,
                    FailedStep.of(done).orElse("unknown")));
        }
        boolean isFailed = thrown != null || done.getProperty(CaravanConstants.FAILURE) != null || manifest == null;
        Failure reason = isFailed ? failure : null;
        RunEnd end = new RunEnd(
                named,
                runId,
                outcome(reason),
                Duration.between(Instant.ofEpochMilli(done.getClock().getCreated()), Instant.now()),
                failed + 1,
                manifest,
                crawl,
                reason);
        observers.tell(each -> each.ended(end));
    }

    private Outcome outcome(@Nullable Failure reason) {
        if (reason != null) {
            boolean isStopped = stopped || (observers.areStopping() && isBrokenOff(reason.cause()));
            return isStopped ? Outcome.STOPPED : Outcome.FAILED;
        }
        return manifest != null ? Outcome.PUBLISHED : stopped ? Outcome.STOPPED : Outcome.SKIPPED;
    }

    /** Whether the process ended what the run waited for; neither the run nor what it reads has a fault. */
    private static boolean isBrokenOff(Throwable thrown) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            boolean isEnd = each instanceof Stopping
                    || each instanceof InterruptedException
                    || each instanceof RejectedExecutionException
                    || (each instanceof HungRequest hung && hung.isStop())
                    || (each instanceof WaitExpired expired && expired.isStop());
            if (isEnd) {
                return true;
            }
        }
        return false;
    }

    /** The table; before a step has named it, what the route of the exchange is called. */
    private String named(Exchange exchange) {
        return table == null ? Objects.requireNonNullElse(exchange.getFromRouteId(), "unknown") : table;
    }
}
