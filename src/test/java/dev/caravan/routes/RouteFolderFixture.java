package dev.caravan.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.component.mock.MockEndpoint;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.main.Main;
import org.apache.camel.model.ModelCamelContext;
import org.quartz.impl.matchers.GroupMatcher;

/** A started context with the template {@code tick} and its companion {@code tick.run}, over a real folder. */
final class RouteFolderFixture implements AutoCloseable {
    private final Main main = new Main();
    final Path dir;
    final RouteFolder folder;

    RouteFolderFixture(Path dir) {
        this.dir = dir;
        main.addOverrideProperty("camel.management.enabled", "false");
        main.addOverrideProperty("camel.main.routesIncludePattern", "classpath:test-templates/*.yaml");
        main.start();
        folder = new RouteFolder(context(), dir);
    }

    ModelCamelContext context() {
        return (ModelCamelContext) main.getCamelContext();
    }

    /** A table file; more parameters are added as {@code name: x, value: y}. */
    static String table(String routeId, String table, String... parameters) {
        StringBuilder yaml = new StringBuilder("- templatedRoute:\n    routeTemplateRef: tick\n    routeId: " + routeId
                + "\n    parameters:\n      - { name: table, value: " + table + " }\n");
        for (String parameter : parameters) {
            yaml.append("      - { ").append(parameter).append(" }\n");
        }
        return yaml.toString();
    }

    void write(String name, String content) throws IOException {
        Files.writeString(dir.resolve(name), content);
    }

    void delete(String name) throws IOException {
        Files.delete(dir.resolve(name));
    }

    /** Two looks that agree, as the watch makes them. */
    void settle() {
        folder.look(false);
        folder.look(false);
    }

    List<String> routes() {
        return context().getRoutes().stream()
                .map(route -> route.getRouteId())
                .sorted()
                .toList();
    }

    List<String> faults() {
        return folder.status().rejected().stream().map(Fault::toString).toList();
    }

    List<String> jobs() throws Exception {
        return context()
                .getComponent("quartz", QuartzComponent.class)
                .getScheduler()
                .getJobKeys(GroupMatcher.anyJobGroup())
                .stream()
                .map(key -> key.getName())
                .sorted()
                .toList();
    }

    /** Runs a table as its trigger does, and returns what it was exported as. */
    String run(String routeId) throws Exception {
        MockEndpoint ended = ended();
        int before = ended.getReceivedCounter();
        start(routeId);
        ended.expectedMinimumMessageCount(before + 1);
        ended.assertIsSatisfied(5000);
        return ended.getReceivedExchanges().get(before).getMessage().getBody(String.class);
    }

    /** Fires the trigger's consumer, on this thread. */
    void start(String routeId) throws Exception {
        CamelContext context = context();
        Consumer consumer = context.getRoute(routeId).getConsumer();
        var exchange = consumer.getEndpoint().createExchange();
        consumer.getProcessor().process(exchange);
        if (exchange.getException() != null) {
            throw exchange.getException();
        }
    }

    MockEndpoint began() {
        return context().getEndpoint("mock:began", MockEndpoint.class);
    }

    MockEndpoint ended() {
        return context().getEndpoint("mock:ended", MockEndpoint.class);
    }

    @Override
    public void close() {
        main.stop();
    }
}
