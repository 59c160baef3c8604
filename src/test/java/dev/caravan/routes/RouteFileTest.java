package dev.caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.option.Spelling;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.main.Main;
import org.apache.camel.model.ModelCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RouteFileTest {
    private static final Main MAIN = new Main();

    @BeforeAll
    static void start() {
        MAIN.addOverrideProperty("camel.management.enabled", "false");
        MAIN.addOverrideProperty("camel.main.routesIncludePattern", "classpath:test-templates/*.yaml");
        MAIN.start();
    }

    @AfterAll
    static void stop() {
        MAIN.stop();
    }

    @Test
    void oneMistakeIsOneFault() {
        assertThat(faults("""
                - templatedRoute:
                    routeTemplateRef: tick
                    routeID: a
                    parameters:
                      - { name: tabel, value: public.orders }
                      - { name: schedule, value: "0 0 3 * * ?" }
                """))
                .satisfiesExactly(
                        fault -> assertThat(fault).startsWith("t.yaml:3: ").contains("Did you mean 'routeId'?"),
                        fault -> assertThat(fault).startsWith("t.yaml:5: ").contains("Did you mean 'table'?"));
        String table = """
                - templatedRoute:
                    routeTemplateRef: tick
                    routeId: a
                    parameters:
                      - { name: table, value: public.orders }
                      - { name: schedule, value: "0 0 3 * * ?" }
                """;
        assertThat(faults(table + table)).singleElement().asString().startsWith("t.yaml:7: ");
    }

    @Test
    void everyFaultOfAFileIsFoundAtOnceWithItsLine() {
        assertThat(faults("""
                - templatedRoute:
                    routeTemplateRef: tick
                    routeId: "a b"
                    prefixId: x
                    parameters:
                      - { name: tabel, value: public.orders }
                      - { name: pause, value: 1 }
                      - { name: pause, value: 2 }
                      - { name: schedule, value: "*/5 * * * *" }
                - templatedRoute:
                    routeTemplateRef: tock
                """))
                .containsExactly(
                        "t.yaml:3: routeId 'a b' cannot name a folder in the lake."
                                + " Use letters, digits, '_', '-' and '.', beginning with a letter or digit.",
                        "t.yaml:4: templatedRoute does not take 'prefixId' in a table file."
                                + " Legal are: routeTemplateRef, routeId, parameters.",
                        "t.yaml:6: template tick has no parameter 'tabel'. Did you mean 'table'?"
                                + " Legal are: table, schedule, pause.",
                        "t.yaml:8: parameter 'pause' is given twice. Keep one of the two.",
                        "t.yaml:9: parameter 'schedule' is '*/5 * * * *', and it is not a Quartz cron expression of 6"
                                + " fields, or 7 with a year (it has 5 fields). Quartz wants 6 fields: second minute hour"
                                + " day month weekday, one of the two days a '?'; every 15 minutes is"
                                + " \"0 0/15 * * * ?\".",
                        "t.yaml:10: routeId is missing. Name the table in the lake, such as 'routeId: orders'.",
                        "t.yaml:11: there is no template 'tock'. Did you mean 'tick'? Known are: tick.");
    }

    @Test
    void theNameOfTheFolderOfAllDeadLettersIsReserved() {
        assertThat(faults(RouteFolderFixture.table("dead-letter", "t")))
                .containsExactly(
                        "t.yaml:3: routeId 'dead-letter' is reserved: _caravan/dead-letter/ in the lake has the"
                                + " dead letters of all tables. Give the table another name.");
        for (String other : List.of("Dead-Letter", "DEAD-LETTER", "dead_letter", "dead-letters", "dead-letter.1")) {
            assertThat(faults(RouteFolderFixture.table(other, "t"))).as(other).isEmpty();
        }
    }

    @Test
    void anUnknownItemNamesTheOneThatWasMeant() {
        assertThat(faults("- templatedRout: {}\n"))
                .singleElement()
                .asString()
                .startsWith("t.yaml:1: 'templatedRout' is not an item of a route file. Did you mean 'templatedRoute'?");
    }

    @Test
    void aFileThatIsNoListSaysHowOneBegins() {
        assertThat(faults("templatedRoute:\n  routeId: a\n"))
                .singleElement()
                .asString()
                .contains("t.yaml:1: a route file is a list", "begins with '- templatedRoute:'");
    }

    @Test
    void aTabSaysTheLineAndThatSpacesIndent() {
        assertThat(faults("- templatedRoute:\n\trouteId: a\n"))
                .singleElement()
                .asString()
                .contains("t.yaml:2: this is not YAML", "Indent with spaces only");
    }

    @Test
    void aListAsAValueAndNoValueAreRefused() {
        assertThat(faults("- templatedRoute: { routeTemplateRef: tick, routeId: a, parameters: ["
                        + "{ name: table, value: [a] }, { name: pause, value: }, { name: pause, valeu: 1 }] }"))
                .anyMatch(fault -> fault.contains("parameter 'table' has no single value"))
                .anyMatch(fault -> fault.contains("parameter 'pause' has no single value"))
                .anyMatch(fault -> fault.contains("has the fields 'name' and 'value' only"));
    }

    @Test
    void theImplicitParameterCannotBeSet() {
        assertThat(faults(RouteFolderFixture.table("a", "t", "name: tableId, value: b")))
                .singleElement()
                .asString()
                .contains("no parameter 'tableId'");
    }

    @Test
    void aScheduleFromAPropertyIsCheckedByItsValue() {
        assertThat(faults(RouteFolderFixture.table("a", "t", "name: schedule, value: \"{{no.such.property}}\"")))
                .singleElement()
                .asString()
                .contains("that property is not set");
        assertThat(faults(RouteFolderFixture.table("a", "t", "name: schedule, value: \"{{caravan.name}}\"")))
                .singleElement()
                .asString()
                .contains("'schedule' ({{caravan.name}}) is 'caravan'", "is not a Quartz cron expression");
        assertThat(faults(RouteFolderFixture.table("a", "t", "name: schedule, value: \"{{no.such.property:}}\"")))
                .singleElement()
                .asString()
                .contains("'schedule' ({{no.such.property:}}) is ''", "cron expression");
    }

    @Test
    void aScheduleThatNeverComesDueIsRefused() {
        assertThat(faults(RouteFolderFixture.table("a", "t", "name: schedule, value: \"0 0 3 1 1 ? 2001\"")))
                .singleElement()
                .asString()
                .contains("it never comes due", "Give it a date or a year that is still to come.");
    }

    @Test
    void anIdThatIsUsedTwiceInTheFileNamesTheOtherLine() {
        assertThat(faults(RouteFolderFixture.table("a", "t") + RouteFolderFixture.table("a", "t")))
                .containsExactly("t.yaml:6: route id 'a' is already used by t.yaml:1."
                        + " Give one of the two another name, or delete one.");
    }

    @Test
    void onlyTheExplicitItemsGoToCamelAtTheirOwnLines() {
        RouteFile file =
                parse(RouteFolderFixture.table("a", "t") + "- route:\n    id: b\n    from: { uri: direct:b }\n");
        assertThat(file.faults()).isEmpty();
        assertThat(file.explicit()).isEqualTo("\n".repeat(5) + "- route:\n    id: b\n    from: { uri: direct:b }\n\n");
        assertThat(file.tables()).singleElement().satisfies(table -> assertThat(table.routeId())
                .isEqualTo("a"));
    }

    @Test
    void theNearestWordMayHaveLettersSwappedButNotBeAnother() {
        assertThat(Spelling.nearest("shcedule", List.of("table", "schedule"))).contains("schedule");
        assertThat(Spelling.nearest("fileSize", List.of("table", "schedule"))).isEmpty();
    }

    private static List<String> faults(String yaml) {
        return parse(yaml).faults().stream().map(Fault::toString).toList();
    }

    private static RouteFile parse(String yaml) {
        return RouteFile.parse(
                Path.of("t.yaml"), yaml.getBytes(StandardCharsets.UTF_8), RouteTemplates.of((ModelCamelContext)
                        MAIN.getCamelContext()));
    }
}
