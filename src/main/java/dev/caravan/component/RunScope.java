package dev.caravan.component;

import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Ends a run when its exchange leaves the route that runs it, so that neither a pause before the next try nor a slow catalog
 * keeps its snapshot, its files and its slot.
 */
public final class RunScope extends RoutePolicySupport {
    /** The name that routes know this bean by. */
    public static final String BEAN = "runScope";

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        Runs.end(exchange);
    }
}
