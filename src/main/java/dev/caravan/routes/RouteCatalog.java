package dev.caravan.routes;

import dev.caravan.option.Misfit;
import dev.caravan.option.Spelling;
import dev.caravan.table.TableParameter;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.ExpressionIllegalSyntaxException;
import org.apache.camel.catalog.EndpointValidationResult;
import org.apache.camel.catalog.impl.DefaultRuntimeCamelCatalog;
import org.apache.camel.model.Model;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.tooling.model.BaseOptionModel;
import org.apache.camel.tooling.model.ComponentModel;
import org.jspecify.annotations.Nullable;

/**
 * Checks the parts of a route against what Camel and its components say of themselves, without making the route.
 *
 * <p>Camel finds the same faults when it makes a route, one at a time, and then the previous version of the file is stopped already.
 */
final class RouteCatalog {
    /** The lists of components that the jars of Camel bring. */
    private static final String LISTS = "META-INF/services/org/apache/camel/component.properties";

    private static final String OWN = "dev.caravan.";

    /** Sources are settings of the machine, which may be another one than this. */
    private static final String SOURCE = "javax.sql.DataSource";

    /** Options of components of which one is needed. */
    private static final Map<String, List<String>> ONE_OF = Map.of("glue-crawler", List.of("tableId", "targets"));

    /** A value that the catalog does not judge. */
    private static final String UNKNOWN = "{{unknown}}";

    private final CamelContext context;
    private final DefaultRuntimeCamelCatalog catalog = new DefaultRuntimeCamelCatalog();
    private final StepCatalog steps;

    /**
     * What is wrong with an endpoint.
     *
     * @param option the option that has the fault; null if it is the endpoint itself
     * @param reason a sentence with its full stop
     * @param hint another one
     */
    record Problem(@Nullable String option, String reason, String hint) {}

    private RouteCatalog(CamelContext context) {
        this.context = context;
        catalog.setCamelContext(context);
        steps = new StepCatalog(context, catalog);
    }

    /** That of a context; it remembers what it has read. */
    static synchronized RouteCatalog of(CamelContext context) {
        RouteCatalog known = context.getCamelContextExtension().getContextPlugin(RouteCatalog.class);
        if (known == null) {
            known = new RouteCatalog(context);
            context.getCamelContextExtension().addContextPlugin(RouteCatalog.class, known);
        }
        return known;
    }

    /** What Camel says of steps. */
    StepCatalog steps() {
        return steps;
    }

    /**
     * Checks an endpoint.
     *
     * @param uri its URI; expressions in it ({@code ${…}}) are not evaluated
     * @param more options that are not in the URI
     * @param beans names that are bound later, which may be those of components
     */
    List<Problem> check(String uri, Map<String, String> more, Set<String> beans) {
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? uri : uri.substring(0, colon);
        if (isOpen(scheme) || beans.contains(scheme)) {
            return List.of();
        }
        ComponentModel model = catalog.componentModel(scheme);
        if (model == null) {
            return isKnown(scheme) ? List.of() : List.of(unknown(scheme));
        }
        try {
            Map<String, String> options = new LinkedHashMap<>(catalog.endpointProperties(uri));
            options.putAll(more);
            return check(model, options, isOpen(uri), beans);
        } catch (URISyntaxException e) {
            if (colon == uri.length() - 1) {
                return List.of(new Problem(
                        null,
                        "'" + uri + "' has nothing after its colon.",
                        "Write it as " + model.getSyntax()
                                + ". If a property placeholder stands there, such as {{caravan.lake.bucket}}, set the"
                                + " property."));
            }
            return List.of(new Problem(
                    null,
                    "'" + uri + "' is not the URI of an endpoint (" + YamlReader.oneLine(e.getReason()) + ").",
                    "Write it as " + model.getSyntax()
                            + "?option=value, and options with special characters under 'parameters:'."));
        }
    }

    /** Why a text is no expression of the simple language; empty if it is one. */
    Optional<String> simpleFault(String text) {
        try {
            context.resolveLanguage("simple").createExpression(text);
            return Optional.empty();
        } catch (ExpressionIllegalSyntaxException e) {
            return Optional.of(YamlReader.oneLine(e.getMessage()));
        } catch (RuntimeException e) {
            // It may depend on what is bound when the route is made.
            return Optional.empty();
        }
    }

    /** The route configuration that a name was probably meant to be, if there is none of that name; it may be one of another file. */
    Optional<String> meantConfiguration(String name) {
        Set<String> known =
                context
                        .getCamelContextExtension()
                        .getContextPlugin(Model.class)
                        .getRouteConfigurationDefinitions()
                        .stream()
                        .map(RouteConfigurationDefinition::getId)
                        .filter(Objects::nonNull)
                        .collect(Collectors.toSet());
        return known.contains(name) ? Optional.empty() : Spelling.nearest(name, known);
    }

    private static boolean isOpen(String text) {
        return text.contains("${") || text.contains("{{") || text.contains("$simple{");
    }

    private boolean isKnown(String scheme) {
        return context.hasComponent(scheme) != null
                || context.getRegistry().lookupByNameAndType(scheme, Component.class) != null;
    }

    private Problem unknown(String scheme) {
        return new Problem(
                null,
                "there is no component '" + scheme + "'.",
                Spelling.meant(scheme, schemes())
                        + "Check the spelling; the jar of a component that Caravan does not bring has to be on the class path.");
    }

    private List<Problem> check(ComponentModel model, Map<String, String> options, boolean isOpen, Set<String> beans) {
        List<Problem> problems = new ArrayList<>();
        Map<String, String> left = new LinkedHashMap<>(options);
        if (model.getJavaType().startsWith(OWN)) {
            options.forEach((name, value) -> TableParameter.named(name)
                    .filter(declared -> !value.isBlank() && !isOpen(value) && !value.startsWith("#"))
                    .filter(declared -> model.getEndpointParameterOptions().stream()
                            .anyMatch(option -> option.getName().equals(name)))
                    .flatMap(declared -> declared.check(value.strip()))
                    .ifPresent(misfit -> {
                        left.remove(name);
                        problems.add(problem(name, model, misfit, value));
                    }));
        }
        checkMore(model, left, beans, problems);
        left.replaceAll((name, value) -> isOpen(value) ? UNKNOWN : value);
        EndpointValidationResult result = catalog.validateProperties(model.getScheme(), left);
        if (!model.isLenientProperties()) {
            names(result.getUnknown()).forEach(name -> problems.add(noOption(model, name)));
        }
        texts(result.getInvalidEnum()).forEach((name, value) -> {
            List<String> legal = choices(result, name);
            problems.add(new Problem(
                    name,
                    nameOf(name, model) + " is '" + value + "', and there is no such value.",
                    Spelling.meant(value, legal) + "Legal are: " + String.join(", ", legal) + "."));
        });
        wrong(problems, model, result.getInvalidBoolean(), "true or false");
        wrong(problems, model, result.getInvalidInteger(), "a whole number");
        wrong(problems, model, result.getInvalidNumber(), "a number");
        wrong(problems, model, result.getInvalidDuration(), "a time such as 500ms, 2s or 5m");
        if (!isOpen) {
            names(result.getRequired()).stream()
                    .filter(name ->
                            !options.containsKey(name) || options.get(name).isBlank())
                    .forEach(name -> problems.add(new Problem(
                            null,
                            nameOf(name, model) + " is missing, and the component needs it.",
                            "Write the endpoint as " + model.getSyntax() + ", with its options.")));
            List<String> oneOf = ONE_OF.getOrDefault(model.getScheme(), List.of());
            if (!oneOf.isEmpty()
                    && oneOf.stream()
                            .allMatch(name -> options.getOrDefault(name, "").isBlank())) {
                problems.add(new Problem(
                        null,
                        nameOf(oneOf.get(0), model) + " is missing, and so is '"
                                + String.join("', '", oneOf.subList(1, oneOf.size())) + "'.",
                        "Set one of them."));
            }
        }
        return problems;
    }

    /** What the descriptions do not say. */
    private void checkMore(
            ComponentModel model, Map<String, String> options, Set<String> beans, List<Problem> problems) {
        String cron = options.get("cron");
        if (model.getScheme().equals("quartz") && cron != null && !isOpen(cron)) {
            TableParameter.SCHEDULE
                    .form()
                    .check(cron.strip())
                    .ifPresent(misfit -> problems.add(problem("cron", model, misfit, cron)));
        }
        model.getEndpointParameterOptions().stream()
                .filter(option -> "object".equals(option.getType()))
                .forEach(option -> {
                    String value = options.getOrDefault(option.getName(), "");
                    boolean isReference = value.startsWith("#");
                    String name = isReference ? value.substring(1) : value;
                    if (!isReference && !name.isEmpty() && context.getRegistry().lookupByName(name) != null) {
                        problems.add(new Problem(
                                option.getName(),
                                nameOf(option.getName(), model) + " is '" + value + "', and it has to be a reference.",
                                "Write it as '#" + name + "'."));
                    } else if (isReference
                            && !isOpen(value)
                            && !SOURCE.equals(option.getJavaType())
                            && !steps.isBound(value, beans)) {
                        problems.add(steps.unbound(option.getName(), nameOf(option.getName(), model), value, beans));
                    }
                });
    }

    private static Problem problem(String option, ComponentModel model, Misfit misfit, String value) {
        return new Problem(option, misfit.sentence(nameOf(option, model), value), misfit.hint());
    }

    private static String nameOf(String option, ComponentModel model) {
        return "option '" + option + "' of component " + model.getScheme();
    }

    private static void wrong(List<Problem> problems, ComponentModel model, @Nullable Map<?, ?> values, String legal) {
        texts(values)
                .forEach((name, value) -> problems.add(new Problem(
                        name,
                        nameOf(name, model) + " is '" + value + "', and it has to be " + legal + ".",
                        "Set it to such a value, or leave it out for its default.")));
    }

    private static Problem noOption(ComponentModel model, String name) {
        List<String> legal = model.getEndpointParameterOptions().stream()
                .map(BaseOptionModel::getName)
                .sorted()
                .toList();
        return new Problem(
                name,
                "component " + model.getScheme() + " has no option '" + name + "'.",
                Spelling.meant(name, legal) + "Legal are: " + String.join(", ", legal) + ".");
    }

    private static List<String> choices(EndpointValidationResult result, String name) {
        Map<?, ?> all = result.getInvalidEnumChoices();
        return all != null && all.get(name) instanceof String[] words ? Arrays.asList(words) : List.of();
    }

    private static List<String> names(@Nullable Collection<?> names) {
        return names == null
                ? List.of()
                : names.stream().map(String::valueOf).sorted().toList();
    }

    private static Map<String, String> texts(@Nullable Map<?, ?> values) {
        Map<String, String> texts = new LinkedHashMap<>();
        if (values != null) {
            values.forEach((name, value) -> texts.put(String.valueOf(name), String.valueOf(value)));
        }
        return texts;
    }

    /** Every scheme of the class path, for hints. */
    private Set<String> schemes() {
        Set<String> schemes = new TreeSet<>(context.getComponentNames());
        for (URL list : Collections.list(context.getClassResolver().loadAllResourcesAsURL(LISTS))) {
            schemes.addAll(listed(list));
        }
        return schemes;
    }

    private static List<String> listed(URL list) {
        try (InputStream in = list.openStream()) {
            Properties properties = new Properties();
            properties.load(in);
            return List.of(properties.getProperty("components", "").strip().split("\\s+"));
        } catch (IOException e) {
            return List.of();
        }
    }
}
