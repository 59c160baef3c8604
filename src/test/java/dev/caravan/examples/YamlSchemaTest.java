package dev.caravan.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Editors and Camel's own tools judge route files by the schema of the YAML DSL, which is stricter than its parser. */
class YamlSchemaTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\\n(.*?)^```");
    /** The schema knows no placeholders; where it wants a number, one stands in. */
    private static final Pattern PLACEHOLDER_OF_NUMBER = Pattern.compile("(maximumRedeliveries: )\"\\{\\{[\\w.-]+}}\"");

    @Test
    void examples_bundled_routes_and_documents_are_valid_by_camels_schema() throws IOException {
        Schema schema = schema();
        Map<String, String> files = files();
        assertThat(files).hasSizeGreaterThan(20);
        files.forEach(
                (name, text) -> assertThat(schema.validate(tree(text))).as(name).isEmpty());
    }

    @Test
    void the_schema_refuses_what_only_the_parser_takes() throws IOException {
        String route = "- from: { uri: \"direct:a\", steps: [ { aggregate: { completionTimeout: 1000,"
                + " aggregationStrategy: \"#a\", correlationExpression: { constant: \"1\" }, steps: [ { to: \"log:a\" } ] } } ] }\n";
        assertThat(schema().validate(tree(route))).isNotEmpty();
        assertThat(schema().validate(tree(route.replace("1000", "\"1000\"")))).isEmpty();
    }

    private static Map<String, String> files() throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (String folder : List.of("examples", "bench", "k8s", "src/main/resources")) {
            try (Stream<Path> found = Files.walk(Path.of(folder))) {
                for (Path file : found.filter(YamlSchemaTest::isRoutes).toList()) {
                    files.put(file.toString(), Files.readString(file));
                }
            }
        }
        for (String folder : List.of(".", "docs", "docs/decisions", "k8s")) {
            try (Stream<Path> found = Files.list(Path.of(folder))) {
                for (Path page :
                        found.filter(file -> file.toString().endsWith(".md")).toList()) {
                    List<String> blocks = BLOCK.matcher(Files.readString(page))
                            .results()
                            .map(MatchResult::group)
                            .map(block -> block.replaceAll("```(yaml)?", ""))
                            .toList();
                    for (int i = 0; i < blocks.size(); i++) {
                        files.put(page + " block " + i, blocks.get(i));
                    }
                }
            }
        }
        return files;
    }

    private static boolean isRoutes(Path file) {
        String name = file.toString();
        return name.endsWith(".camel.yaml") || (name.contains("resources/routes") && name.endsWith(".yaml"));
    }

    private static Schema schema() throws IOException {
        try (InputStream json = Objects.requireNonNull(
                YamlSchemaTest.class.getResourceAsStream("/schema/camelYamlDsl.json"), "of camel-yaml-dsl")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_4)
                    .getSchema(new ObjectMapper().readTree(json));
        }
    }

    private static JsonNode tree(String yaml) {
        String filled = PLACEHOLDER_OF_NUMBER.matcher(yaml).replaceAll("$11");
        String named = filled.contains("id: {id}") ? filled.replaceAll("\\{(\\w+)}", "$1") : filled;
        return new ObjectMapper().valueToTree(new Load(LoadSettings.builder().build()).loadFromString(named));
    }
}
