package dev.caravan.routes;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Finds what Camel would not find in a route in YAML before it makes the route, each fault at its own line. */
final class OwnRouteReader {
    /** Expressions of the simple language. */
    private static final Set<String> SIMPLE = Set.of("simple", "log");

    private static final int MAX_SHOWN = 200;

    private static final Set<String> CONFIGURATION = Set.of("routeConfigurationId", "route-configuration-id");

    /** Steps that may be no more than a URI. */
    private static final Set<String> SHORT =
            Set.of("to", "toD", "to-d", "poll", "wireTap", "wire-tap", "deadLetterUri", "dead-letter-uri");
    /** Their {@code uri} is a pattern. */
    private static final Set<String> PATTERNS =
            Set.of("interceptFrom", "intercept-from", "interceptSendToEndpoint", "intercept-send-to-endpoint");

    private static final Set<String> CATCHES = Set.of("onException", "on-exception", "doCatch", "do-catch");

    private static final Set<String> EXCEPTIONS = Set.of("exception", "exceptions");

    private final YamlReader yaml;
    private final RouteTemplates templates;
    private final Set<String> beans;
    private final Set<String> configurations;
    private final boolean isTemplate;

    /**
     * A reader.
     *
     * @param beans names that the file itself binds
     * @param configurations the route configurations of the file itself
     * @param isTemplate whether placeholders may stand for parameters, so that their values are not known yet
     */
    OwnRouteReader(
            YamlReader yaml,
            RouteTemplates templates,
            Set<String> beans,
            Set<String> configurations,
            boolean isTemplate) {
        this.yaml = yaml;
        this.templates = templates;
        this.beans = beans;
        this.configurations = configurations;
        this.isTemplate = isTemplate;
    }

    /** Reads a node that stands under this name, and everything below it. */
    void read(String name, Node node) {
        if (node instanceof SequenceNode list) {
            list.getValue().forEach(item -> read(CATCHES.contains(name) ? name : "", item));
        } else if (node instanceof MappingNode mapping) {
            Map<String, Node> fields = YamlReader.fieldsOf(mapping);
            Node uri = fields.get("uri");
            boolean isEndpoint = uri instanceof ScalarNode && !PATTERNS.contains(name);
            if (uri != null && isEndpoint) {
                endpoint(uri, YamlReader.fieldsOf(fields.get("parameters")));
            }
            for (NodeTuple field : mapping.getValue()) {
                String key = YamlReader.textOf(field.getKeyNode()).orElse("");
                option(name, key, field.getValueNode());
                if (!(isEndpoint && (key.equals("parameters") || key.equals("uri")))) {
                    read(key, field.getValueNode());
                }
            }
        } else if (SHORT.contains(name)) {
            endpoint(node, Map.of());
        } else {
            YamlReader.textOf(node).flatMap(text -> resolved(node, text)).ifPresent(text -> scalar(name, node, text));
        }
    }

    /** Checks a field as an option of the step that it stands under. */
    private void option(String step, String option, Node value) {
        if (EXCEPTIONS.contains(option) && CATCHES.contains(step)) {
            Stream.concat(Stream.of(value), YamlReader.itemsOf(value).stream()).forEach(this::exception);
        } else if (!option.equals("uri")) {
            YamlReader.textOf(value)
                    .flatMap(this::known)
                    .flatMap(text -> templates.catalog().steps().check(step, option, text, beans))
                    .ifPresent(problem -> yaml.fault(value, problem.reason(), problem.hint()));
        }
    }

    private void exception(Node name) {
        YamlReader.textOf(name)
                .flatMap(this::known)
                .filter(text -> !text.contains("{{"))
                .flatMap(text -> templates.catalog().steps().checkException(text))
                .ifPresent(problem -> yaml.fault(name, problem.reason(), problem.hint()));
    }

    /** The text with its properties; empty if it has one that is not set, which is a fault of its own. */
    private Optional<String> known(String text) {
        try {
            return Optional.of(isTemplate ? text : templates.resolve(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void scalar(String name, Node node, String text) {
        if (CONFIGURATION.contains(name)) {
            templates
                    .catalog()
                    .meantConfiguration(text)
                    .filter(near -> !configurations.contains(text))
                    .ifPresent(near -> yaml.fault(
                            node,
                            "there is no routeConfiguration '" + text + "', and Camel would run the route without one.",
                            "Did you mean '" + near + "'?"));
        } else if (SIMPLE.contains(name) && !text.contains("{{")) {
            templates
                    .catalog()
                    .simpleFault(text)
                    .ifPresent(
                            reason -> yaml.fault(
                                    node,
                                    "'" + shown(text) + "' is not an expression of the simple language (" + reason
                                            + ").",
                                    "Close every '${' with '}', and see the functions in the documentation of the simple language."));
        }
    }

    private static String shown(String text) {
        return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
    }

    private void endpoint(Node uri, Map<String, Node> parameters) {
        Optional<String> text = YamlReader.textOf(uri).flatMap(raw -> resolved(uri, raw.strip()));
        if (text.isEmpty()) {
            return;
        }
        Map<String, String> options = new LinkedHashMap<>();
        parameters.forEach((name, node) -> YamlReader.textOf(node)
                .flatMap(raw -> resolved(node, raw))
                .ifPresent(value -> options.put(name, value)));
        for (RouteCatalog.Problem problem : templates.catalog().check(text.get(), options, beans)) {
            Node at = problem.option() == null ? uri : parameters.getOrDefault(problem.option(), uri);
            yaml.fault(at, problem.reason(), problem.hint());
        }
    }

    /** The text with its properties; what cannot be resolved is a fault, except in a template. */
    private Optional<String> resolved(Node at, String text) {
        if (isTemplate || !text.contains("{{")) {
            return Optional.of(text);
        }
        try {
            return Optional.of(templates.resolve(text));
        } catch (IllegalArgumentException e) {
            yaml.fault(
                    at,
                    "'" + text + "' has a property that is not set (" + YamlReader.oneLine(e.getMessage()) + ").",
                    "Set it in application.properties or the environment, or write the value itself.");
            return Optional.empty();
        }
    }
}
