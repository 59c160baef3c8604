package dev.caravan.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.TestLake;
import dev.caravan.export.TableExport;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;
import org.apache.camel.component.mock.MockEndpoint;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NamedRunsOnlyTest {
    @TempDir
    private Path folder;

    @Test
    void a_command_runs_the_named_route_and_starts_no_trigger() throws Exception {
        try (TestLake lake =
                TestLake.open("named", folder).file("own.camel.yaml", """
                        - route: { id: own, from: { uri: "timer:own?delay=0&period=1", steps: [ { to: "direct:own.run" } ] } }
                        - route: { id: own.run, from: { uri: "direct:own.run", steps: [ { to: "seda:fired?waitForTaskToComplete=Always" } ] } }
                        - route: { id: fired, from: { uri: "seda:fired", steps: [ { to: "mock:fired" } ] } }
                        - from: { uri: "{{trigger:scheduler:tick?delay=1}}", id: tick, steps: [ { to: "mock:ticked" } ] }
                        - route: { id: folder, from: { uri: "file:in?noop=true", steps: [ { to: "mock:ticked" } ] } }
                        """).table("t", "table", "public.t")) {
            CamelContext context = lake.loadedContext();
            MockEndpoint fired = context.getEndpoint("mock:fired", MockEndpoint.class);

            assertThat(new TableExport(context).run("own").failure()).hasMessageContaining("published nothing");

            assertThat(fired.getReceivedCounter()).isEqualTo(1);
            for (String trigger : new String[] {"own", "folder", "t"}) {
                assertThat(context.getRouteController().getRouteStatus(trigger))
                        .as(trigger)
                        .isNotEqualTo(ServiceStatus.Started);
            }
            for (String called : new String[] {"own.run", "fired", "t.run", "t.upload"}) {
                assertThat(context.getRouteController().getRouteStatus(called))
                        .as(called)
                        .isEqualTo(ServiceStatus.Started);
            }
            assertThat(context.getEndpoint("mock:ticked", MockEndpoint.class).getReceivedCounter())
                    .isZero();
        }
    }
}
