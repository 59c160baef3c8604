package dev.caravan.routes;

import java.util.List;
import java.util.Set;
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

    List<String> routeIds() {
        return routes.stream().map(RouteDefinition::getRouteId).toList();
    }
}
