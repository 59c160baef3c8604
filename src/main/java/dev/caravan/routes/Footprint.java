package dev.caravan.routes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.camel.Endpoint;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.quartz.JobKey;

/**
 * What one file has put into a Camel context.
 *
 * @param routes its route definitions
 * @param templates its route templates
 * @param configurations its route configurations
 * @param jobs the Quartz jobs of its routes
 * @param beans the names that it bound
 */
record Footprint(
        List<RouteDefinition> routes,
        List<RouteTemplateDefinition> templates,
        List<RouteConfigurationDefinition> configurations,
        Set<JobKey> jobs,
        List<String> beans) {

    /** What is in the context and was not there before. */
    static Footprint since(Footprint before, ModelCamelContext context, List<String> beans) {
        Footprint now = of(context);
        return new Footprint(
                added(before.routes, now.routes),
                added(before.templates, now.templates),
                added(before.configurations, now.configurations),
                Set.copyOf(now.jobs.stream()
                        .filter(job -> !before.jobs.contains(job))
                        .toList()),
                beans);
    }

    /** All that is in the context; beans are not counted, a file says which it binds. */
    static Footprint of(ModelCamelContext context) {
        return new Footprint(
                List.copyOf(context.getRouteDefinitions()),
                List.copyOf(context.getRouteTemplateDefinitions()),
                List.copyOf(context.getRouteConfigurationDefinitions()),
                Set.copyOf(context.getEndpoints().stream()
                        .filter(QuartzEndpoint.class::isInstance)
                        .map(Footprint::job)
                        .toList()),
                List.of());
    }

    List<String> routeIds() {
        return routes.stream().map(RouteDefinition::getRouteId).toList();
    }

    /** Camel names the job as its trigger. */
    private static JobKey job(Endpoint endpoint) {
        var trigger = ((QuartzEndpoint) endpoint).getTriggerKey();
        return new JobKey(trigger.getName(), trigger.getGroup());
    }

    /** By identity: a definition may equal another that was there before. */
    private static <T> List<T> added(List<T> before, List<T> now) {
        Set<T> known = Collections.newSetFromMap(new IdentityHashMap<>());
        known.addAll(before);
        List<T> added = new ArrayList<>(now);
        added.removeIf(known::contains);
        return added;
    }
}
