package dev.caravan.pod;

import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Registry;

/**
 * A Camel context that takes a thousand routes in seconds.
 *
 * <p>Camel removes the route of the same id before it adds one, and asks every route for its endpoints before it sees that there
 * is none: each route that is added would cost as much as there are routes.
 */
final class PodContext extends DefaultCamelContext {
    PodContext(Registry registry) {
        super(false);
        getCamelContextExtension().setRegistry(registry);
    }

    @Override
    public boolean removeRoute(String routeId) throws Exception {
        return getRouteStatus(routeId) != null && super.removeRoute(routeId);
    }
}
