package dev.caravan.routes;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** YAML nodes with their line numbers, and the faults found in them. */
final class YamlReader {
    /** More would help nobody, and each is logged and shown. */
    private static final int MAX_FAULTS = 50;

    private final Path path;
    private final List<Fault> faults = new ArrayList<>();

    YamlReader(Path path) {
        this.path = path;
    }

    List<Fault> faults() {
        return faults;
    }

    void fault(Node at, String reason, String hint) {
        fault(line(at), reason, hint);
    }

    void fault(int line, String reason, String hint) {
        fault(new Fault(path, line, reason, hint));
    }

    void fault(Fault fault) {
        if (faults.size() < MAX_FAULTS) {
            faults.add(fault);
        }
    }

    /** The fields of a mapping; one given twice is a fault, and so is anything but a mapping. */
    Map<String, Node> fields(Node node, String what) {
        Map<String, Node> fields = new LinkedHashMap<>();
        if (!(node instanceof MappingNode mapping)) {
            fault(node, what + " has to be 'name: value', and this is not.", "Write its fields one below the other.");
            return fields;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            String name = textOf(tuple.getKeyNode()).orElse("?");
            if (fields.putIfAbsent(name, tuple.getValueNode()) != null) {
                fault(tuple.getKeyNode(), "'" + name + "' is given twice.", "Keep one of the two.");
            }
        }
        return fields;
    }

    /** The fields of a mapping without judging it. */
    static Map<String, Node> fieldsOf(@Nullable Node node) {
        Map<String, Node> fields = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            mapping.getValue().forEach(tuple -> textOf(tuple.getKeyNode())
                    .ifPresent(name -> fields.putIfAbsent(name, tuple.getValueNode())));
        }
        return fields;
    }

    static List<Node> itemsOf(@Nullable Node node) {
        return node instanceof SequenceNode list ? list.getValue() : List.of();
    }

    /** The text of a scalar as written; nothing for null, a list or a mapping. */
    static Optional<String> textOf(@Nullable Node node) {
        return node instanceof ScalarNode scalar && !Tag.NULL.equals(scalar.getTag())
                ? Optional.of(scalar.getValue())
                : Optional.empty();
    }

    /** The line where a node begins, counted from 1. */
    static int line(Node node) {
        return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
    }

    /** A foreign message on one line and without its own full stop, so that it fits into a sentence of ours. */
    static String oneLine(@Nullable String message) {
        String line = message == null
                ? "no reason given"
                : message.replaceAll("\\s+", " ").strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }
}
