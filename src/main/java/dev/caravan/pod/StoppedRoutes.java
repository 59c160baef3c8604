package dev.caravan.pod;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.health.HealthCheckResultBuilder;
import org.apache.camel.impl.health.AbstractHealthCheck;
import org.apache.camel.impl.health.ConsumersHealthCheckRepository;
import org.apache.camel.impl.health.RoutesHealthCheckRepository;

/**
 * Reports routes that were stopped by hand, without making the pod unready: a pod that is not ready gets no traffic and
 * is replaced by some controllers, while all other tables run.
 *
 * <p>The routes that all tables need are another matter: when one of these does not run, the pod is not ready.
 */
final class StoppedRoutes extends AbstractHealthCheck {
    private static final int MAX_TOLD = 50;

    private final CamelContext context;
    private volatile Set<String> needed = Set.of();

    private StoppedRoutes(CamelContext context) {
        super("caravan", "stopped-routes");
        this.context = context;
        setCamelContext(context);
    }

    /** Puts itself before Camel's own checks of routes and consumers, in a context that has not started. */
    static StoppedRoutes install(CamelContext context) {
        StoppedRoutes stopped = new StoppedRoutes(context);
        HealthCheckRegistry health = HealthCheckRegistry.get(context);
        if (health != null) {
            health.register(new RoutesHealthCheckRepository() {
                @Override
                public Stream<HealthCheck> stream() {
                    return super.stream().filter(stopped::counts);
                }
            });
            health.register(new ConsumersHealthCheckRepository() {
                @Override
                public Stream<HealthCheck> stream() {
                    return super.stream().filter(stopped::counts);
                }
            });
            health.register(stopped);
        }
        return stopped;
    }

    /** All tables need these routes; the context has started. */
    void need(Set<String> routes) {
        needed = Set.copyOf(routes);
        MeterRegistry meters = context.getRegistry().findSingleByType(MeterRegistry.class);
        if (meters != null) {
            Gauge.builder("caravan.routes.stopped", this, self -> self.stopped().size())
                    .description("Routes that were stopped or suspended by hand")
                    .register(meters);
        }
    }

    private boolean counts(HealthCheck check) {
        String route = check.getId().substring(check.getId().indexOf(':') + 1);
        return needed.contains(route) || !isStopped(route);
    }

    private boolean isStopped(String route) {
        ServiceStatus status = context.getRouteController().getRouteStatus(route);
        return status != null && (status.isStopped() || status.isSuspended());
    }

    private List<String> stopped() {
        return context.getRoutes().stream()
                .map(Route::getRouteId)
                .filter(this::isStopped)
                .sorted()
                .toList();
    }

    @Override
    public boolean isLiveness() {
        return false;
    }

    @Override
    protected void doCall(HealthCheckResultBuilder builder, Map<String, Object> options) {
        List<String> routes = stopped();
        builder.detail("stopped", routes.size());
        if (!routes.isEmpty()) {
            builder.message(routes.size() + " stopped by hand: "
                    + String.join(", ", routes.subList(0, Math.min(MAX_TOLD, routes.size()))));
        }
        builder.up();
    }
}
