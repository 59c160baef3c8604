package dev.caravan.routes;

import dev.caravan.option.Spelling;
import dev.caravan.routes.OwnedName.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** Takes one route file apart, item by item, and collects the faults. */
final class RouteFileParser {
    private static final String EXAMPLE =
            "A table file begins with '- templatedRoute:', its fields indented under it by spaces.";

    private static final String TOO_MUCH = "Make it smaller and less nested, or divide it.";

    private final Path path;
    private final RouteTemplates templates;
    private final YamlReader yaml;
    private final List<TableRoute> tables = new ArrayList<>();
    private final Map<OwnedName, Integer> names = new LinkedHashMap<>();
    private final Map<String, Map<String, RouteTemplates.Parameter>> ownTemplates = new TreeMap<>();
    /** First lines of the items, in order; true for those that Camel reads itself. */
    private final TreeMap<Integer, Boolean> items = new TreeMap<>();

    RouteFileParser(Path path, RouteTemplates templates) {
        this.path = path;
        this.templates = templates;
        this.yaml = new YamlReader(path);
    }

    /** What the file holds; whatever its content makes a parser throw is a fault of the file. */
    RouteFile parse(byte[] content) {
        try {
            return read(content);
        } catch (RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
            yaml.fault(1, "the file cannot be parsed (" + YamlReader.oneLine(e.toString()) + ").", TOO_MUCH);
            return new RouteFile(path, List.of(), Map.of(), null, yaml.faults());
        }
    }

    private RouteFile read(byte[] content) {
        String text = decode(content);
        Node root = text == null ? null : compose(text);
        boolean flow = false;
        if (root instanceof SequenceNode list) {
            flow = list.getFlowStyle() == FlowStyle.FLOW;
            list.getValue().forEach(this::declare);
            RouteTemplates known = templates.and(ownTemplates);
            list.getValue().forEach(item -> read(item, known));
        } else if (root != null) {
            yaml.fault(root, "a route file is a list of items, and this is not.", EXAMPLE);
        }
        String explicit = null;
        if (text != null && items.containsValue(true)) {
            if (flow && items.containsValue(false)) {
                yaml.fault(1, "templatedRoute and other items share one '[…]' list.", "Write each item as '- item:'.");
            }
            explicit = readable(explicitItems(text));
        }
        return new RouteFile(path, tables, names, explicit, yaml.faults());
    }

    /** What is left without the tables may be other YAML than the whole was, and Camel parses it without limits. */
    private @Nullable String readable(String explicit) {
        try {
            YamlLimits.check(settings(), explicit);
            return explicit;
        } catch (YamlEngineException e) {
            yaml.fault(
                    1,
                    "the items beside templatedRoute cannot be read alone: " + YamlReader.oneLine(e.getMessage()) + ".",
                    "Put them into a file of their own.");
            return null;
        }
    }

    private @Nullable String decode(byte[] content) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(content))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            yaml.fault(1, "the file is not UTF-8 text.", "Save it as UTF-8.");
            return null;
        }
    }

    private LoadSettings settings() {
        return LoadSettings.builder().setLabel(path.toString()).build();
    }

    private @Nullable Node compose(String text) {
        try {
            Optional<Node> root = YamlLimits.compose(settings(), text);
            if (root.isEmpty()) {
                yaml.fault(1, "the file holds no item.", "Write one, or delete the file to stop its routes.");
            }
            return root.orElse(null);
        } catch (MarkedYamlEngineException e) {
            yaml.fault(
                    e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1),
                    "this is not YAML: " + YamlReader.oneLine(e.getProblem()) + ".",
                    "Indent with spaces only, and close every quote and bracket.");
        } catch (YamlEngineException e) {
            yaml.fault(1, "this is not YAML: " + YamlReader.oneLine(e.getMessage()) + ".", EXAMPLE);
        }
        return null;
    }

    /** Learns the templates that the file itself brings, because an item above may name one below. */
    private void declare(Node item) {
        Map<String, Node> fields = YamlReader.fieldsOf(item);
        Node template = fields.get("routeTemplate");
        if (template == null) {
            return;
        }
        Map<String, Node> declared = YamlReader.fieldsOf(template);
        Map<String, RouteTemplates.Parameter> parameters = new LinkedHashMap<>();
        for (Node parameter : YamlReader.itemsOf(declared.get("parameters"))) {
            Map<String, Node> of = YamlReader.fieldsOf(parameter);
            YamlReader.textOf(of.get("name")).ifPresent(name -> {
                boolean optional = of.containsKey("defaultValue")
                        || YamlReader.textOf(of.get("required")).equals(Optional.of("false"));
                parameters.put(name, new RouteTemplates.Parameter(name, !optional));
            });
        }
        YamlReader.textOf(declared.get("id")).ifPresent(id -> ownTemplates.put(id, parameters));
    }

    private void read(Node item, RouteTemplates known) {
        Map<String, Node> fields = yaml.fields(item, "an item");
        if (fields.size() != 1) {
            if (fields.size() > 1) {
                yaml.fault(item, "an item has one name, and this has " + fields.keySet() + ".", EXAMPLE);
            }
            return;
        }
        String name = fields.keySet().iterator().next();
        Node body = fields.values().iterator().next();
        Optional<ItemKind> kind = ItemKind.named(name);
        if (kind.isEmpty()) {
            yaml.fault(
                    item,
                    "'" + name + "' is not an item of a route file.",
                    Spelling.nearest(name, ItemKind.names())
                                    .map(near -> "Did you mean '" + near + "'? ")
                                    .orElse("")
                            + "Legal are: " + String.join(", ", ItemKind.names()) + ".");
            return;
        }
        items.put(YamlReader.line(item), kind.get() != ItemKind.TEMPLATED_ROUTE);
        switch (kind.get()) {
            case TEMPLATED_ROUTE -> readTables(item, body, known);
            case ROUTE, FROM -> own(Kind.ROUTE, YamlReader.fieldsOf(body).get("id"));
            case BEANS ->
                YamlReader.itemsOf(body)
                        .forEach(
                                bean -> own(Kind.BEAN, YamlReader.fieldsOf(bean).get("name")));
            case ROUTE_TEMPLATE -> own(Kind.TEMPLATE, YamlReader.fieldsOf(body).get("id"));
            case ROUTE_CONFIGURATION, SCOPE -> {}
        }
    }

    private void readTables(Node item, Node body, RouteTemplates known) {
        if (body instanceof SequenceNode list) {
            list.getValue().forEach(table -> readTable(YamlReader.line(table), table, known));
        } else {
            readTable(YamlReader.line(item), body, known);
        }
    }

    private void readTable(int line, Node table, RouteTemplates known) {
        new TableRouteReader(yaml, known, line).read(table).ifPresent(route -> {
            tables.add(route);
            route.expansions(known).forEach(made -> own(new OwnedName(Kind.ROUTE, made.routeId()), line));
        });
    }

    private void own(Kind kind, @Nullable Node name) {
        YamlReader.textOf(name)
                .ifPresent(text -> own(new OwnedName(kind, text), name == null ? 1 : YamlReader.line(name)));
    }

    private void own(OwnedName name, int line) {
        Integer before = names.putIfAbsent(name, line);
        if (before != null) {
            yaml.fault(line, name + " is already used in line " + before + ".", "Give one of the two another name.");
        }
    }

    /** The text with the tables' lines emptied, so that Camel's own line numbers stay those of the file. */
    private String explicitItems(String text) {
        String[] lines = text.split("\n", -1);
        StringBuilder kept = new StringBuilder();
        for (int line = 1; line <= lines.length; line++) {
            Map.Entry<Integer, Boolean> item = items.floorEntry(line);
            kept.append(item == null || item.getValue() ? lines[line - 1] : "").append('\n');
        }
        return kept.toString();
    }
}
