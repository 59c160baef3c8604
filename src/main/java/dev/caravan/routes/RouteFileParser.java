package dev.caravan.routes;

import dev.caravan.option.Spelling;
import dev.caravan.routes.OwnedName.Kind;
import dev.caravan.routes.OwnedName.Use;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;
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

    /** Each is a text as long as the file. */
    private static final int MAX_ALONE = 20;

    private static final String TOO_MUCH = "Make it smaller and less nested, or divide it.";

    private final Path path;
    private final RouteTemplates templates;
    private final YamlReader yaml;
    private final List<TableRoute> tables = new ArrayList<>();
    private final Map<OwnedName, Use> names = new LinkedHashMap<>();
    private final Map<String, Map<String, RouteTemplates.Parameter>> ownTemplates = new TreeMap<>();
    /** The beans of this file and of all others. */
    private final Set<String> beans;

    private final Set<String> ownConfigurations = new HashSet<>();
    /** The lines of the items with a name that is taken: the further names of an item follow from the first. */
    private final Set<Integer> clashes = new HashSet<>();
    /** First lines of the items, in order. */
    private final TreeMap<Integer, ItemKind> items = new TreeMap<>();

    /**
     * Reads a file.
     *
     * @param others beans that other files bind
     */
    RouteFileParser(Path path, RouteTemplates templates, Set<String> others) {
        this.beans = new HashSet<>(others);
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
            return new RouteFile(path, List.of(), Map.of(), null, List.of(), yaml.faults());
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
        List<String> rehearsed = List.of();
        if (text != null && items.values().stream().anyMatch(kind -> kind != ItemKind.TEMPLATED_ROUTE)) {
            if (flow && items.containsValue(ItemKind.TEMPLATED_ROUTE)) {
                yaml.fault(1, "templatedRoute and other items share one '[…]' list.", "Write each item as '- item:'.");
            }
            explicit = readable(explicitItems(text));
            rehearsed = flow || explicit == null ? List.of() : eachAlone(text);
        }
        return new RouteFile(path, tables, names, explicit, rehearsed, yaml.faults());
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

    /** Learns the templates, beans and configurations that the file itself brings, because an item above may name one below. */
    private void declare(Node item) {
        Map<String, Node> fields = YamlReader.fieldsOf(item);
        YamlReader.itemsOf(fields.get("beans"))
                .forEach(bean ->
                        YamlReader.textOf(YamlReader.fieldsOf(bean).get("name")).ifPresent(beans::add));
        YamlReader.textOf(YamlReader.fieldsOf(fields.get("routeConfiguration")).get("id"))
                .ifPresent(ownConfigurations::add);
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
                    Spelling.meant(name, ItemKind.names()) + "Legal are: " + String.join(", ", ItemKind.names()) + ".");
            return;
        }
        items.put(YamlReader.line(item), kind.get());
        switch (kind.get()) {
            case TEMPLATED_ROUTE -> readTables(item, body, known);
            case ROUTE, FROM -> {
                own(Kind.ROUTE, YamlReader.fieldsOf(body).get("id"));
                readRoute(name, body, known, false);
            }
            case BEANS ->
                YamlReader.itemsOf(body)
                        .forEach(
                                bean -> own(Kind.BEAN, YamlReader.fieldsOf(bean).get("name")));
            case ROUTE_TEMPLATE -> {
                own(Kind.TEMPLATE, YamlReader.fieldsOf(body).get("id"));
                readRoute(name, body, known, true);
            }
            case ROUTE_CONFIGURATION, SCOPE -> readRoute(name, body, known, false);
        }
    }

    private void readRoute(String name, Node body, RouteTemplates known, boolean isTemplate) {
        new OwnRouteReader(yaml, known, beans, ownConfigurations, isTemplate).read(name, body);
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
            route.expansions(known).stream()
                    .sorted(Comparator.comparingInt(made -> made.routeId().length()))
                    .forEach(made -> own(new OwnedName(Kind.ROUTE, made.routeId()), line, made.routeId()));
            route.catalogTable(known)
                    .ifPresent(name -> own(new OwnedName(Kind.CATALOG_TABLE, name), line, route.routeId()));
        });
    }

    private void own(Kind kind, @Nullable Node name) {
        YamlReader.textOf(name)
                .ifPresent(text -> own(new OwnedName(kind, text), name == null ? 1 : YamlReader.line(name), text));
    }

    private void own(OwnedName name, int line, String written) {
        Use use = new Use(path.toString(), line, written);
        Use before = names.putIfAbsent(name, use);
        if (before != null) {
            RouteFile.clash(path, name, use, before)
                    .filter(clash -> clashes.add(clash.line()))
                    .ifPresent(yaml::fault);
        }
    }

    /** Each item that Camel can read without changing anything, or all of them together if there are many; it binds beans while it reads. */
    private List<String> eachAlone(String text) {
        List<Integer> readable = items.entrySet().stream()
                .filter(item -> isReadable(item.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        return readable.size() > MAX_ALONE
                ? List.of(kept(text, line -> {
                    Map.Entry<Integer, ItemKind> item = items.floorEntry(line);
                    return item != null && isReadable(item.getValue());
                }))
                : readable.stream()
                        .map(item -> kept(text, line -> item.equals(items.floorKey(line))))
                        .toList();
    }

    private static boolean isReadable(@Nullable ItemKind kind) {
        return kind != null && kind != ItemKind.TEMPLATED_ROUTE && kind != ItemKind.BEANS;
    }

    private String explicitItems(String text) {
        return kept(text, line -> {
            Map.Entry<Integer, ItemKind> item = items.floorEntry(line);
            return item == null || item.getValue() != ItemKind.TEMPLATED_ROUTE;
        });
    }

    /** The text with some lines emptied, so that Camel's own line numbers stay those of the file. */
    private static String kept(String text, IntPredicate isKept) {
        String[] lines = text.split("\n", -1);
        StringBuilder kept = new StringBuilder();
        for (int line = 1; line <= lines.length; line++) {
            kept.append(isKept.test(line) ? lines[line - 1] : "").append('\n');
        }
        return kept.toString();
    }
}
