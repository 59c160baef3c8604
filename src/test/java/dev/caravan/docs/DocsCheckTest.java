package dev.caravan.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What documents name exists: files, anchors, commands, options, settings and parameters. */
class DocsCheckTest {
    @TempDir
    private Path folder;

    @Test
    void links_and_anchors_lead_somewhere() throws IOException {
        List<String> faults = new ArrayList<>();
        for (Document document : Document.all()) {
            faults.addAll(Links.faults(document));
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void a_link_that_leads_nowhere_is_found() throws IOException {
        Document page = page("""
                # One `thing` (or two)
                ## One
                ## One
                [a](#one-thing-or-two) [b](#one-1) [c](limits.md) [d](../README.md#try-it) [e](https://example.com/x)
                [f](#two) ![g](none.svg) [`h`](limits.md#nowhere) [i](../README.md#one) see docs/none.md
                [j]: nowhere.md
                `[k](none.md)` and [`l`](none.txt)
                """);
        assertThat(Links.faults(page))
                .containsExactlyInAnyOrder(
                        "docs/page.md:5: the link #two leads nowhere",
                        "docs/page.md:5: the link none.svg leads nowhere",
                        "docs/page.md:5: the link limits.md#nowhere leads nowhere",
                        "docs/page.md:5: the link ../README.md#one leads nowhere",
                        "docs/page.md:5: there is no docs/none.md",
                        "docs/page.md:6: the link nowhere.md leads nowhere",
                        "docs/page.md:7: the link none.txt leads nowhere");
    }

    @Test
    void pages_that_code_and_manifests_name_exist() throws IOException {
        List<String> faults = new ArrayList<>();
        for (String root : List.of("src/main", "k8s", "examples", "caravan", "Dockerfile", "image")) {
            try (Stream<Path> files = Files.walk(Path.of(root))) {
                for (Path file : files.filter(Files::isRegularFile).toList()) {
                    Links.files(Files.readString(file)).stream()
                            .filter(named -> named.startsWith("docs/") && !Files.exists(Path.of(named)))
                            .forEach(named -> faults.add(file + ": there is no " + named));
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void calls_of_caravan_are_understood() throws IOException {
        List<String> faults = new ArrayList<>();
        long calls = 0;
        for (Document document : Document.all()) {
            faults.addAll(CommandLines.faults(document));
            calls += CommandLines.calls(document);
        }
        assertThat(faults).isEmpty();
        assertThat(calls).isGreaterThan(8);
    }

    @Test
    void a_call_that_is_not_understood_is_found() {
        Document page = page("""
                `caravan export`, `caravan scaffold`, `caravan run …` and `caravan export --al`
                ```sh
                ./caravan local --dir /tmp/lake > lake.sh 2>&1 &   # add --postgress
                . ./lake.sh && CARAVAN_WARM=no ./caravan export \\
                  --routes routes --every
                caravan scaffold | less
                caravan scaffold …
                caravan exprot orders
                ```
                """);
        assertThat(CommandLines.faults(page))
                .satisfiesExactlyInAnyOrder(
                        fault ->
                                assertThat(fault).startsWith("docs/page.md:1: ").contains("--al"),
                        fault ->
                                assertThat(fault).startsWith("docs/page.md:4: ").contains("--every"),
                        fault ->
                                assertThat(fault).startsWith("docs/page.md:6: ").contains("SCHEMA.TABLE"),
                        fault ->
                                assertThat(fault).startsWith("docs/page.md:8: ").contains("exprot"));
    }

    @Test
    void examples_in_usage_texts_are_understood_and_are_not_wrapped() {
        for (CommandLine command : Commands.all().values()) {
            List<String> footer =
                    List.of(command.getCommandSpec().usageMessage().footer());
            List<String> examples = footer.stream()
                    .filter(line -> line.startsWith("  caravan "))
                    .map(line -> line.strip().split(" {2,}", 2)[0])
                    .toList();
            assertThat(footer).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(CommandsPage.WIDTH));
            assertThat(ShellText.commands(examples, 1)).allSatisfy(call -> assertThat(CommandLines.fault(call, true))
                    .isEmpty());
        }
    }

    @Test
    void settings_exist() throws IOException {
        SettingNames names = new SettingNames();
        assertThat(Document.all().stream().flatMap(document -> names.faults(document).stream()))
                .isEmpty();
    }

    @Test
    void a_setting_that_does_not_exist_is_found() throws IOException {
        Document page = page("""
                `caravan.lake.bucket` `caravan.lake.…` `caravan.source.<name>.url`, `.user`, `CARAVAN_SOURCE_MY_SHOP_URL`
                `-Dcaravan.lake.buckets=x` `caravan.source.shop.urls` `CARAVAN_LAKE` `caravan.jar` `dev.caravan.none`
                `caravan.retry.maximum`, `.delay`, `.delays`
                ```properties
                caravan.runs.maximum = 2
                caravan.runs.minimum = 2
                ```
                """);
        assertThat(new SettingNames().faults(page))
                .containsExactlyInAnyOrder(
                        "docs/page.md:2: there is no setting caravan.lake.buckets",
                        "docs/page.md:2: there is no setting caravan.source.shop.urls",
                        "docs/page.md:2: there is no setting CARAVAN_LAKE",
                        "docs/page.md:3: there is no setting .delays beside caravan.retry.maximum",
                        "docs/page.md:6: there is no setting caravan.runs.minimum");
    }

    @Test
    void yaml_is_sound_and_table_files_are_valid() throws IOException {
        List<String> faults = new ArrayList<>();
        try (YamlBlocks blocks = new YamlBlocks(folder)) {
            for (Document document : Document.all()) {
                faults.addAll(blocks.faults(document));
            }
            faults.addAll(blocks.faults(Path.of("examples")));
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void yaml_that_is_not_valid_is_found() throws IOException {
        Document page = page("""
                ```yaml
                - templatedRoute:
                    routeTemplateRef: table-to-lake
                    routeId: orders
                    parameters:
                      - { name: table, value: public.orders }
                      - { name: schedule, value: "0 0 0/12 * * ?" }
                      - { name: compresion, value: zstd }
                      - { name: readers, value: many }
                      - { name: schema, value: any.avsc }
                ```
                ```yaml
                - { name: readers, value: 4 }
                - { name: writers, value: 4 }
                ```
                ```yaml
                a: [
                ```
                ```yaml
                kind: ConfigMap
                ```
                """);
        try (YamlBlocks blocks = new YamlBlocks(folder)) {
            assertThat(blocks.faults(page))
                    .satisfiesExactlyInAnyOrder(
                            fault -> assertThat(fault)
                                    .startsWith("docs/page.md:8: ")
                                    .contains("compresion"),
                            fault -> assertThat(fault)
                                    .startsWith("docs/page.md:9: ")
                                    .contains("'many'"),
                            fault -> assertThat(fault).isEqualTo("docs/page.md:13: there is no parameter writers"),
                            fault -> assertThat(fault).startsWith("docs/page.md:17: no YAML"));
        }
    }

    private static Document page(String text) {
        return Document.of(Path.of("docs/page.md"), text);
    }
}
