package dev.caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.TestLake;
import dev.caravan.error.ExportException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command has in memory of a folder: what it runs, and what that needs. */
class RoutesOnDemandTest {
    @TempDir
    private Path folder;

    private TestLake lake;
    private CamelContext context;
    private Set<String> before;

    @BeforeEach
    void open() {
        lake = TestLake.open("ondemand", folder).table("t", "table", "t").table("u", "table", "u");
        context = lake.pod().context();
        before = loaded();
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void a_table_is_there_while_it_runs_and_no_other_is() throws IOException {
        RoutesOnDemand routes = lake.pod().folder(lake.routes()).onDemand();
        int endpoints = context.getEndpoints().size();

        for (int run = 0; run < 2; run++) {
            try (RoutesOnDemand.Loaded one = routes.load("t")) {
                try (RoutesOnDemand.Loaded again = routes.load("t")) {
                    assertThat(one).isNotSameAs(again);
                }
                assertThat(added()).containsExactly("t", "t.read", "t.run", "t.upload");
            }
            assertThat(added()).isEmpty();
            assertThat(context.getEndpoints()).hasSize(endpoints);
        }
        assertThat(routes.all()).containsExactly("t", "u");
    }

    @Test
    void tables_of_one_file_are_loaded_one_by_one() throws IOException {
        lake.file("many.yaml", table("a") + table("b"));
        RoutesOnDemand routes = lake.pod().folder(lake.routes()).onDemand();

        try (RoutesOnDemand.Loaded a = routes.load("a")) {
            assertThat(a).isNotNull();
            assertThat(added()).contains("a").doesNotContain("b", "t");
        }
        assertThat(added()).isEmpty();
    }

    @Test
    void what_a_table_refers_to_in_another_file_is_loaded_too() throws IOException {
        lake.file("beans.yaml", "- beans:\n    - { name: archive, type: java.util.ArrayList }\n")
                .file("own.yaml", """
                        - route:
                            id: own
                            from:
                              uri: timer:own?repeatCount=0&delay=1000000
                              steps:
                                - to: direct:u.run
                        """)
                .table("v", "table", "v", "source", "{{archive.source:archive}}");
        RoutesOnDemand routes = lake.pod().folder(lake.routes()).onDemand();

        try (RoutesOnDemand.Loaded t = routes.load("t")) {
            assertThat(t).isNotNull();
            assertThat(added()).doesNotContain("own", "u");
        }
        try (RoutesOnDemand.Loaded v = routes.load("v")) {
            assertThat(v).isNotNull();
            assertThat(context.getRegistry().lookupByName("archive")).isNotNull();
        }
        assertThat(routes.has("own")).isTrue();
        try (RoutesOnDemand.Loaded own = routes.load("own")) {
            assertThat(own).isNotNull();
            assertThat(added()).contains("own", "u.run").doesNotContain("t");
        }
        assertThat(routes.all()).containsExactly("own", "t", "u", "v");
        assertThat(routes.has("u.run")).as("it has no trigger").isFalse();
    }

    @Test
    void a_component_that_another_file_binds_is_known() throws IOException {
        lake.file("beans.yaml", "- beans:\n    - { name: mine, type: org.apache.camel.component.seda.SedaComponent }\n")
                .file("a-flow.yaml", """
                        - route:
                            id: flow
                            from:
                              uri: timer:flow?repeatCount=0&delay=1000000
                              steps:
                                - to: mine:x?size=3
                        """);
        RoutesOnDemand routes = lake.pod().folder(lake.routes()).onDemand();

        assertThat(routes.faults()).isEmpty();
        assertThat(routes.has("flow")).isTrue();
    }

    @Test
    void a_template_of_another_file_is_known() throws IOException {
        lake.file("a-table.yaml", table("w").replace("table-to-lake", "mine")).file("z-template.yaml", """
                        - routeTemplate:
                            id: mine
                            parameters:
                              - name: table
                              - name: schedule
                            from:
                              uri: timer:{{tableId}}?delay=1000000
                              steps:
                                - log: hello
                        """);
        RoutesOnDemand routes = lake.pod().folder(lake.routes()).onDemand();

        assertThat(routes.faults()).isEmpty();
        try (RoutesOnDemand.Loaded w = routes.load("w")) {
            assertThat(w).isNotNull();
            assertThat(added()).containsExactly("w");
        }
    }

    @Test
    void a_fault_is_of_its_file_alone() throws IOException {
        lake.file("broken.yaml", "- templatedRoute: [\n")
                .file("twice.yaml", table("t"))
                .file("unknown.yaml", table("x").replace("table-to-lake", "table-to-lak"))
                .file(
                        "own.yaml",
                        "- route:\n    id: own\n    from:\n      uri: no-such-component:x\n      steps:\n        - log: hello\n");
        RoutesOnDemand routes = lake.pod().folder(lake.routes()).onDemand();

        assertThat(routes.all()).containsExactly("t", "u");
        assertThat(routes.faults())
                .extracting(fault -> fault.file().getFileName().toString())
                .containsOnly("broken.yaml", "twice.yaml", "unknown.yaml", "own.yaml");
        assertThat(routes.faultsOf("own")).singleElement().asString().contains("no-such-component");
        try (RoutesOnDemand.Loaded t = routes.load("t")) {
            assertThat(t).isNotNull();
            assertThat(added()).contains("t");
        }
    }

    @Test
    void a_table_that_camel_refuses_says_why_with_its_line_and_leaves_nothing() throws IOException {
        lake.table("bad", "table", "t", "batchRows", "many");
        RoutesOnDemand routes = lake.pod().folder(lake.routes()).onDemand();

        if (routes.has("bad")) {
            assertThatThrownBy(() -> routes.load("bad"))
                    .isInstanceOf(ExportException.class)
                    .hasMessageContaining("bad.camel.yaml:");
        } else {
            assertThat(routes.faultsOf("bad")).isNotEmpty();
        }
        assertThat(added()).isEmpty();
    }

    private static String table(String id) {
        return "- templatedRoute:\n    routeTemplateRef: table-to-lake\n    routeId: " + id
                + "\n    parameters:\n      - { name: table, value: t }\n      - { name: schedule, value: \"0 0 0 1 1 ? 2099\" }\n";
    }

    private Set<String> loaded() {
        return context.getRoutes().stream().map(Route::getRouteId).collect(Collectors.toSet());
    }

    private Set<String> added() {
        Set<String> added = new TreeSet<>(loaded());
        added.removeAll(before);
        return added;
    }
}
