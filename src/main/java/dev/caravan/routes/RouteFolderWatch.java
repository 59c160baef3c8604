package dev.caravan.routes;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.StaticService;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedOperation;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.management.mbean.ManagedService;
import org.apache.camel.spi.LifecycleStrategy;
import org.apache.camel.spi.ManagementStrategy;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the route folder every few seconds, and shows its state in JMX, in a health check and as gauges. */
@ManagedResource(description = "The folder of route files")
public final class RouteFolderWatch extends ServiceSupport implements StaticService {
    private static final Logger LOG = LoggerFactory.getLogger(RouteFolderWatch.class);
    /** How soon after the end of a run in flight the change that waits for it is made. */
    private static final long TICK_MILLIS = 200;

    private static final long STOP_MILLIS = 10_000;

    private final CamelContext context;
    private final RouteFolder folder;
    private final Duration interval;
    private @Nullable ScheduledExecutorService thread;
    private @Nullable Future<?> looks;
    private @Nullable ManagedService managed;
    private final RouteFolderWatchdog watchdog;
    /** One file may have hundreds of tables. */
    private final LifecycleStrategy routes = new LifecycleStrategySupport() {
        @Override
        public void onRoutesAdd(Collection<Route> added) {
            watchdog.progressed();
        }

        @Override
        public void onRoutesRemove(Collection<Route> removed) {
            watchdog.progressed();
        }
    };

    private long lookedAtNanos;
    private @Nullable String failure;

    /**
     * A watch; {@link CamelContext#addService} starts it.
     *
     * @param interval between two looks; a change is made after the second look that finds it
     */
    public RouteFolderWatch(CamelContext context, RouteFolder folder, Duration interval) {
        this.context = context;
        this.folder = folder;
        this.interval = interval;
        this.watchdog = new RouteFolderWatchdog(interval);
    }

    @ManagedAttribute(description = "Files whose routes run")
    public List<String> getLoaded() {
        return folder.status().loaded();
    }

    @ManagedAttribute(description = "What is wrong with the files whose content does not run: file, line, reason, hint")
    public List<String> getRejected() {
        return folder.status().rejected().stream().map(Fault::toString).toList();
    }

    @ManagedAttribute(description = "Files whose change waits for a run in flight to end")
    public List<String> getWaiting() {
        return folder.status().waiting();
    }

    @ManagedAttribute(description = "Why the folder cannot be read, or empty")
    public String getFolderFault() {
        String fault = folder.status().folderFault();
        return fault == null ? "" : fault;
    }

    @ManagedAttribute(description = "When the folder was last looked at")
    public String getLookedAt() {
        return folder.status().at().toString();
    }

    /** Acts on what lies in the folder now. */
    @ManagedOperation(description = "Looks at the folder now and acts on it at once")
    public void reload() {
        folder.look(true);
    }

    @Override
    protected void doStart() throws Exception {
        // Camel itself shows only those services in JMX that came before its start.
        ManagementStrategy jmx = context.getManagementStrategy();
        ManagedService bean = new ManagedService(context, this);
        bean.init(jmx);
        jmx.manageObject(bean);
        managed = bean;
        MeterRegistry meters = context.getRegistry().findSingleByType(MeterRegistry.class);
        if (meters != null) {
            Gauge.builder("caravan.route.files.loaded", folder, f -> f.status()
                            .loaded()
                            .size())
                    .description("Route files whose routes run")
                    .register(meters);
            Gauge.builder("caravan.route.files.rejected", folder, f -> f.status()
                            .rejectedFiles())
                    .description("Route files whose content does not run")
                    .register(meters);
            Gauge.builder(
                            "caravan.route.folder.unreadable",
                            folder,
                            f -> f.status().folderFault() == null ? 0 : 1)
                    .description("1 if the route folder cannot be read")
                    .register(meters);
            Gauge.builder("caravan.route.folder.look.age", watchdog, RouteFolderWatchdog::ageSeconds)
                    .description("Time since the last completed check of the route folder")
                    .baseUnit("seconds")
                    .register(meters);
        }
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        if (health != null) {
            health.register(new RouteFolderHealth(folder, watchdog));
        }
        folder.onProgress(watchdog::progressed);
        context.addLifecycleStrategy(routes);
        // What was there before the pod is not just being written.
        folder.look(true);
        lookedAtNanos = System.nanoTime();
        watchdog.looked();
        watchdog.start(context);
        thread = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "route-folder");
        long tick = Math.min(TICK_MILLIS, interval.toMillis());
        looks = thread.scheduleWithFixedDelay(this::tick, tick, tick, TimeUnit.MILLISECONDS);
    }

    @Override
    protected void doStop() throws Exception {
        if (managed != null) {
            context.getManagementStrategy().unmanageObject(managed);
            managed = null;
        }
        context.getLifecycleStrategies().remove(routes);
        watchdog.stop(context);
        if (thread != null) {
            if (looks != null) {
                looks.cancel(false);
            }
            // Never by interrupt: a change half made is worse than a moment's wait.
            context.getExecutorServiceManager().shutdownGraceful(thread, STOP_MILLIS);
            thread = null;
        }
    }

    /** Never throws: the scheduler would drop the task for good, in silence. */
    private void tick() {
        try {
            if (System.nanoTime() - lookedAtNanos >= interval.toNanos()) {
                try {
                    folder.look(false);
                } finally {
                    lookedAtNanos = System.nanoTime();
                }
                watchdog.looked();
                failure = null;
            } else if (folder.waiting()) {
                folder.advance();
            }
        } catch (Throwable e) {
            tell(e);
        }
    }

    /** Logs each failure once, not at every look. */
    private void tell(Throwable e) {
        try {
            String what = e.toString();
            if (!what.equals(failure)) {
                failure = what;
                LOG.error("Checking the route folder failed; it is repeated every {} s.", interval.toSeconds(), e);
            }
        } catch (Throwable again) {
            // The heap may be full; the watchdog tells of a watch that does not look.
            failure = null;
        }
    }
}
