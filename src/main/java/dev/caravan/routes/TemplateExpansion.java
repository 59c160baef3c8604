package dev.caravan.routes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.RouteTemplateContext;
import org.apache.camel.model.DefaultRouteTemplateContext;
import org.apache.camel.model.FromDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.model.RoutesDefinition;
import org.apache.camel.model.SendDefinition;

/**
 * Makes the route of a template and a table's parameters, without adding it.
 *
 * <p>Camel's own {@code addRouteFromTemplate} does the same and adds it at once, after a look at every step of every route. It
 * also lets an environment variable named like a parameter ({@code QUERY}, {@code SOURCE}) take the place of its default for all
 * tables, which would be hard to find.
 */
final class TemplateExpansion {

    private static final String PLACEHOLDER = "{{" + TableRoute.TABLE_ID + "}}";

    private final ModelCamelContext context;

    TemplateExpansion(ModelCamelContext context) {
        this.context = context;
    }

    /** Whether Camel has to make the route itself, because the template has beans or code of its own. */
    static boolean isForCamel(RouteTemplateDefinition template) {
        return template.getConfigurer() != null
                || (template.getTemplateBeans() != null
                        && !template.getTemplateBeans().isEmpty());
    }

    /** The route, ready to be added. */
    RouteDefinition route(String routeId, RouteTemplateDefinition template, Map<String, Object> values) {
        RouteTemplateContext given = new DefaultRouteTemplateContext(context);
        Map<String, Object> defaults = new HashMap<>();
        List<RouteTemplateParameterDefinition> declared =
                template.getTemplateParameters() == null ? List.of() : template.getTemplateParameters();
        for (RouteTemplateParameterDefinition parameter : declared) {
            if (parameter.getDefaultValue() != null) {
                defaults.put(parameter.getName(), parameter.getDefaultValue());
            }
        }
        Map<String, Object> all = new HashMap<>(defaults);
        all.putAll(values);
        all.forEach(given::setParameter);
        RouteDefinition route = template.asRouteDefinition();
        route.setId(routeId);
        Object table = all.get(TableRoute.TABLE_ID);
        if (table != null) {
            label(route, String.valueOf(table));
        }
        route.setTemplateParameters(all);
        route.setTemplateDefaultParameters(defaults);
        route.setRouteTemplateContext(given);
        RoutesDefinition alone = new RoutesDefinition();
        alone.setCamelContext(context);
        alone.prepareRoute(route);
        return route;
    }

    /**
     * Puts the name of the table into the steps themselves: a diagram shows them as they are written, and finds the counters of a step by
     * its id.
     */
    private static void label(RouteDefinition route, String table) {
        FromDefinition from = route.getInput();
        from.setUri(from.getUri().replace(PLACEHOLDER, table));
        for (ProcessorDefinition<?> step :
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class)) {
            if (step.getId() != null) {
                step.setId(step.getId().replace(PLACEHOLDER, table));
            }
            if (step instanceof SendDefinition<?> send && send.getUri() != null) {
                send.setUri(send.getUri().replace(PLACEHOLDER, table));
            }
        }
    }
}
