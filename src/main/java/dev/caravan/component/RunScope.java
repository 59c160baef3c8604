package dev.caravan.component;

import dev.caravan.schedule.Lanes;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.RoutePolicySupport;

/**
 * Ends a run when its exchange leaves the route that runs it, so that neither a pause before the next try nor a slow catalog
 * keeps its snapshot, its files and its slot. Its thread's place, too, is another's until the next attempt begins.
 */
public final class RunScope extends RoutePolicySupport {
    /** The name that routes know this bean by. */
    public static final String BEAN = "runScope";

    @Override
    public void onExchangeBegin(Route route, Exchange exchange) {
        Lanes.reclaim();
    }

    @Override
    public void onExchangeDone(Route route, Exchange exchange) {
        Runs.end(exchange);
        if (exchange.removeProperty(CaravanConstants.RUN_IS_DONE) != null) {
            // The catalog is updated all the same: whoever published the run may have been killed before it was.
            exchange.setRouteStop(false);
        }
        Lanes.lend();
    }
}
