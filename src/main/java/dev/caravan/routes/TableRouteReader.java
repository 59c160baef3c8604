package dev.caravan.routes;

import dev.caravan.option.Spelling;
import java.text.ParseException;
import java.time.Instant;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.quartz.CronExpression;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Reads one {@code templatedRoute} and checks it against its template, because Camel ignores what it does not know. */
final class TableRouteReader {
    private static final Set<String> FIELDS = Set.of("routeTemplateRef", "routeId", "parameters");
    /** An S3 folder, a JMX name and a Camel id at once, so no wildcard, slash, colon or blank. */
    private static final int MAX_ROUTE_ID = 200;

    private static final Pattern ROUTE_ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*");
    /** Its folder below {@code _caravan/} has the dead letters of all tables; keys are case-sensitive, so no other spelling. */
    private static final String RESERVED_ID = "dead-letter";

    private static final String PARAMETER_FORM = "Write '- { name: table, value: public.orders }'.";
    private static final String CRON_FORM =
            "Quartz wants 6 fields: second minute hour day month weekday, one of the two days a '?';"
                    + " every 15 minutes is \"0 0/15 * * * ?\".";

    private final YamlReader yaml;
    private final RouteTemplates templates;
    private final int line;

    /** A reader of the item that begins in a line. */
    TableRouteReader(YamlReader yaml, RouteTemplates templates, int line) {
        this.yaml = yaml;
        this.templates = templates;
        this.line = line;
    }

    /** The table, as far as it can be made out at all. */
    Optional<TableRoute> read(Node node) {
        Map<String, Node> fields = yaml.fields(node, "a templatedRoute");
        fields.forEach((name, value) -> {
            if (!FIELDS.contains(name)) {
                yaml.fault(
                        value,
                        "templatedRoute does not take '" + name + "' in a table file.",
                        meant(name, FIELDS) + "Legal are: routeTemplateRef, routeId, parameters.");
            }
        });
        Map<String, TableRoute.Parameter> parameters = parameters(fields.get("parameters"));
        String template = template(fields.get("routeTemplateRef"));
        String routeId = routeId(fields.get("routeId"));
        if (template != null) {
            checkNames(template, parameters);
        }
        parameters.forEach(this::checkValue);
        return template == null || routeId == null
                ? Optional.empty()
                : Optional.of(new TableRoute(routeId, template, parameters, line));
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
                    at(ref), "there is no template '" + name.get() + "'.", meant(name.get(), templates.ids()) + known);
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
                yaml.fault(
                        value == null ? item : value,
                        "parameter '" + name.get() + "' has no single value.",
                        "Give it one text or number; quote it when it holds a colon, a comma or a bracket.");
            } else if (parameters.containsKey(name.get())) {
                yaml.fault(item, "parameter '" + name.get() + "' is given twice.", "Keep one of the two.");
            } else {
                parameters.put(name.get(), new TableRoute.Parameter(text.get(), YamlReader.line(item)));
            }
        }
        return parameters;
    }

    private void checkNames(String template, Map<String, TableRoute.Parameter> given) {
        Map<String, RouteTemplates.Parameter> legal = templates.parameters(template);
        given.forEach((name, parameter) -> {
            if (!legal.containsKey(name)) {
                yaml.fault(
                        parameter.line(),
                        "template " + template + " has no parameter '" + name + "'.",
                        meant(name, legal.keySet()) + "Legal are: " + String.join(", ", legal.keySet()) + ".");
            }
        });
        List<String> missing = legal.values().stream()
                .filter(parameter -> parameter.mandatory() && !given.containsKey(parameter.name()))
                .map(RouteTemplates.Parameter::name)
                .toList();
        for (String name : missing) {
            yaml.fault(
                    line,
                    "parameter '" + name + "' is missing, and template " + template + " needs it.",
                    "Add '- { name: " + name + ", value: … }'.");
        }
    }

    private void checkValue(String name, TableRoute.Parameter parameter) {
        String value = parameter.value();
        if (value.contains("{{")) {
            try {
                value = templates.resolve(value);
            } catch (IllegalArgumentException e) {
                yaml.fault(
                        parameter.line(),
                        "parameter '" + name + "' is '" + value + "', and that property is not set.",
                        "Set it in application.properties or the environment, or write the value itself.");
                return;
            }
        }
        if (name.equals("schedule")) {
            checkCron(value, parameter.line());
        }
    }

    private void checkCron(String value, int line) {
        try {
            // Camel writes blanks as '+' in endpoint URIs and takes both.
            CronExpression cron = new CronExpression(value.replace('+', ' '));
            if (cron.getNextValidTimeAfter(Date.from(Instant.now())) == null) {
                yaml.fault(
                        line, "schedule \"" + value + "\" never comes due.", "Give it a year that is still to come.");
            }
        } catch (ParseException | IllegalArgumentException e) {
            yaml.fault(
                    line,
                    "schedule \"" + value + "\" is not a Quartz cron expression (" + YamlReader.oneLine(e.getMessage())
                            + ").",
                    CRON_FORM);
        }
    }

    private int at(@Nullable Node field) {
        return field == null ? line : YamlReader.line(field);
    }

    private static String meant(String word, Collection<String> legal) {
        return Spelling.nearest(word, legal)
                .map(near -> "Did you mean '" + near + "'? ")
                .orElse("");
    }
}
