package dev.caravan.routes;

import dev.caravan.option.Spelling;
import dev.caravan.table.TableParameter;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads one {@code templatedRoute} and checks it against its template, because Camel ignores what it does not know. */
final class TableRouteReader {
    /** An empty value of these is none of their defaults. */
    private static final Set<TableParameter> NEEDED =
            EnumSet.of(TableParameter.TABLE, TableParameter.QUERY, TableParameter.SCHEDULE);

    private static final Set<String> FIELDS = Set.of("routeTemplateRef", "routeId", "parameters");
    /** An S3 folder, a JMX name and a Camel id at once, so no wildcard, slash, colon or blank. */
    private static final int MAX_ROUTE_ID = 200;

    private static final Pattern ROUTE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
    /** Its folder below {@code _caravan/} has the dead letters of all tables; keys are case-sensitive, so no other spelling. */
    private static final String RESERVED_ID = "dead-letter";

    private static final String PARAMETER_FORM = "Write '- { name: table, value: public.orders }'.";

    private final YamlReader yaml;
    private final RouteTemplates templates;
    private final int line;
    private final Set<String> unusable = new HashSet<>();
    private boolean hasParameters = true;

    /** A reader of the item that begins in a line. */
    TableRouteReader(YamlReader yaml, RouteTemplates templates, int line) {
        this.yaml = yaml;
        this.templates = templates;
        this.line = line;
    }

    /** The table, as far as it can be made out at all. */
    Optional<TableRoute> read(Node node) {
        Map<String, Node> fields = yaml.fields(node, "a templatedRoute");
        Map<String, Node> meant = new LinkedHashMap<>();
        fields.forEach((name, value) -> {
            if (!FIELDS.contains(name)) {
                Spelling.nearest(name, FIELDS).ifPresent(near -> meant.put(near, value));
                yaml.fault(
                        value,
                        "templatedRoute does not take '" + name + "' in a table file.",
                        Spelling.meant(name, FIELDS) + "Legal are: routeTemplateRef, routeId, parameters.");
            }
        });
        // A field with a typing error is not missing as well.
        meant.forEach(fields::putIfAbsent);
        Map<String, TableRoute.Parameter> parameters = parameters(fields.get("parameters"));
        String template = template(fields.get("routeTemplateRef"));
        String routeId = routeId(fields.get("routeId"));
        boolean isDeclared = TableParameter.TEMPLATE.equals(template);
        if (template != null && hasParameters) {
            checkNames(template, parameters);
        }
        if (isDeclared && hasParameters) {
            checkRelation(parameters);
        }
        parameters.forEach((name, parameter) -> checkValue(name, parameter, isDeclared));
        if (isDeclared && hasParameters) {
            new PublishCheck(yaml, templates, parameters, unusable).run();
        }
        return template == null || routeId == null
                ? Optional.empty()
                : Optional.of(new TableRoute(routeId, template, parameters, line, unusable));
    }

    private @Nullable String template(@Nullable Node ref) {
        String known = "Known are: " + String.join(", ", templates.ids()) + ".";
        Optional<String> name = YamlReader.textOf(ref).filter(text -> !text.isBlank());
        if (name.isEmpty()) {
            yaml.fault(at(ref), "routeTemplateRef is missing.", known);
            return null;
        }
        if (!templates.has(name.get())) {
            yaml.fault(
                    at(ref),
                    "there is no template '" + name.get() + "'.",
                    Spelling.meant(name.get(), templates.ids()) + known);
            return null;
        }
        return name.get();
    }

    private @Nullable String routeId(@Nullable Node id) {
        Optional<String> name = YamlReader.textOf(id).filter(text -> !text.isBlank());
        if (name.isEmpty()) {
            yaml.fault(at(id), "routeId is missing.", "Name the table in the lake, such as 'routeId: orders'.");
            return null;
        }
        if (!ROUTE_ID.matcher(name.get()).matches()) {
            yaml.fault(
                    at(id),
                    "routeId '" + name.get() + "' cannot name a folder in the lake.",
                    "Use letters, digits, '_', '-' and '.', beginning with a letter or digit.");
            return null;
        }
        if (name.get().equals(RESERVED_ID)) {
            yaml.fault(
                    at(id),
                    "routeId '" + RESERVED_ID + "' is reserved: _caravan/" + RESERVED_ID
                            + "/ in the lake has the dead letters of all tables.",
                    "Give the table another name.");
            return null;
        }
        if (name.get().length() > MAX_ROUTE_ID) {
            yaml.fault(
                    at(id),
                    "routeId is " + name.get().length()
                            + " characters long, which is too long for keys in S3 and names in Glue.",
                    "Use at most " + MAX_ROUTE_ID + ".");
            return null;
        }
        return name.get();
    }

    private Map<String, TableRoute.Parameter> parameters(@Nullable Node list) {
        Map<String, TableRoute.Parameter> parameters = new LinkedHashMap<>();
        if (list != null && !(list instanceof SequenceNode)) {
            yaml.fault(list, "parameters has to be a list.", PARAMETER_FORM);
            // What is missing cannot be said.
            hasParameters = false;
        }
        for (Node item : YamlReader.itemsOf(list)) {
            Map<String, Node> fields = yaml.fields(item, "a parameter");
            Node value = fields.get("value");
            Optional<String> name = YamlReader.textOf(fields.get("name"));
            Optional<String> text = YamlReader.textOf(value);
            if (name.isEmpty() || !Set.of("name", "value").containsAll(fields.keySet())) {
                if (!fields.isEmpty()) {
                    yaml.fault(item, "a parameter has the fields 'name' and 'value' only.", PARAMETER_FORM);
                }
            } else if (text.isEmpty()) {
                unusable.add(name.get());
                yaml.fault(
                        value == null ? item : value,
                        "parameter '" + name.get() + "' has no single value" + but(value) + ".",
                        "Give it one text or number; quote it when it holds a colon, a comma or a bracket.");
            } else if (parameters.containsKey(name.get())) {
                yaml.fault(item, "parameter '" + name.get() + "' is given twice.", "Keep one of the two.");
            } else {
                parameters.put(name.get(), new TableRoute.Parameter(text.get().strip(), YamlReader.line(item)));
            }
        }
        return parameters;
    }

    private static String but(@Nullable Node value) {
        return value instanceof SequenceNode ? ", but a list" : value instanceof MappingNode ? ", but a mapping" : "";
    }

    private void checkNames(String template, Map<String, TableRoute.Parameter> given) {
        Map<String, RouteTemplates.Parameter> legal = templates.parameters(template);
        given.forEach((name, parameter) -> {
            if (!legal.containsKey(name)) {
                // A parameter with a typing error is not missing as well.
                Spelling.nearest(name, legal.keySet())
                        .filter(near -> !given.containsKey(near))
                        .ifPresent(unusable::add);
                yaml.fault(
                        parameter.line(),
                        "template " + template + " has no parameter '" + name + "'.",
                        Spelling.meant(name, legal.keySet()) + "Legal are: " + String.join(", ", legal.keySet()) + ".");
            }
        });
        List<String> missing = legal.values().stream()
                .filter(parameter -> parameter.mandatory() && !given.containsKey(parameter.name()))
                .filter(parameter -> !unusable.contains(parameter.name()))
                .map(RouteTemplates.Parameter::name)
                .toList();
        for (String name : missing) {
            yaml.fault(
                    line,
                    "parameter '" + name + "' is missing, and template " + template + " needs it.",
                    "Add '- { name: " + name + ", value: … }'.");
        }
    }

    private void checkValue(String name, TableRoute.Parameter parameter, boolean isDeclared) {
        String written = parameter.value();
        Optional<String> value = resolved(name, parameter);
        if (value.isEmpty()) {
            unusable.add(name);
            return;
        }
        String used = value.get().strip();
        // A property that is empty may well mean the default; a blank value in the file means nothing.
        boolean isDefault = used.isEmpty() && !written.isBlank();
        TableParameter.named(name)
                .filter(declared -> isDeclared || declared == TableParameter.SCHEDULE)
                .filter(declared -> !(isDefault && !NEEDED.contains(declared)))
                .flatMap(declared -> declared.check(used))
                .ifPresent(misfit -> {
                    unusable.add(name);
                    String from = used.equals(written) ? "" : " (" + written + ")";
                    yaml.fault(
                            parameter.line(), misfit.sentence("parameter '" + name + "'" + from, used), misfit.hint());
                });
    }

    private Optional<String> resolved(String name, TableRoute.Parameter parameter) {
        if (!parameter.value().contains("{{")) {
            return Optional.of(parameter.value());
        }
        try {
            return Optional.of(templates.resolve(parameter.value()));
        } catch (Placeholders.Unset e) {
            yaml.fault(
                    parameter.line(),
                    "parameter '" + name + "' has the placeholder " + e.getMessage()
                            + ", and that property is not set.",
                    "Set it in application.properties or the environment, or write the value itself. "
                            + Placeholders.ESCAPE);
            return Optional.empty();
        }
    }

    private boolean isTried(TableParameter parameter, Map<String, TableRoute.Parameter> given) {
        return given.containsKey(parameter.key()) || unusable.contains(parameter.key());
    }

    private void checkRelation(Map<String, TableRoute.Parameter> given) {
        TableRoute.Parameter query = given.get(TableParameter.QUERY.key());
        boolean hasTable = isTried(TableParameter.TABLE, given);
        if (!isTried(TableParameter.QUERY, given) && !hasTable) {
            yaml.fault(
                    line,
                    "parameter 'table' is missing, and so is 'query'.",
                    "Add '- { name: table, value: public.orders }'.");
        } else if (query != null && hasTable) {
            yaml.fault(query.line(), "both 'table' and 'query' are given.", "Keep one of the two.");
        }
    }

    private int at(@Nullable Node field) {
        return field == null ? line : YamlReader.line(field);
    }
}
