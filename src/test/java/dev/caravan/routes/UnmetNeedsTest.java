package dev.caravan.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.apache.camel.main.Main;
import org.apache.camel.model.ModelCamelContext;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A table file that names a contract or a source which is not there. */
class UnmetNeedsTest {
    private final Main main = new Main();

    @TempDir
    private Path dir;

    private RouteFolder folder;

    @BeforeEach
    void start() throws Exception {
        main.addOverrideProperty("camel.management.enabled", "false");
        main.addOverrideProperty("camel.main.routesIncludePattern", "classpath:test-templates/*.yaml");
        main.start();
        folder = new RouteFolder((ModelCamelContext) main.getCamelContext(), dir);
        // A template of this name, since only its parameters are declared.
        Files.writeString(dir.resolve("a-template.yaml"), """
                - routeTemplate:
                    id: table-to-lake
                    parameters: [ { name: table }, { name: schema, defaultValue: "" }, { name: source, defaultValue: default } ]
                    route: { from: { uri: "direct:{{tableId}}", steps: [ { to: "mock:{{table}}" } ] } }
                """);
        Files.writeString(dir.resolve("orders.yaml"), """
                - templatedRoute:
                    routeTemplateRef: table-to-lake
                    routeId: orders
                    parameters:
                      - { name: table, value: orders }
                      - { name: schema, value: orders.avsc }
                      - { name: source, value: shop }
                """);
    }

    @AfterEach
    void stop() {
        main.stop();
    }

    @Test
    void it_is_loaded_as_soon_as_they_are_there() throws Exception {
        assertThat(folder.loadAll())
                .hasSize(2)
                .anySatisfy(fault -> assertThat(fault.toString())
                        .contains(
                                "orders.yaml:6: The contract of orders",
                                "orders.avsc does not exist",
                                "caravan scaffold"))
                .anySatisfy(fault -> assertThat(fault.toString())
                        .contains("orders.yaml:7: parameter 'source' is 'shop'", "Set caravan.source.shop.url"));
        assertThat(folder.check(true))
                .as("offline a source need not be configured")
                .satisfiesOnlyOnce(file -> assertThat(file.faults()).hasSize(1));

        Files.writeString(dir.resolve("orders.avsc"), """
                {"type": "record", "name": "orders", "fields": [{"name": "id", "type": "int"}]}
                """);
        main.getCamelContext().getRegistry().bind("shop", DataSource.class, new JdbcDataSource());
        folder.look(false);

        assertThat(folder.status().rejected()).isEmpty();
        assertThat(main.getCamelContext().getRoute("orders")).isNotNull();
    }
}
