package dev.caravan.routes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteConfigurationBuilder;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.component.quartz.QuartzEndpoint;
import org.apache.camel.dsl.yaml.YamlRoutesBuilderLoader;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;
import org.quartz.JobKey;
import org.quartz.Scheduler;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Puts one sound file into the Camel context and takes it out again, leaving nothing behind either way. */
final class RouteInstaller {
    private final ModelCamelContext context;

    private final Additions additions;

    RouteInstaller(ModelCamelContext context) {
        this.context = context;
        this.additions = new Additions(context);
    }

    /** Lets Camel read the explicit items without installing them, so that bad ones are found before the old ones go. */
    List<Fault> rehearse(RouteFile file) {
        return file.rehearsed().stream()
                .flatMap(item -> rehearse(item, file).stream())
                .toList();
    }

    private Optional<Fault> rehearse(String item, RouteFile file) {
        try {
            RouteBuilder builder = read(item, file);
            builder.setCamelContext(context);
            if (builder instanceof RouteConfigurationBuilder configurations) {
                configurations.configuration();
            }
            builder.configure();
            return Optional.empty();
        } catch (Throwable e) {
            // An Error too, such as a stack overflow: it is the content that brings it about.
            return Optional.of(fault(file, e));
        }
    }

    /**
     * Creates and starts the file's routes.
     *
     * @throws Exception when Camel cannot; then nothing of the file is left in the context
     */
    Footprint install(RouteFile file) throws Exception {
        additions.begin();
        List<String> beans = file.beans();
        try {
            String explicit = file.explicit();
            if (explicit != null) {
                RoutesBuilder builder = read(explicit, file);
                if (builder instanceof RouteConfigurationBuilder configurations) {
                    context.addRoutesConfigurations(configurations);
                }
                context.addRoutes(builder);
            }
            addTables(file);
            return additions.since(beans);
        } catch (Throwable e) {
            undo(additions.since(beans), e);
            throw e;
        }
    }

    private void undo(Footprint half, Throwable reason) {
        try {
            for (String id : half.routeIds()) {
                context.getRouteController().stopRoute(id);
            }
            remove(half);
        } catch (Throwable e) {
            reason.addSuppressed(e);
        }
    }

    private void addTables(RouteFile file) throws Exception {
        RouteTemplates templates = RouteTemplates.of(context);
        TemplateExpansion expansion = new TemplateExpansion(context);
        for (TableRoute table : file.tables()) {
            Map<String, Object> values = table.values(file.path(), templates);
            List<RouteDefinition> routes = new ArrayList<>();
            for (TableRoute.Expansion made : table.expansions(templates)) {
                RouteTemplateDefinition template = context.getRouteTemplateDefinition(made.template());
                if (TemplateExpansion.isForCamel(template)) {
                    context.addRouteFromTemplate(made.routeId(), made.template(), values);
                } else {
                    routes.add(expansion.route(made.routeId(), template, values));
                }
            }
            context.addRouteDefinitions(routes);
        }
    }

    /** Removes stopped routes with all that came with them. */
    void remove(Footprint footprint) throws Exception {
        for (RouteDefinition route : footprint.routes()) {
            context.removeRoute(route.getRouteId());
            context.removeRouteDefinition(route);
        }
        for (RouteTemplateDefinition template : footprint.templates()) {
            context.removeRouteTemplateDefinition(template);
        }
        for (RouteConfigurationDefinition configuration : footprint.configurations()) {
            context.removeRouteConfiguration(configuration);
        }
        for (JobKey job : footprint.jobs()) {
            removeJob(job);
        }
        footprint.beans().forEach(bean -> context.getRegistry().unbind(bean));
    }

    /** A route that could not be created leaves its endpoint and its job, and a clustered store keeps every job. */
    private void removeJob(JobKey job) throws Exception {
        for (Endpoint endpoint : List.copyOf(context.getEndpoints())) {
            if (endpoint instanceof QuartzEndpoint quartz
                    && quartz.getTriggerKey().getName().equals(job.getName())
                    && quartz.getTriggerKey().getGroup().equals(job.getGroup())) {
                context.removeEndpoint(endpoint);
            }
        }
        Scheduler scheduler =
                context.getComponent("quartz", QuartzComponent.class).getScheduler();
        if (scheduler != null && !scheduler.isShutdown()) {
            scheduler.deleteJob(job);
        }
    }

    private RouteBuilder read(String explicit, RouteFile file) throws Exception {
        Resource resource = ResourceHelper.fromBytes("file:" + file.path(), explicit.getBytes(StandardCharsets.UTF_8));
        try (YamlRoutesBuilderLoader loader = new YamlRoutesBuilderLoader()) {
            loader.setCamelContext(context);
            loader.start();
            loader.preParseRoute(resource);
            return (RouteBuilder) loader.loadRoutesBuilder(resource);
        }
    }

    /** Says in one line why Camel refused, at the best line that is known. */
    Fault fault(RouteFile file, Throwable refusal) {
        String reason = "";
        String route = "";
        int line = 1;
        for (Throwable cause = refusal; cause != null; cause = cause.getCause()) {
            reason = YamlReader.oneLine(cause.getMessage() == null ? cause.toString() : cause.getMessage());
            String id = null;
            if (cause instanceof MarkedYamlEngineException yaml) {
                line = yaml.getProblemMark().map(mark -> mark.getLine() + 1).orElse(line);
                reason = YamlReader.oneLine(yaml.getProblem());
            } else if (cause instanceof FailedToCreateRouteException create) {
                id = create.getRouteId();
            } else if (cause instanceof FailedToStartRouteException start) {
                id = start.getRouteId();
            }
            if (id != null) {
                route = " '" + id + "'";
                OwnedName.Use use = file.names().get(new OwnedName(OwnedName.Kind.ROUTE, id));
                line = use == null ? line : use.line();
            }
        }
        return new Fault(
                file.path(),
                line,
                "Camel cannot make the route" + route + ": " + reason + ".",
                isOfPlaceholder(reason)
                        ? "Set the property. " + Placeholders.ESCAPE
                        : "Correct the line that it names; Camel's documentation lists the fields and options of each step.");
    }

    private static boolean isOfPlaceholder(String reason) {
        return reason.contains("not found in properties") || reason.contains("from the text: ");
    }

    /** The running routes of a footprint. */
    List<Route> running(Footprint footprint) {
        return footprint.routeIds().stream()
                .map(context::getRoute)
                .filter(route -> route != null)
                .toList();
    }
}
