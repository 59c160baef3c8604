package dev.caravan.docs;

import dev.caravan.component.CaravanConstants;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** {@code docs/components.md}: every Camel component, from its annotations and the comment of its endpoint. */
final class ComponentsPage {
    /** What each endpoint and component has from Camel, and the bean that holds the options of a component. */
    private static final Set<String> OF_CAMEL = Set.of("lazyStartProducer", "autowiredEnabled", "configuration");

    private static final String OF_PROPERTY = "Exchange property: ";

    private static final String INTRODUCTION = """
            The routes of a table file consist of these Camel components. You can use them in routes of your own: [examples](../examples) has a route for any JDBC source in YAML and in Java.
            All are producers: they are steps of a route (`to`), and no route begins with one.

            Words (`compression=zstd`) are not case-sensitive. A duration is a number with a unit (`500ms`, `2s`, `5m`, `1h`). Each endpoint also has Camel's option `lazyStartProducer`, and each component
            `lazyStartProducer` and `autowiredEnabled`.

            """;

    private ComponentsPage() {}

    static String markdown() throws IOException {
        List<Component> components = Component.all();
        List<Component.Option> shared = shared(components);
        StringBuilder page = new StringBuilder(Markdown.head("Components"))
                .append(INTRODUCTION)
                .append(components.stream()
                        .map(each -> "- [" + each.scheme() + "](#" + each.scheme() + "): "
                                + purpose(each).split("\n\n", 2)[0] + "\n")
                        .collect(Collectors.joining()))
                .append("- [shared headers](#shared-headers) and [exchange properties](#exchange-properties)\n");
        for (Component component : components) {
            page.append(section(component, shared));
        }
        return page.append(
                        "\n## Shared headers\n\n`pg-table` reads these headers. A header takes precedence over the option of the same name."
                                + " Use headers for SQL and names with characters that a URI would not keep.\n\n")
                .append(headers(shared))
                .append("\n## Exchange properties\n\nThe steps of a run pass these properties to each other.\n\n")
                .append(Markdown.table(List.of("exchange property", "meaning"), properties()))
                .toString();
    }

    private static String section(Component component, List<Component.Option> shared) {
        List<Component.Option> own = component.headers().stream()
                .filter(header -> !shared.contains(header))
                .toList();
        return "\n## " + component.scheme() + "\n\n" + purpose(component) + "\n\n    " + component.syntax()
                + (component.options().stream().anyMatch(ComponentsPage::isQuery) ? "?options" : "") + "\n\n"
                + Markdown.table(
                        List.of("option", "default", "values", "meaning"),
                        component.options().stream()
                                .filter(option -> !OF_CAMEL.contains(option.name()))
                                .map(ComponentsPage::row)
                                .toList())
                + componentOptions(component)
                + (own.isEmpty() ? "" : "\nHeaders that it sets:\n\n" + headers(own));
    }

    private static boolean isQuery(Component.Option option) {
        return !option.isPath() && !OF_CAMEL.contains(option.name());
    }

    private static String componentOptions(Component component) {
        List<String> names = component.componentOptions().stream()
                .map(Component.Option::name)
                .filter(name -> !OF_CAMEL.contains(name))
                .toList();
        List<String> onEndpoint =
                component.options().stream().map(Component.Option::name).toList();
        List<String> both = names.stream().filter(onEndpoint::contains).toList();
        List<Component.Option> only = component.componentOptions().stream()
                .filter(option -> names.contains(option.name()) && !both.contains(option.name()))
                .toList();
        String text = both.isEmpty()
                ? ""
                : "\nOptions of the component, which are the defaults of all its endpoints (`camel.component."
                        + component.scheme() + "." + both.get(0) + "`): "
                        + both.stream().map(Markdown::code).collect(Collectors.joining(", ")) + ".\n";
        return only.isEmpty()
                ? text
                : text + "\nFurther options of the component:\n\n"
                        + Markdown.table(
                                List.of("option", "default", "values", "meaning"),
                                only.stream().map(ComponentsPage::row).toList());
    }

    private static List<String> row(Component.Option option) {
        return List.of(
                Markdown.code(option.name()) + (option.isPath() ? " (path)" : ""),
                option.isRequired() ? "required" : Markdown.code(option.defaultValue()),
                option.values(),
                Markdown.text(Markdown.sentence(option.meaning())));
    }

    private static String headers(List<Component.Option> headers) {
        return Markdown.table(
                List.of("header", "type", "meaning"),
                headers.stream()
                        .map(header -> List.of(
                                Markdown.code(header.name()),
                                Markdown.code(header.values()),
                                Markdown.text(Markdown.sentence(header.meaning()))))
                        .toList());
    }

    /** The headers that more than one component declares. */
    private static List<Component.Option> shared(List<Component> components) {
        List<Component.Option> shared = new ArrayList<>();
        for (Component component : components) {
            for (Component.Option header : component.headers()) {
                boolean isShared = components.stream()
                        .anyMatch(other -> !other.scheme().equals(component.scheme())
                                && other.headers().contains(header));
                if (isShared && !shared.contains(header)) {
                    shared.add(header);
                }
            }
        }
        return shared;
    }

    private static List<List<String>> properties() throws IOException {
        Path source = Path.of("src/main/java", CaravanConstants.class.getName().replace('.', '/') + ".java");
        return Javadoc.ofConstants(source).entrySet().stream()
                .filter(property -> property.getValue().startsWith(OF_PROPERTY))
                .map(property -> List.of(
                        Markdown.code(property.getKey()),
                        Markdown.sentence(property.getValue().substring(OF_PROPERTY.length()))))
                .toList();
    }

    private static String purpose(Component component) {
        try {
            return Javadoc.ofEndpoint(component.source());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
