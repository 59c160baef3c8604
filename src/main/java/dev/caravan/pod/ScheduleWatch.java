package dev.caravan.pod;

import dev.caravan.component.RunSlots;
import dev.caravan.component.SnapshotGroups;
import dev.caravan.pod.signals.RunMetrics;
import dev.caravan.schedule.FireQueue;
import dev.caravan.schedule.RunWaits;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.StaticService;
import org.apache.camel.api.management.ManagedAttribute;
import org.apache.camel.api.management.ManagedResource;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.management.mbean.ManagedService;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.service.ServiceSupport;
import org.jspecify.annotations.Nullable;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.quartz.listeners.SchedulerListenerSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the queue of due fires which source each table reads, and everybody else how long the queue is. */
@ManagedResource(description = "The queue of due fires, and what runs wait for")
public final class ScheduleWatch extends ServiceSupport implements StaticService {
    private static final Logger LOG = LoggerFactory.getLogger(ScheduleWatch.class);

    /** Fires that get their schema and their connection while as many as may are reading. */
    private static final int GETTING_READY = 2;

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final long LOOK_SECONDS = 5;

    private final CamelContext context;
    private final RunMetrics metrics;
    private final RunSlots slots;
    private @Nullable Scheduler scheduler;
    private @Nullable FireQueue queue;
    private @Nullable ScheduledExecutorService thread;
    private @Nullable Future<?> looks;
    private boolean told;

    ScheduleWatch(CamelContext context, RunMetrics metrics) {
        this.context = context;
        this.metrics = metrics;
        this.slots = RunSlots.of(context);
    }

    @ManagedAttribute(description = "Due fires that wait for their turn")
    public int getQueued() {
        FireQueue fires = queue;
        return (fires == null ? 0 : fires.queued()) + slots.waits().count(RunWaits.Kind.SLOT);
    }

    @ManagedAttribute(description = "How long the fire that waits longest has waited for its turn, in seconds")
    public long getLongestWaitSeconds() {
        return longestWait().toSeconds();
    }

    @ManagedAttribute(description = "How many runs wait, by what they wait for")
    public Map<String, Integer> getWaiting() {
        return Map.of(
                RunWaits.Kind.SLOT.spelled(), waiting(RunWaits.Kind.SLOT),
                RunWaits.Kind.CONNECTION.spelled(), waiting(RunWaits.Kind.CONNECTION),
                RunWaits.Kind.LOCK.spelled(), waiting(RunWaits.Kind.LOCK),
                RunWaits.Kind.GROUP.spelled(), waiting(RunWaits.Kind.GROUP),
                RunWaits.Kind.CRAWL.spelled(), waiting(RunWaits.Kind.CRAWL));
    }

    int waiting(RunWaits.Kind kind) {
        return slots.waits().count(kind);
    }

    Duration longestWait() {
        Instant now = Instant.now();
        FireQueue fires = queue;
        Duration queued = fires == null ? Duration.ZERO : fires.longestWait(now);
        Duration forSlot = slots.waits().of(RunWaits.Kind.SLOT).stream()
                .findFirst()
                .map(first -> Duration.between(first.since(), now))
                .orElse(Duration.ZERO);
        return Comparator.<Duration>naturalOrder().compare(queued, forSlot) > 0 ? queued : forSlot;
    }

    @Override
    protected void doStart() throws Exception {
        ManagedService bean = new ManagedService(context, this);
        bean.init(context.getManagementStrategy());
        context.getManagementStrategy().manageObject(bean);
        ScheduleMeters.register(context, this);
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        if (health != null) {
            health.register(new ScheduleHealth(this));
        }
        scheduler = context.getComponent("quartz", QuartzComponent.class).getScheduler();
        Optional<FireQueue> fires = FireQueue.of(scheduler.getSchedulerName());
        queue = fires.orElse(null);
        fires.ifPresent(own -> {
            own.setLanes(this::lane);
            own.onSkip(metrics::skipped);
            SnapshotGroups.of(context).bySchedule(() -> own.queued() > 0);
        });
        scheduler.getListenerManager().addSchedulerListener(new Triggers());
        thread = context.getExecutorServiceManager().newSingleThreadScheduledExecutor(this, "schedule-watch");
        looks = thread.scheduleWithFixedDelay(this::tellOfLongWaits, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private final class Triggers extends SchedulerListenerSupport {
        @Override
        public void triggerResumed(@Nullable TriggerKey trigger) {
            FireQueue fires = queue;
            if (trigger != null && fires != null) {
                fires.resumed(trigger);
            }
        }
    }

    /** Tables of one source wait for each other, never for those of another. */
    private Optional<FireQueue.Lane> lane(JobKey job) {
        Route run = context.getRoute(job.getName() + ".run");
        return run != null && run.getRoute() instanceof RouteDefinition route && route.getTemplateParameters() != null
                ? Optional.of(new FireQueue.Lane(
                        "source "
                                + Objects.requireNonNullElse(
                                        route.getTemplateParameters().get("source"), ""),
                        slots.maximum() + GETTING_READY))
                : Optional.empty();
    }

    private void tellOfLongWaits() {
        Duration longest = longestWait();
        if (longest.compareTo(LONG) < 0) {
            told = false;
        } else if (!told) {
            told = true;
            LOG.warn(
                    "{} due runs wait for their turn, the first for {} s: more is due than caravan.runs.maximum = {} runs at a time"
                            + " can read. Raise it, or let tables run less often.",
                    getQueued(),
                    longest.toSeconds(),
                    slots.maximum());
        }
    }

    /** Lets nothing begin any more: what waits is forgotten, what goes on is left alone. */
    void dropQueue() {
        try {
            if (scheduler != null && !scheduler.isShutdown()) {
                scheduler.standby();
            }
        } catch (SchedulerException e) {
            LOG.warn("The scheduler does not stop; its fires are dropped.", e);
        }
        int runs = slots.waits().count(RunWaits.Kind.SLOT) + slots.waits().count(RunWaits.Kind.LOCK);
        int fires = queue == null ? 0 : queue.drop();
        slots.stop();
        if (fires + runs > 0) {
            LOG.info("{} due runs that waited are dropped; they run at their next fire.", fires + runs);
        }
    }

    @Override
    protected void doStop() {
        dropQueue();
        if (looks != null) {
            looks.cancel(false);
        }
        if (thread != null) {
            context.getExecutorServiceManager().shutdownNow(thread);
            thread = null;
        }
    }
}
