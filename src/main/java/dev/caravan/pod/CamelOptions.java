package dev.caravan.pod;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.option.Form;
import dev.caravan.option.OneOf;
import dev.caravan.option.Shaped;
import dev.caravan.option.WholeNumber;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.CatalogCamelContext;

/** The options of Camel that properties may set, as Camel's own catalog lists them. */
final class CamelOptions {
    private static final String MAIN = "/META-INF/camel-main-configuration-metadata.json";
    private static final String COMPONENT = "camel.component.";

    private static final Form INT = Shaped.of("[+-]?\\d{1,10}", "a whole number", "Write digits only, without a unit.");
    private static final Form PORT = new WholeNumber(0, 65_535, "");
    private static final Form LONG = Shaped.of(
            "[+-]?\\d{1,18}|(\\d+(ms|[smhd])\\s*)+",
            "a whole number, or a time such as 500ms, 2s or 5m",
            "Write digits only, or with the unit of a time.");
    private static final Form NUMBER = Shaped.of("[+-]?\\d+(\\.\\d+)?", "a number", "Write it as 1.5.");

    private final CatalogCamelContext context;
    private final Map<String, Map<String, Option>> groups = new HashMap<>();

    /**
     * An option.
     *
     * @param name as Camel documents it, with its group
     * @param form what is legal; empty where only Camel can tell
     */
    record Option(String name, Optional<Form> form, boolean isSecret) {}

    /** The options of a context. */
    CamelOptions(CatalogCamelContext context) {
        this.context = context;
        JsonNode catalog = read();
        for (JsonNode group : catalog.path("groups")) {
            groups.put(group.path("name").asText() + ".", new LinkedHashMap<>());
        }
        for (JsonNode property : catalog.path("properties")) {
            String name = property.path("name").asText();
            group(name).ifPresent(group -> put(Objects.requireNonNull(groups.get(group)), group, name, property));
        }
    }

    /** What a key or variable begins with when it sets an option: {@code camel.main.}; empty for all others. */
    Optional<String> group(String key) {
        if (key.startsWith(COMPONENT)) {
            int dot = key.indexOf('.', COMPONENT.length());
            return dot < 0
                    ? Optional.empty()
                    : Optional.of(key.substring(0, dot + 1)).filter(this::isComponent);
        }
        return groups.keySet().stream()
                .filter(key::startsWith)
                .max((one, other) -> Integer.compare(one.length(), other.length()));
    }

    /** All groups of camel-main. */
    List<String> groups() {
        return groups.keySet().stream()
                .filter(group -> !group.startsWith(COMPONENT))
                .sorted()
                .toList();
    }

    /** The option of a key; upper and lower case and dashes do not count. */
    Optional<Option> option(String group, String key) {
        return Optional.ofNullable(groups.getOrDefault(group, Map.of())
                .get(plain(key.substring(group.length()).split("[\\[.]", 2)[0])));
    }

    /** Whether Camel lists no options of a group, so that only Camel can tell which there are. */
    boolean isOpen(String group) {
        return groups.getOrDefault(group, Map.of()).isEmpty();
    }

    /** The names of all options of a group. */
    List<String> names(String group) {
        return groups.getOrDefault(group, Map.of()).values().stream()
                .map(Option::name)
                .toList();
    }

    /** Without what does not count in a name. */
    static String plain(String name) {
        return name.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
    }

    /** Whether there is such a component, by its name or as a bean. */
    boolean hasComponent(String name) {
        return context.hasComponent(name) != null
                || context.getRegistry().lookupByName(name) != null
                || context.getClassResolver().loadResourceAsURL("META-INF/services/org/apache/camel/component/" + name)
                        != null;
    }

    private boolean isComponent(String group) {
        groups.computeIfAbsent(group, this::ofComponent);
        return !isOpen(group);
    }

    private Map<String, Option> ofComponent(String group) {
        Map<String, Option> options = new LinkedHashMap<>();
        try {
            String json =
                    context.getComponentParameterJsonSchema(group.substring(COMPONENT.length(), group.length() - 1));
            if (json != null) {
                new ObjectMapper()
                        .readTree(json)
                        .path("componentProperties")
                        .properties()
                        .forEach(each -> put(options, group, group + each.getKey(), each.getValue()));
            }
        } catch (IOException e) {
            // A component without a catalog takes what it likes.
            options.clear();
        }
        return options;
    }

    private static void put(Map<String, Option> options, String group, String name, JsonNode property) {
        options.put(
                plain(name.substring(group.length())),
                new Option(name, form(name, property), property.path("secret").asBoolean()));
    }

    private static Optional<Form> form(String name, JsonNode property) {
        List<String> words = new ArrayList<>();
        property.path("enum").forEach(word -> words.add(word.asText()));
        return switch (property.path("javaType").asText()) {
            case "boolean", "java.lang.Boolean" -> Optional.of(OneOf.of("true", "false"));
            case "int", "java.lang.Integer" -> Optional.of(name.endsWith(".port") ? PORT : INT);
            case "long", "java.lang.Long" -> Optional.of(LONG);
            case "float", "double", "java.lang.Float", "java.lang.Double" -> Optional.of(NUMBER);
            default -> words.isEmpty() ? Optional.empty() : Optional.of(new OneOf(words));
        };
    }

    private static JsonNode read() {
        try (InputStream in = CamelOptions.class.getResourceAsStream(MAIN)) {
            return new ObjectMapper().readTree(Objects.requireNonNull(in, MAIN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
