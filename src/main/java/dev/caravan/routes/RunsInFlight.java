package dev.caravan.routes;

import dev.caravan.schedule.FireQueue;
import dev.caravan.schedule.HeldFires;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.service.ServiceHelper;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets the runs of a file's routes end before the routes go: a reload never cuts a run. */
final class RunsInFlight {
    private static final Logger LOG = LoggerFactory.getLogger(RunsInFlight.class);

    /** The graceful stop of a route that has no run; if a run has begun meanwhile, the stop is cancelled instead of cutting it. */
    private static final long STOP_SECONDS = 5;

    private final ModelCamelContext context;

    RunsInFlight(ModelCamelContext context) {
        this.context = context;
    }

    /** What is done with the held fires of one trigger. */
    private interface Step {
        void take(HeldFires fires, Scheduler scheduler, TriggerKey trigger) throws SchedulerException;
    }

    /** Holds back the triggers; what is called by a run still going (direct, seda) stays open to it. */
    void holdTriggers(List<Route> routes) {
        forEachTrigger(routes, HeldFires::hold);
        for (Route route : routes) {
            String uri = route.getEndpoint().getEndpointUri();
            if (!uri.startsWith("direct:") && !uri.startsWith("seda:")) {
                ServiceHelper.suspendService(route.getConsumer());
            }
        }
    }

    /**
     * Lets the tables have the fires that were held back.
     *
     * @param before whose triggers were held back
     * @param now what runs in their place
     */
    void releaseFires(List<Route> before, List<Route> now) {
        forEachTrigger(now, HeldFires::afterInstallation);
        forEachTrigger(before, (fires, scheduler, trigger) -> fires.release(trigger));
    }

    private static void forEachTrigger(List<Route> routes, Step step) {
        for (Route route : routes) {
            if (route.getEndpoint() instanceof QuartzEndpoint quartz) {
                Scheduler scheduler = quartz.getComponent().getScheduler();
                try {
                    Optional<FireQueue> queue = FireQueue.of(scheduler.getSchedulerName());
                    if (queue.isPresent()) {
                        step.take(queue.get().held(), scheduler, quartz.getTriggerKey());
                    }
                } catch (SchedulerException e) {
                    LOG.warn(
                            "{}: the scheduler does not answer; fires that come due during the change of its file may be lost.",
                            route.getRouteId(),
                            e);
                }
            }
        }
    }

    /** The ids of the routes with a run in flight. */
    List<String> busy(List<Route> routes) {
        return routes.stream()
                .filter(route -> context.getInflightRepository().size(route.getRouteId()) > 0 || isFired(route))
                .map(Route::getRouteId)
                .toList();
    }

    /** Whether a run was fired that Camel may not count yet. */
    private static boolean isFired(Route route) {
        if (!(route.getEndpoint() instanceof QuartzEndpoint quartz)) {
            return false;
        }
        Scheduler scheduler = quartz.getComponent().getScheduler();
        try {
            Optional<FireQueue> queue = FireQueue.of(scheduler.getSchedulerName());
            return queue.isPresent()
                    ? queue.get().held().isGoing(quartz.getTriggerKey())
                    : scheduler.getCurrentlyExecutingJobs().stream()
                            .anyMatch(job -> job.getTrigger().getKey().equals(quartz.getTriggerKey()));
        } catch (SchedulerException e) {
            LOG.debug("{}: the scheduler does not answer", route.getRouteId(), e);
            return false;
        }
    }

    /** Stops routes that are not called any more, whose schedules never fire in a command. */
    void stopEnded(List<Route> routes) throws Exception {
        for (Route route : routes) {
            context.getRouteController().stopRoute(route.getRouteId(), STOP_SECONDS, TimeUnit.SECONDS, true);
        }
    }

    /**
     * Stops the routes, whose triggers are held, if none has a run in flight.
     *
     * @return whether all are stopped
     */
    boolean stop(List<Route> routes) throws Exception {
        if (!busy(routes).isEmpty()) {
            return false;
        }
        for (Route route : routes) {
            String id = route.getRouteId();
            boolean stopped = context.getRouteController().getRouteStatus(id).isStopped()
                    || context.getRouteController().stopRoute(id, STOP_SECONDS, TimeUnit.SECONDS, true);
            if (!stopped) {
                return false;
            }
        }
        forEachTrigger(routes, HeldFires::beforeRemoval);
        return true;
    }
}
