package dev.caravan.routes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One {@code templatedRoute} of a route file: a template and what a table file sets of it.
 *
 * @param routeId the route's id, which is the table's name in the lake
 * @param template the id of the template
 * @param parameters what the file sets, in its order
 * @param line where the item begins, counted from 1
 */
public record TableRoute(String routeId, String template, Map<String, Parameter> parameters, int line) {

    /** The parameter that every template gets without being asked for: the route's id. */
    public static final String TABLE_ID = "tableId";

    /** The parameter that a template which declares it gets likewise: the folder of the table file. */
    public static final String TABLE_FOLDER = "tableFolder";

    /**
     * A parameter as the file sets it.
     *
     * @param value the text between the quotes
     * @param line where it stands, counted from 1
     */
    public record Parameter(String value, int line) {}

    /** Keeps the parameters' order. */
    public TableRoute {
        parameters = new LinkedHashMap<>(parameters);
    }

    /**
     * What the template is expanded with: the file's parameters, {@link #TABLE_ID} and {@link #TABLE_FOLDER}.
     *
     * @param file the table file
     */
    Map<String, Object> values(Path file, RouteTemplates templates) {
        Map<String, Object> values = new LinkedHashMap<>();
        parameters.forEach(
                (name, parameter) -> values.put(name, Placeholders.escape(templates.resolve(parameter.value()))));
        values.put(TABLE_ID, routeId);
        Path folder = file.toAbsolutePath().getParent();
        values.put(TABLE_FOLDER, String.valueOf(folder == null ? "" : folder));
        return values;
    }

    /** The routes that this item becomes: its template's companions first, because the trigger calls them. */
    List<Expansion> expansions(RouteTemplates templates) {
        List<Expansion> expansions = new ArrayList<>();
        for (String companion : templates.companions(template)) {
            expansions.add(new Expansion(routeId + companion.substring(template.length()), companion));
        }
        expansions.add(new Expansion(routeId, template));
        return expansions;
    }

    /**
     * One route to be made.
     *
     * @param routeId the id it gets
     * @param template the template it is made from
     */
    record Expansion(String routeId, String template) {}
}
