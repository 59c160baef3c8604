package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Child;
import dev.caravan.Main;
import dev.caravan.pod.Pod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong with settings is told alike by all commands that read them, before anything runs. */
class BrokenSettingsTest {
    @TempDir
    private Path folder;

    @BeforeEach
    void routes() throws IOException {
        Files.createDirectory(folder.resolve("routes"));
        Files.writeString(folder.resolve("routes/orders.camel.yaml"), """
                - templatedRoute:
                    routeTemplateRef: table-to-lake
                    routeId: orders
                    parameters:
                      - { name: table, value: public.orders }
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            caravan.staging.dir = /dev/null/x                  | :2: caravan.staging.dir is '/dev/null/x', and no files can be written there
            caravan.management.operations.user = me            | :2: caravan.management.operations.user is set, and
            camel.component.nope.size = 5                      | :2: camel.component.nope.size is for the component 'nope'
            caravan.name = C:\\users                            | :2: caravan.name has '\\u' without
            AWS_REGION=                                        | Environment variable AWS_REGION is empty.
            CARAVAN_LAKE_ENDPOINT=minio:9000                   | Environment variable CARAVAN_LAKE_ENDPOINT: caravan.lake.endpoint is 'minio:9000'
            """)
    void every_command_tells_one_fault_in_one_line(String broken, String told) throws Exception {
        boolean isVariable = broken.matches("[A-Z].*");
        Path config = Files.writeString(
                folder.resolve("test.properties"), "# settings\n" + (isVariable ? "" : broken) + "\n");
        Map<String, String> environment =
                new HashMap<>(Map.of("CARAVAN_LAKE_BUCKET", "lake", "AWS_REGION", "eu-central-1"));
        if (isVariable) {
            environment.put(broken.split("=")[0], broken.substring(broken.indexOf('=') + 1));
        }
        for (List<String> command :
                List.of(List.of("validate", "--offline"), List.of("export", "orders"), List.of("run"))) {
            List<String> arguments = Stream.concat(
                            command.stream(),
                            Stream.of(
                                    "--config",
                                    config.toString(),
                                    "--routes",
                                    folder.resolve("routes").toString()))
                    .toList();
            try (Child child =
                    Child.start(folder, environment, Main.class.getName(), arguments.toArray(String[]::new))) {
                assertThat(child.exit()).as("%s: %s", command, child.err()).isEqualTo(2);
                assertThat((child.out() + child.err()).lines())
                        .as("%s", command)
                        .filteredOn(line -> line.contains(isVariable ? broken.split("=")[0] : "test.properties"))
                        .singleElement()
                        .asString()
                        .contains(told);
            }
        }
    }

    @Test
    void what_is_known_to_be_wrong_with_aws_is_not_told_again_of_bucket_and_catalog() throws Exception {
        try (Child child = Child.start(
                folder,
                Map.of("CARAVAN_LAKE_BUCKET", "lake", "AWS_REGION", ""),
                Main.class.getName(),
                "validate",
                "--routes",
                folder.resolve("routes").toString())) {
            assertThat(child.exit()).isEqualTo(2);
            assertThat((child.out() + child.err()).lines().filter(line -> line.contains("egion")))
                    .containsExactly(
                            "Environment variable AWS_REGION is empty. Set it to a region, such as eu-central-1,"
                                    + " or unset it.");
        }
    }

    @Test
    void a_file_in_utf_8_gives_the_letters_that_it_has() throws Exception {
        Path config = Files.writeString(
                folder.resolve("test.properties"),
                "caravan.lake.bucket = lake\nmy.own = gr\u00fcn\n",
                StandardCharsets.UTF_8);
        try (Pod pod = Pod.start(Pod.Purpose.COMMAND, config)) {
            assertThat(pod.context().resolvePropertyPlaceholders("{{my.own}}")).isEqualTo("gr\u00fcn");
        }
    }
}
