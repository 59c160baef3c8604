package dev.caravan.pod;

import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.StringHelper;

/**
 * Keeps routes from beginning by themselves, by a timer, a schedule, a queue or a folder of their own: a command runs what the user has
 * named and nothing else. Routes that other routes call are started as usual.
 */
final class NamedRunsOnly extends ModelLifecycleStrategySupport {
    /** The components by which routes of one context call each other. */
    private static final Set<String> CALLED = Set.of("direct", "seda", "disruptor", "kamelet");

    private final CamelContext context;

    NamedRunsOnly(CamelContext context) {
        this.context = context;
    }

    @Override
    public void onAddRouteDefinition(RouteDefinition route) {
        String uri = route.getInput() == null ? "" : route.getInput().getEndpointUri();
        if (!CALLED.contains(scheme(uri))) {
            // Its steps are ready all the same; only what would begin a run is not started.
            route.setAutoStartup("false");
        }
    }

    private String scheme(String uri) {
        String scheme = StringHelper.before(uri, ":", uri);
        return scheme.startsWith("{{")
                ? StringHelper.before(context.resolvePropertyPlaceholders(uri), ":", "")
                : scheme;
    }
}
