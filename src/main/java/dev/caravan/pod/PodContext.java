package dev.caravan.pod;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.service.BaseService;
import org.jspecify.annotations.Nullable;

/** A Camel context that takes a thousand routes in seconds, and in which an exchange costs the same however many there are. */
final class PodContext extends DefaultCamelContext {
    private final Map<String, Route> routes = new ConcurrentHashMap<>();

    PodContext(Registry registry) {
        super(false);
        getCamelContextExtension().setRegistry(registry);
    }

    /** Camel copies the list of all routes to find one, for each exchange and each part of a split. */
    @Override
    public @Nullable Route getRoute(@Nullable String id) {
        return id == null ? null : routes.get(id);
    }

    @Override
    public void addRoute(Route route) {
        super.addRoute(route);
        routes.put(route.getId(), route);
    }

    @Override
    public void removeRoute(Route route) {
        super.removeRoute(route);
        routes.remove(route.getId(), route);
    }

    /** Camel searches all its services for each step that starts; one that has never started cannot be among them. */
    @Override
    public boolean hasService(Object object) {
        boolean fresh =
                object instanceof BaseService service && (service.isNew() || service.isBuild() || service.isInit());
        return !(fresh && isStarted()) && super.hasService(object);
    }

    /**
     * Camel removes the route of the same id before it adds one, and asks every route for its endpoints before it sees that there is
     * none.
     */
    @Override
    public boolean removeRoute(String routeId) throws Exception {
        return getRouteStatus(routeId) != null && super.removeRoute(routeId);
    }
}
