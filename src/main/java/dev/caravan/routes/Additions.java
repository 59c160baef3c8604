package dev.caravan.routes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ModelLifecycleStrategySupport;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.support.LifecycleStrategySupport;
import org.quartz.JobKey;

/**
 * Listens to a Camel context for what is added to it.
 *
 * <p>To compare all that is there with all that was there would take as long as there are routes, for each file.
 */
final class Additions extends ModelLifecycleStrategySupport {
    private final ModelCamelContext context;
    private final List<RouteDefinition> routes = new ArrayList<>();
    private final List<RouteTemplateDefinition> templates = new ArrayList<>();
    private final Set<JobKey> jobs = new LinkedHashSet<>();
    private List<RouteConfigurationDefinition> configurations = List.of();

    /** Listens to this context from now on. */
    Additions(ModelCamelContext context) {
        this.context = context;
        context.addModelLifecycleStrategy(this);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onEndpointAdd(Endpoint endpoint) {
                if (endpoint instanceof QuartzEndpoint quartz) {
                    add(quartz);
                }
            }
        });
    }

    /** Forgets what was added so far. */
    synchronized void begin() {
        routes.clear();
        templates.clear();
        jobs.clear();
        configurations = List.copyOf(context.getRouteConfigurationDefinitions());
    }

    /** What was added since the beginning; of beans a file says itself which it binds. */
    synchronized Footprint since(List<String> beans) {
        Set<RouteConfigurationDefinition> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.addAll(configurations);
        return new Footprint(
                List.copyOf(routes),
                List.copyOf(templates),
                context.getRouteConfigurationDefinitions().stream()
                        .filter(configuration -> !known.contains(configuration))
                        .toList(),
                Set.copyOf(jobs),
                beans);
    }

    @Override
    public synchronized void onAddRouteDefinition(RouteDefinition route) {
        routes.add(route);
    }

    @Override
    public synchronized void onAddRouteTemplateDefinition(RouteTemplateDefinition template) {
        templates.add(template);
    }

    /** Camel names the job as its trigger. */
    private synchronized void add(QuartzEndpoint endpoint) {
        jobs.add(new JobKey(
                endpoint.getTriggerKey().getName(), endpoint.getTriggerKey().getGroup()));
    }
}
