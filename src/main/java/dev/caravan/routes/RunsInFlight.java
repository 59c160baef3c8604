package dev.caravan.routes;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Route;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.support.service.ServiceHelper;

/** Lets the runs of a file's routes end before the routes go: a reload never cuts a run. */
final class RunsInFlight {
    /** A run that has just been fired needs a moment until Camel counts it. */
    private static final long FIRED_BUT_NOT_COUNTED_MILLIS = 50;
    /** The graceful stop of a route that has no run; a run that slipped in makes the stop give up instead of cutting it. */
    private static final long STOP_SECONDS = 5;

    private final ModelCamelContext context;

    RunsInFlight(ModelCamelContext context) {
        this.context = context;
    }

    /** Holds back the triggers; what is called by a run still going (direct, seda) stays open to it. */
    void holdTriggers(List<Route> routes) {
        for (Route route : routes) {
            String uri = route.getEndpoint().getEndpointUri();
            if (!uri.startsWith("direct:") && !uri.startsWith("seda:")) {
                ServiceHelper.suspendService(route.getConsumer());
            }
        }
    }

    /** Lets the triggers fire again. */
    void releaseTriggers(List<Route> routes) {
        routes.forEach(route -> ServiceHelper.resumeService(route.getConsumer()));
    }

    /** The ids of the routes with a run in flight. */
    List<String> busy(List<Route> routes) {
        return routes.stream()
                .map(Route::getRouteId)
                .filter(id -> context.getInflightRepository().size(id) > 0)
                .toList();
    }

    /**
     * Stops the routes, whose triggers are held, if none has a run in flight.
     *
     * @return whether all are stopped
     */
    boolean stop(List<Route> routes) throws Exception {
        TimeUnit.MILLISECONDS.sleep(FIRED_BUT_NOT_COUNTED_MILLIS);
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
        return true;
    }
}
