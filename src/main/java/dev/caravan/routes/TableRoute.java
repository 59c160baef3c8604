package dev.caravan.routes;

import dev.caravan.catalog.CatalogTable;
import dev.caravan.lake.CatalogMode;
import dev.caravan.lake.PublishMode;
import dev.caravan.option.Words;
import dev.caravan.table.TableParameter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One {@code templatedRoute} of a route file: a template and what a table file sets of it.
 *
 * @param routeId the route's id, which is the table's name in the lake
 * @param template the id of the template
 * @param parameters what the file sets, in its order
 * @param line where the item begins, counted from 1
 * @param unusable the parameters whose values are not legal
 */
public record TableRoute(
        String routeId, String template, Map<String, Parameter> parameters, int line, Set<String> unusable) {

    /** The parameter that is passed to every template: the route's id. */
    public static final String TABLE_ID = "tableId";

    /** The parameter that a template which declares it gets likewise: the folder of the table file. */
    public static final String TABLE_FOLDER = "tableFolder";

    private static final String CATALOG = "catalog";
    private static final String NO_CATALOG = CatalogMode.NONE.name();

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
        unusable = Set.copyOf(unusable);
    }

    /** Whether its parameters are those of {@link TableParameter}. */
    public boolean isDeclared() {
        return template.equals(TableParameter.TEMPLATE);
    }

    /** A parameter as the file sets it, if it does and its value is legal. */
    public Optional<Parameter> usable(TableParameter parameter) {
        return unusable.contains(parameter.key())
                ? Optional.empty()
                : Optional.ofNullable(parameters.get(parameter.key()));
    }

    /** The line of a parameter, or of the item where the file does not set it. */
    public int lineOf(TableParameter parameter) {
        Parameter set = parameters.get(parameter.key());
        return set == null ? line : set.line();
    }

    /**
     * What the template is expanded with: the file's parameters, {@link #TABLE_ID} and {@link #TABLE_FOLDER}.
     *
     * @param file the table file
     */
    Map<String, Object> values(Path file, RouteTemplates templates) {
        Map<String, Object> values = new LinkedHashMap<>();
        parameters.forEach((name, parameter) -> {
            String value = templates.resolve(parameter.value()).strip();
            // A property that is empty is the default.
            if (!value.isEmpty() || !isDeclared()) {
                values.put(name, Placeholders.escape(value));
            }
        });
        if (isDeclared() && !values.containsKey(TableParameter.PUBLISH.key())) {
            Object catalog = values.getOrDefault(CATALOG, TableParameter.CATALOG.defaultValue());
            CatalogMode mode = Words.read(CatalogMode.class, CATALOG, String.valueOf(catalog));
            values.put(TableParameter.PUBLISH.key(), Words.of(PublishMode.defaultOf(mode, hasPartitions(values))));
        }
        values.put(TABLE_ID, routeId);
        Path folder = file.toAbsolutePath().getParent();
        values.put(TABLE_FOLDER, String.valueOf(folder == null ? "" : folder));
        return values;
    }

    private static boolean hasPartitions(Map<String, Object> values) {
        return values.containsKey(TableParameter.PARTITION_BY.key())
                && !Boolean.parseBoolean(String.valueOf(values.get(TableParameter.PROJECTION.key())));
    }

    /** The table in the Glue catalog that a crawler makes of it; empty where there is no crawler. */
    Optional<String> catalogTable(RouteTemplates templates) {
        if (!templates.parameters(template).containsKey(CATALOG)) {
            return Optional.empty();
        }
        Parameter set = parameters.get(CATALOG);
        return set != null && isNone(set, templates) ? Optional.empty() : Optional.of(CatalogTable.nameOf(routeId));
    }

    private static boolean isNone(Parameter catalog, RouteTemplates templates) {
        try {
            return templates.resolve(catalog.value()).strip().equalsIgnoreCase(NO_CATALOG);
        } catch (Placeholders.Unset e) {
            // A fault that is found where the parameter is read.
            return true;
        }
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
