package dev.caravan.routes;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;

/**
 * The templates that a table file can name, with their parameters.
 *
 * <p>A template {@code R} may have companions, the templates whose id begins with {@code R.}: a table that names R gets a
 * route of each, all with the same parameters. So what one table needs (a trigger, a run without error handler, an
 * upload that is retried alone) is several routes in JMX, and still one item in the file.
 */
public final class RouteTemplates {
    private final NavigableMap<String, Map<String, Parameter>> parametersById;
    private final UnaryOperator<String> placeholders;
    private final RouteCatalog catalog;

    /**
     * A parameter as a template declares it.
     *
     * @param name its name
     * @param mandatory whether a table file has to set it
     */
    public record Parameter(String name, boolean mandatory) {}

    private RouteTemplates(
            NavigableMap<String, Map<String, Parameter>> parametersById,
            UnaryOperator<String> placeholders,
            RouteCatalog catalog) {
        this.parametersById = parametersById;
        this.placeholders = placeholders;
        this.catalog = catalog;
    }

    /** The templates that are loaded in a context, and its property placeholders. */
    public static RouteTemplates of(ModelCamelContext context) {
        TreeMap<String, Map<String, Parameter>> byId = new TreeMap<>();
        for (RouteTemplateDefinition template : context.getRouteTemplateDefinitions()) {
            Map<String, Parameter> parameters = new LinkedHashMap<>();
            if (template.getTemplateParameters() != null) {
                for (RouteTemplateParameterDefinition parameter : template.getTemplateParameters()) {
                    boolean mandatory = parameter.isRequired() && parameter.getDefaultValue() == null;
                    parameters.put(parameter.getName(), new Parameter(parameter.getName(), mandatory));
                }
            }
            byId.put(template.getId(), parameters);
        }
        return new RouteTemplates(byId, context::resolvePropertyPlaceholders, RouteCatalog.of(context));
    }

    /** The same with the templates that a file itself brings. */
    RouteTemplates and(Map<String, Map<String, Parameter>> more) {
        TreeMap<String, Map<String, Parameter>> byId = new TreeMap<>(parametersById);
        byId.putAll(more);
        return new RouteTemplates(byId, placeholders, catalog);
    }

    /** What Camel says of the parts that routes can have. */
    RouteCatalog catalog() {
        return catalog;
    }

    boolean has(String id) {
        return parametersById.containsKey(id);
    }

    /** Every id, companions included. */
    List<String> all() {
        return List.copyOf(parametersById.keySet());
    }

    /** The ids that a file can name: all but companions. */
    public List<String> ids() {
        return parametersById.keySet().stream()
                .filter(id -> parametersById.keySet().stream().noneMatch(other -> id.startsWith(other + ".")))
                .toList();
    }

    /** The companions of a template, by name. */
    List<String> companions(String id) {
        return new ArrayList<>(parametersById.subMap(id + ".", id + "/").keySet());
    }

    /** What a file can set: the parameters of the template and of its companions, without the implicit ones. */
    public Map<String, Parameter> parameters(String id) {
        Map<String, Parameter> union = new LinkedHashMap<>();
        List<String> all = new ArrayList<>(List.of(id));
        all.addAll(companions(id));
        for (String template : all) {
            parametersById
                    .getOrDefault(template, Map.of())
                    .forEach((name, parameter) -> union.merge(
                            name, parameter, (a, b) -> new Parameter(name, a.mandatory() || b.mandatory())));
        }
        union.remove(TableRoute.TABLE_ID);
        union.remove(TableRoute.TABLE_FOLDER);
        return union;
    }

    /**
     * Replaces the property placeholders in a value.
     *
     * @throws Placeholders.Unset when a property is not set
     */
    String resolve(String value) {
        return Placeholders.resolve(value, placeholders);
    }
}
