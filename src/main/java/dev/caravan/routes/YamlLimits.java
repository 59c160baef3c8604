package dev.caravan.routes;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * A YAML parser that ends at the first event beyond a limit, before anything that works recursively sees it.
 *
 * <p>An alias counts as what it stands for, because a walk over the nodes visits them again: ten aliases of ten aliases, nine
 * levels deep, are a thousand million nodes in 200 bytes.
 */
final class YamlLimits implements Parser {
    /** A step of a Camel route takes three levels, so this is a route nested twenty steps deep. */
    static final int MAX_DEPTH = 64;
    /** A table with its parameters takes about 30 nodes. */
    static final int MAX_NODES = 100_000;
    /** A long query fits; Camel reads expressions in values recursively. */
    static final int MAX_SCALAR = 65_536;

    private final Parser parser;
    private final Deque<Open> open = new ArrayDeque<>();
    private final Map<Anchor, Size> anchors = new HashMap<>();

    /** How many nodes something has, and how many levels of them. */
    private record Size(long nodes, int height) {}

    /** A list or mapping that has begun. */
    private static final class Open {
        final @Nullable Anchor anchor;
        long nodes = 1;
        int height = 1;

        Open(@Nullable Anchor anchor) {
            this.anchor = anchor;
        }
    }

    private YamlLimits(Parser parser) {
        this.parser = parser;
    }

    /**
     * The root node of a text.
     *
     * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException when it is not YAML or exceeds a limit
     */
    static Optional<Node> compose(LoadSettings settings, String text) {
        return new Composer(settings, parser(settings, text)).getSingleNode();
    }

    /**
     * Checks a text without keeping anything of it.
     *
     * @throws org.snakeyaml.engine.v2.exceptions.YamlEngineException when it is not YAML or exceeds a limit
     */
    static void check(LoadSettings settings, String text) {
        Parser parser = parser(settings, text);
        while (parser.hasNext()) {
            parser.next();
        }
    }

    private static Parser parser(LoadSettings settings, String text) {
        return new YamlLimits(new ParserImpl(settings, new StreamReader(settings, text)));
    }

    @Override
    public boolean checkEvent(Event.ID choice) {
        return parser.checkEvent(choice);
    }

    @Override
    public Event peekEvent() {
        return parser.peekEvent();
    }

    @Override
    public boolean hasNext() {
        return parser.hasNext();
    }

    @Override
    public Event next() {
        Event event = parser.next();
        if (event instanceof CollectionStartEvent start) {
            Anchor anchor = start.getAnchor().orElse(null);
            if (anchor != null) {
                // An alias inside means this one, not an earlier one of the same name.
                anchors.remove(anchor);
            }
            open.push(new Open(anchor));
            require(open.size() <= MAX_DEPTH, "it is nested more than " + MAX_DEPTH + " levels deep", event);
        } else if (event instanceof CollectionEndEvent) {
            Open ended = open.pop();
            add(ended.anchor, new Size(ended.nodes, ended.height), event);
        } else if (event instanceof ScalarEvent scalar) {
            require(
                    scalar.getValue().length() <= MAX_SCALAR,
                    "a value is longer than " + MAX_SCALAR + " characters",
                    event);
            add(scalar.getAnchor().orElse(null), new Size(1, 1), event);
        } else if (event instanceof AliasEvent) {
            Size size = ((NodeEvent) event).getAnchor().map(anchors::get).orElse(null);
            if (size == null) {
                throw exceeded("an alias stands inside what it refers to, or for nothing", event);
            }
            add(null, size, event);
        }
        return event;
    }

    private void add(@Nullable Anchor anchor, Size size, Event event) {
        if (anchor != null) {
            anchors.put(anchor, size);
        }
        Open outer = open.peek();
        if (outer != null) {
            outer.nodes += size.nodes();
            outer.height = Math.max(outer.height, size.height() + 1);
        }
        long nodes = 0;
        for (Open each : open) {
            nodes += each.nodes;
        }
        require(nodes <= MAX_NODES, "it has more than " + MAX_NODES + " values, aliases counted in full", event);
        require(
                open.size() + size.height() <= MAX_DEPTH + 1,
                "it is nested more than " + MAX_DEPTH + " levels deep",
                event);
    }

    private static void require(boolean within, String otherwise, Event event) {
        if (!within) {
            throw exceeded(otherwise, event);
        }
    }

    private static ParserException exceeded(String problem, Event event) {
        return new ParserException(problem, event.getStartMark());
    }
}
