package dev.caravan.pod.signals;

import dev.caravan.component.LakeStores;
import dev.caravan.component.RunEnd;
import dev.caravan.component.RunEnd.Failure;
import dev.caravan.component.RunEnd.Outcome;
import dev.caravan.component.RunObserver;
import dev.caravan.component.RunObservers;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.LastPublication;
import dev.caravan.lake.Layout;
import dev.caravan.lake.Manifest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.StaticService;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The metrics of the tables and their runs, each run counted once, at its end; docs/metrics.md lists all of them. */
public final class RunMetrics extends ServiceSupport implements StaticService, RunObserver, KnownTables.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(RunMetrics.class);

    /** A file that is replaced takes its routes away and brings them again; its counters stay. */
    private static final Duration REPLACED_WITHIN = Duration.ofSeconds(3);

    /** A pod that starts has more urgent work. */
    private static final Duration READ_AFTER = Duration.ofSeconds(2);

    private static final Duration READ_AGAIN = Duration.ofMinutes(1);

    private final CamelContext context;
    private final String version;
    private final KnownTables known;
    private final Map<String, TableMeters> tables = new ConcurrentHashMap<>();
    private final Map<ErrorCode, Counter> errors = new EnumMap<>(ErrorCode.class);
    private MeterRegistry registry = Metrics.globalRegistry;
    private @Nullable Scheduler scheduler;
    private @Nullable ScheduledExecutorService thread;

    /** Those of a context, which has not loaded the route folder yet. */
    public RunMetrics(CamelContext context, String version) {
        this.context = context;
        this.version = version;
        this.known = new KnownTables(context, this);
    }

    @Override
    protected void doStart() {
        MeterRegistry shown = context.getRegistry().findSingleByType(MeterRegistry.class);
        registry = shown == null ? Metrics.globalRegistry : shown;
        for (ErrorCode code : ErrorCode.values()) {
            errors.put(
                    code,
                    Counter.builder("caravan.attempt.errors")
                            .description("Failed attempts of runs of all tables, by error code")
                            .tag("code", code.name())
                            .tag("kind", code.kind().name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        Gauge.builder("caravan.build.info", () -> 1)
                .description("The version of Caravan and of Java")
                .tag("version", version)
                .tag("java", Runtime.version().toString())
                .register(registry);
        scheduler = context.getComponent("quartz", QuartzComponent.class).getScheduler();
        thread = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "table-metrics");
        RunObservers.of(context).add(this);
        context.addLifecycleStrategy(known);
    }

    @Override
    protected void doStop() {
        context.getLifecycleStrategies().remove(known);
        if (thread != null) {
            context.getExecutorServiceManager().shutdownNow(thread);
            thread = null;
        }
    }

    @Override
    public void added(String table) {
        tables.computeIfAbsent(table, this::made);
    }

    private TableMeters made(String table) {
        TableMeters meters = new TableMeters(registry, table, () -> fireTimes(table));
        later(() -> readLastPublication(table, meters), READ_AFTER);
        return meters;
    }

    private FireTimes fireTimes(String table) {
        return scheduler == null ? FireTimes.NEVER : FireTimes.of(scheduler, known.triggersOf(table));
    }

    /** Another pod, or this one before its restart, may have published it. */
    private void readLastPublication(String table, TableMeters meters) {
        try {
            LastPublication.of(
                            LakeStores.of(context, setting("caravan.lake.bucket")),
                            new Layout(setting("caravan.lake.prefix"), table))
                    .ifPresent(meters::publishedAt);
        } catch (ExportException e) {
            LOG.debug("The last publication of {} is not known yet", table, e);
            later(() -> readLastPublication(table, meters), READ_AGAIN);
        }
    }

    private String setting(String key) {
        return context.getPropertiesComponent().resolveProperty(key).orElse("");
    }

    @Override
    public void routeRemoved(Set<String> named) {
        later(
                () -> named.stream().filter(table -> !known.contains(table)).forEach(table -> {
                    TableMeters meters = tables.remove(table);
                    if (meters != null) {
                        meters.remove();
                    }
                }),
                REPLACED_WITHIN);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // failures are logged, and the result is not needed
    private void later(Runnable work, Duration delay) {
        ScheduledExecutorService executor = thread;
        if (executor == null) {
            return;
        }
        try {
            executor.schedule(
                    () -> {
                        try {
                            work.run();
                        } catch (RuntimeException | Error e) {
                            LOG.warn("Metrics of a table could not be updated", e);
                        }
                    },
                    delay.toMillis(),
                    TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The pod stops", e);
        }
    }

    /** The meters of a table, or of the one table that a route of this name exports. */
    private TableMeters meters(String table) {
        TableMeters present = tables.get(table);
        return present != null ? present : tables.computeIfAbsent(known.tableOf(table), this::made);
    }

    /** A fire of a job was skipped. */
    public void skipped(JobKey job) {
        Set<String> fired = known.firedBy(new TriggerKey(job.getName(), job.getGroup()));
        (fired.isEmpty() ? Set.of(job.getName()) : fired)
                .forEach(table -> meters(table).skippedFire());
    }

    @Override
    public void begun(String table) {
        meters(table).begun();
    }

    @Override
    public void attemptFailed(String table, ExportException failure) {
        meters(table).attemptFailed();
        count(failure);
    }

    private void count(ExportException failure) {
        Counter counter = errors.get(failure.code());
        if (counter != null) {
            counter.increment();
        }
    }

    @Override
    public void retried(String table, Retry what) {
        meters(table).retried(what);
    }

    @Override
    public void ended(RunEnd end) {
        TableMeters meters = meters(end.table());
        Manifest manifest = end.manifest();
        if (manifest != null) {
            meters.published(
                    manifest.rows(),
                    manifest.rowsRejected(),
                    manifest.bytes(),
                    manifest.files().size());
            manifest.badValues()
                    .forEach(bad -> meters.badValues(bad.column(), bad.policy().spelled(), bad.values()));
            meters.publishedAt(LastPublication.moment(manifest.finished()).orElseGet(Instant::now));
        }
        Failure failure = end.failure();
        if (failure != null && end.outcome() == Outcome.FAILED) {
            meters.failed(failure.error());
            count(failure.error());
        }
        if (end.outcome() == Outcome.SKIPPED) {
            later(() -> readLastPublication(end.table(), meters), Duration.ZERO);
        }
        meters.ended(end.outcome(), end.took());
    }
}
