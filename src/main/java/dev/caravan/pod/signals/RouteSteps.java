package dev.caravan.pod.signals;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.quartz.TriggerKey;

/**
 * What the steps of a route say of tables.
 *
 * @param tables that its own steps work on
 * @param calls the names of the {@code direct:} routes that it calls
 * @param name by which others call it, if it is a {@code direct:} route
 * @param trigger of Quartz that fires it, if one does
 */
record RouteSteps(Set<String> tables, Set<String> calls, Optional<String> name, Optional<TriggerKey> trigger) {
    private static final Pattern STEP =
            Pattern.compile("(?:lake-schema|lake-run|pg-table|lake-publish):/{0,2}([^?]+).*");

    private static final Pattern DIRECT = Pattern.compile("direct:/{0,2}([^?]+).*");

    static RouteSteps of(Route route) {
        Set<String> tables = new TreeSet<>();
        Set<String> calls = new TreeSet<>();
        if (route.getRoute() instanceof RouteDefinition definition) {
            for (ToDefinition to :
                    ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), ToDefinition.class)) {
                String uri = resolved(route.getCamelContext(), definition, String.valueOf(to.getUri()));
                named(STEP, uri).ifPresent(tables::add);
                named(DIRECT, uri).ifPresent(calls::add);
            }
        }
        return new RouteSteps(
                tables,
                calls,
                named(DIRECT, route.getEndpoint().getEndpointUri()),
                route.getEndpoint() instanceof QuartzEndpoint quartz
                        ? Optional.of(quartz.getTriggerKey())
                        : Optional.empty());
    }

    private static Optional<String> named(Pattern pattern, String uri) {
        Matcher matcher = pattern.matcher(uri);
        return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** Without its options, and with the parameters of the template, which stay in the definition as they were written. */
    private static String resolved(CamelContext context, RouteDefinition definition, String uri) {
        int query = uri.indexOf('?');
        String resolved = query < 0 ? uri : uri.substring(0, query);
        Map<String, Object> parameters = definition.getTemplateParameters();
        if (parameters != null && resolved.contains("{{")) {
            for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
                resolved = resolved.replace("{{" + parameter.getKey() + "}}", String.valueOf(parameter.getValue()));
            }
        }
        try {
            return context.resolvePropertyPlaceholders(resolved);
        } catch (IllegalArgumentException e) {
            return resolved;
        }
    }
}
