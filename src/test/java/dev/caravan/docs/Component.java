package dev.caravan.docs;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A component as Camel's build plugin describes it, from the annotations.
 *
 * @param scheme as in {@code scheme:…}
 * @param syntax the URI without options
 * @param options those of an endpoint, its path first
 * @param componentOptions those of the component
 * @param headers what its headers class declares
 * @param source the endpoint's source file
 */
record Component(
        String scheme,
        String title,
        String syntax,
        List<Option> options,
        List<Option> componentOptions,
        List<Option> headers,
        Path source) {
    private static final Path SOURCES = Path.of("src/main/java");

    /**
     * An option or a header.
     *
     * @param isPath whether it is a part of the path of the URI
     * @param values the legal words, or the type
     */
    record Option(
            String name, boolean isPath, boolean isRequired, String values, String defaultValue, String meaning) {}

    /** Every component of Caravan, in the order of their names. */
    static List<Component> all() throws IOException {
        Path classes = Path.of("target/classes/META-INF/dev/caravan/component");
        List<Component> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted((one, other) -> one.getFileName().compareTo(other.getFileName()))
                    .toList()) {
                all.add(of(new ObjectMapper().readTree(file.toFile())));
            }
        }
        return List.copyOf(all);
    }

    private static Component of(JsonNode json) throws IOException {
        JsonNode component = json.path("component");
        return new Component(
                component.path("scheme").asText(),
                component.path("title").asText(),
                component.path("syntax").asText(),
                options(json.path("properties")),
                options(json.path("componentProperties")),
                options(json.path("headers")),
                endpoint(
                        component.path("scheme").asText(),
                        component.path("javaType").asText()));
    }

    private static List<Option> options(JsonNode named) {
        List<Option> options = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : named.properties()) {
            JsonNode option = entry.getValue();
            boolean isEnum = option.has("enum");
            String given = option.path("defaultValue").asText();
            options.add(new Option(
                    entry.getKey(),
                    option.path("kind").asText().equals("path"),
                    option.path("required").asBoolean(),
                    isEnum ? words(option.path("enum")) : type(option),
                    isEnum ? given.toLowerCase(Locale.ROOT) : given,
                    option.path("description").asText()));
        }
        return options;
    }

    private static String words(JsonNode constants) {
        List<String> words = new ArrayList<>();
        constants.forEach(constant -> words.add(constant.asText().toLowerCase(Locale.ROOT)));
        return String.join(", ", words);
    }

    private static String type(JsonNode option) {
        String type = option.path("type").asText();
        String javaType = option.path("javaType").asText();
        return type.isEmpty() || type.equals("object") ? javaType.substring(javaType.lastIndexOf('.') + 1) : type;
    }

    /** In the package of the component. */
    private static Path endpoint(String scheme, String componentClass) throws IOException {
        Path folder = Objects.requireNonNull(
                SOURCES.resolve(componentClass.replace('.', '/') + ".java").getParent());
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith("Endpoint.java"))
                    .toList()) {
                if (Files.readString(file).contains("scheme = \"" + scheme + "\"")) {
                    return file;
                }
            }
        }
        throw new AssertionError("no endpoint of " + scheme + " in " + folder);
    }
}
