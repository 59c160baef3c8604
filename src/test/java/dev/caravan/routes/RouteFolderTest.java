package dev.caravan.routes;

import static dev.caravan.routes.RouteFolderFixture.table;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFolderTest {
    @TempDir
    Path dir;

    private RouteFolderFixture pod;

    @BeforeEach
    void start() {
        pod = new RouteFolderFixture(dir);
    }

    @AfterEach
    void stop() {
        pod.close();
    }

    @Test
    void aNewFileStartsItsRouteAndTheCompanion() throws Exception {
        pod.write("orders.yaml", table("orders", "public.orders"));
        pod.settle();
        assertThat(pod.routes()).containsExactly("orders", "orders.run");
        assertThat(pod.jobs()).containsExactly("orders");
        assertThat(pod.run("orders")).isEqualTo("public.orders");
    }

    @Test
    void anEditedFileReplacesItsRoute() throws Exception {
        pod.write("orders.yaml", table("orders", "a"));
        pod.settle();
        pod.write("orders.yaml", table("orders", "b", "name: schedule, value: \"0 0 4 1 1 ? 2099\""));
        pod.settle();
        assertThat(pod.routes()).containsExactly("orders", "orders.run");
        assertThat(pod.jobs()).containsExactly("orders");
        assertThat(pod.run("orders")).isEqualTo("b");
    }

    @Test
    void aDeletedFileLeavesNothingBehind() throws Exception {
        pod.write("orders.yaml", table("orders", "a"));
        pod.settle();
        pod.delete("orders.yaml");
        pod.settle();
        assertThat(pod.routes()).isEmpty();
        assertThat(pod.jobs()).isEmpty();
        assertThat(pod.context().getRouteDefinitions()).isEmpty();
        assertThat(pod.context().getEndpoints())
                .noneMatch(e -> e.getEndpointUri().startsWith("quartz"));
        assertThat(pod.context().getEndpoints())
                .noneMatch(e -> e.getEndpointUri().startsWith("direct"));
    }

    @Test
    void aBrokenNewFileStopsNoOtherAndIsMendable() throws Exception {
        pod.write("orders.yaml", table("orders", "a"));
        pod.write("users.yaml", "- templatedRoute: [");
        pod.settle();
        assertThat(pod.routes()).containsExactly("orders", "orders.run");
        assertThat(pod.faults()).singleElement().asString().contains("users.yaml:1: this is not YAML");
        pod.write("users.yaml", table("users", "u"));
        pod.settle();
        assertThat(pod.faults()).isEmpty();
        assertThat(pod.run("users")).isEqualTo("u");
    }

    @Test
    void aBrokenEditKeepsThePreviousVersionAndPoisonsNoOtherFile() throws Exception {
        pod.write("orders.yaml", table("orders", "a"));
        pod.write("users.yaml", table("users", "u"));
        pod.settle();
        pod.write("orders.yaml", table("orders", "b", "name: crom, value: x"));
        pod.settle();
        assertThat(pod.run("orders")).isEqualTo("a");
        assertThat(pod.faults()).singleElement().asString().contains("orders.yaml:6:", "no parameter 'crom'");
        pod.write("users.yaml", table("users", "u2"));
        pod.write("wares.yaml", table("wares", "w"));
        pod.settle();
        assertThat(pod.run("users")).isEqualTo("u2");
        assertThat(pod.run("wares")).isEqualTo("w");
        pod.delete("users.yaml");
        pod.settle();
        assertThat(pod.routes()).containsExactly("orders", "orders.run", "wares", "wares.run");
        pod.write("orders.yaml", table("orders", "c"));
        pod.settle();
        assertThat(pod.faults()).isEmpty();
        assertThat(pod.run("orders")).isEqualTo("c");
    }

    @Test
    void aRouteThatCamelCannotCreateLeavesAllElseAndIsMendable() throws Exception {
        String good = """
                - route:
                    id: extra
                    from: { uri: "quartz:tables/extra?cron=0+0+3+1+1+?+2099", steps: [ { setBody: { constant: one } }, { to: "mock:ended" } ] }
                """;
        String bad =
                good.replace("mock:ended", "sql:select 1?dataSource=#nobody").replace("2099", "2098");
        pod.write("extra.yaml", bad);
        pod.settle();
        assertThat(pod.routes()).isEmpty();
        assertThat(pod.jobs()).isEmpty();
        assertThat(pod.context().getRouteDefinitions()).isEmpty();
        assertThat(pod.faults()).singleElement().asString().contains("extra.yaml:2:", "'extra'", "nobody");
        pod.write("orders.yaml", table("orders", "a"));
        pod.write("extra.yaml", good);
        pod.settle();
        assertThat(pod.routes()).containsExactly("extra", "orders", "orders.run");
        assertThat(pod.run("extra")).isEqualTo("one");
        pod.write("extra.yaml", bad);
        pod.settle();
        assertThat(pod.run("extra")).isEqualTo("one");
        assertThat(pod.jobs()).containsExactly("extra", "orders");
        assertThat(pod.faults()).hasSize(1);
        pod.write("orders.yaml", table("orders", "b"));
        pod.settle();
        assertThat(pod.run("orders")).isEqualTo("b");
        pod.delete("extra.yaml");
        pod.settle();
        assertThat(pod.routes()).containsExactly("orders", "orders.run");
        assertThat(pod.jobs()).containsExactly("orders");
        assertThat(pod.faults()).isEmpty();
    }

    @Test
    void aTemplateWithABeanOfItsOwnIsATemplateLikeAnyOther() throws Exception {
        pod.write("greeting.yaml", """
                - routeTemplate:
                    id: greeting
                    parameters:
                      - { name: word, defaultValue: hello }
                    beans:
                      - { name: list, type: "#class:java.util.ArrayList" }
                    route:
                      from:
                        uri: "quartz:tables/{{tableId}}?cron=0+0+3+1+1+?+2099"
                        steps:
                          - bean: { ref: "{{list}}", method: "isEmpty()" }
                          - setBody: { simple: "{{word}}, ${body}" }
                          - to: mock:ended
                """);
        pod.settle();
        String file = "- templatedRoute:\n    routeTemplateRef: greeting\n    routeId: ";
        pod.write("one.yaml", file + "one");
        pod.write("two.yaml", file + "two\n    parameters: [ { name: word, value: well } ]");
        pod.settle();
        assertThat(pod.faults()).isEmpty();
        assertThat(pod.run("one")).isEqualTo("hello, true");
        assertThat(pod.run("two")).isEqualTo("well, true");
    }

    @Test
    void aRouteIdOfAnotherFileIsRefusedUntilThatFileGoes() throws Exception {
        pod.write("a.yaml", table("orders", "a"));
        pod.write("b.yaml", table("orders", "b"));
        pod.settle();
        assertThat(pod.faults())
                .singleElement()
                .asString()
                .contains("route id 'orders' is already used by " + dir.resolve("a.yaml"));
        assertThat(pod.run("orders")).isEqualTo("a");
        pod.delete("a.yaml");
        pod.settle();
        assertThat(pod.faults()).isEmpty();
        assertThat(pod.run("orders")).isEqualTo("b");
    }

    @Test
    void aTableThatIsAnotherOneInTheCatalogIsRefusedWhileThatOneRuns() throws Exception {
        pod.write("template.yaml", """
                - routeTemplate:
                    id: crawled
                    parameters: [ { name: catalog, defaultValue: crawler } ]
                    route: { from: { uri: "direct:{{tableId}}", steps: [ { to: "mock:ended" } ] } }
                """);
        pod.settle();
        String file = "- templatedRoute: { routeTemplateRef: crawled, routeId: ";
        pod.write("a.yaml", file + "a_b }");
        pod.settle();
        pod.write("b.yaml", "\n" + file + "A-b }");
        pod.settle();
        assertThat(pod.faults())
                .singleElement()
                .asString()
                .startsWith(dir.resolve("b.yaml") + ":2: routeId 'A-b' and routeId 'a_b' of " + dir.resolve("a.yaml")
                        + ":1 are both table 'a_b' in the Glue catalog");
        assertThat(pod.routes()).containsExactly("a_b");

        pod.write("b.yaml", file + "A-b, parameters: [ { name: catalog, value: none } ] }");
        pod.settle();
        assertThat(pod.faults()).isEmpty();
        assertThat(pod.routes()).containsExactly("A-b", "a_b");
    }

    @Test
    void bracesThatAreNoPlaceholderReachAnyTemplateAsTheyAre() throws Exception {
        pod.write("orders.yaml", table("orders", "\"'{{1,2},{3,4}}'\""));
        pod.settle();
        assertThat(pod.faults()).isEmpty();
        assertThat(pod.run("orders")).isEqualTo("'{{1,2},{3,4}}'");
    }

    @Test
    void aRenamedFileGoesOnUnderItsNewName() throws Exception {
        pod.write("b.yaml", table("orders", "a"));
        pod.settle();
        Files.move(dir.resolve("b.yaml"), dir.resolve("a.yaml"));
        pod.settle();
        assertThat(pod.faults()).isEmpty();
        assertThat(pod.folder.status().loaded()).containsExactly("a.yaml");
        assertThat(pod.run("orders")).isEqualTo("a");
    }

    @Test
    void aFileThatIsStillBeingWrittenIsNotJudged() throws Exception {
        pod.write("orders.yaml", "");
        pod.folder.look(false);
        assertThat(pod.faults()).isEmpty();
        pod.write("orders.yaml", "- templatedRoute:\n    routeTempl");
        pod.folder.look(false);
        assertThat(pod.faults()).isEmpty();
        pod.write("orders.yaml", table("orders", "a"));
        pod.settle();
        assertThat(pod.faults()).isEmpty();
        assertThat(pod.run("orders")).isEqualTo("a");
    }

    @Test
    void anEmptyFileIsToldWhenItStaysEmpty() throws Exception {
        pod.write("orders.yaml", "# orders: later\n");
        pod.settle();
        assertThat(pod.faults()).singleElement().asString().contains("orders.yaml:1: the file holds no item");
    }

    @Test
    void hiddenFilesFoldersAndOtherNamesAreNotRead() throws Exception {
        pod.write(".orders.yaml", table("orders", "a"));
        pod.write("orders.yaml~", table("orders", "a"));
        pod.write("README.md", "no route");
        Files.createDirectory(dir.resolve("deeper.yaml"));
        pod.settle();
        assertThat(pod.routes()).isEmpty();
        assertThat(pod.faults()).isEmpty();
    }

    @Test
    void aConfigMapSwapAddsEditsAndDeletes() throws Exception {
        swap("v1", "orders.yaml", table("orders", "a"), "users.yaml", table("users", "u"));
        Files.createSymbolicLink(dir.resolve("orders.yaml"), Path.of("..data/orders.yaml"));
        Files.createSymbolicLink(dir.resolve("users.yaml"), Path.of("..data/users.yaml"));
        pod.settle();
        assertThat(pod.routes()).containsExactly("orders", "orders.run", "users", "users.run");
        swap("v2", "orders.yaml", table("orders", "b"), "wares.yaml", table("wares", "w"));
        Files.createSymbolicLink(dir.resolve("wares.yaml"), Path.of("..data/wares.yaml"));
        Files.delete(dir.resolve("users.yaml"));
        pod.settle();
        assertThat(pod.routes()).containsExactly("orders", "orders.run", "wares", "wares.run");
        assertThat(pod.run("orders")).isEqualTo("b");
    }

    private void swap(String version, String... namesAndContents) throws Exception {
        Path data = Files.createDirectory(dir.resolve(".." + version));
        for (int i = 0; i < namesAndContents.length; i += 2) {
            Files.writeString(data.resolve(namesAndContents[i]), namesAndContents[i + 1]);
        }
        Path fresh = Files.createSymbolicLink(dir.resolve("..data_tmp"), Path.of(".." + version));
        Files.move(fresh, dir.resolve("..data"), java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    }

    @Test
    void aFolderThatCannotBeReadStopsNothing() throws Exception {
        pod.write("orders.yaml", table("orders", "a"));
        pod.settle();
        Path aside = dir.resolveSibling(dir.getFileName() + "-aside");
        Files.move(dir, aside);
        pod.settle();
        assertThat(pod.folder.status().folderFault()).contains("cannot be read", "Fix the mount");
        assertThat(pod.run("orders")).isEqualTo("a");
        Files.move(aside, dir);
        pod.settle();
        assertThat(pod.folder.status().sound()).isTrue();
    }

    @Test
    void templatesRoutesBeansAndConfigurationsOfAFileComeAndGoTogether() throws Exception {
        pod.write("own.yml", """
                - beans:
                    - { name: greeting, type: java.lang.StringBuilder }
                - templatedRoute: { routeTemplateRef: own, routeId: first }
                - routeConfiguration:
                    id: quiet
                    onException: [ { onException: { exception: [ java.io.IOException ], handled: { constant: "true" } } } ]
                - routeTemplate:
                    id: own
                    from: { uri: "direct:{{tableId}}", steps: [ { to: "mock:ended" } ] }
                - from: { uri: "direct:second", steps: [ { to: "mock:ended" } ] }
                """);
        pod.settle();
        assertThat(pod.faults()).isEmpty();
        assertThat(pod.routes()).hasSize(2).contains("first");
        assertThat(pod.context().getRegistry().lookupByName("greeting")).isNotNull();
        pod.delete("own.yml");
        pod.settle();
        assertThat(pod.routes()).isEmpty();
        assertThat(pod.context().getRegistry().lookupByName("greeting")).isNull();
        assertThat(pod.context().getRouteTemplateDefinition("own")).isNull();
        assertThat(pod.context().getRouteConfigurationDefinition("quiet")).isNull();
    }
}
