package dev.caravan.pod;

import dev.caravan.option.Spelling;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.camel.CatalogCamelContext;
import org.apache.camel.spi.PropertiesComponent;

/** Finds options of Camel that do not exist, or have a value that is not legal, which Camel reports without their place and one by one. */
final class CamelOptionsCheck {
    private static final String PREFIX = "camel.";
    private static final String VARIABLES = "CAMEL_";

    /** The kinds of Camel's properties that are no options of camel-main. */
    private static final List<String> OTHERS =
            List.of("component", "dataformat", "language", "beans", "variable", "jbang", "cloud", "cluster");

    private final GivenSettings given;
    private final PropertiesComponent properties;
    private final List<SettingFault> faults = new ArrayList<>();

    CamelOptionsCheck(CatalogCamelContext context, GivenSettings given) {
        this.given = given;
        this.properties = context.getPropertiesComponent();
        List<String> keys = Stream.concat(given.fileKeys().stream(), given.optionKeys().stream())
                .filter(key -> key.startsWith(PREFIX))
                .distinct()
                .toList();
        List<String> variables = given.variables().stream()
                .filter(variable -> variable.startsWith(VARIABLES) && !isOfService(variable))
                .toList();
        // Most users set none, and the catalog takes its time to read.
        if (keys.isEmpty() && variables.isEmpty()) {
            return;
        }
        CamelOptions options = new CamelOptions(context);
        for (String key : keys) {
            boolean isOption = given.optionKeys().contains(key);
            String named = isOption ? "-D" + key : given.place(key) + ": " + key;
            options.group(key)
                    .ifPresentOrElse(
                            group -> check(
                                    options, group, key, named, isOption ? System.getProperty(key, "") : inFile(key)),
                            () -> group(options, key, named));
        }
        for (String variable : variables) {
            String key = variable.toLowerCase(Locale.ROOT).replace('_', '.');
            options.groups().stream()
                    .filter(group -> key.startsWith(group.toLowerCase(Locale.ROOT)))
                    .findFirst()
                    .ifPresent(group -> check(
                            options,
                            group,
                            group + variable.substring(group.length()).replace('_', '-'),
                            "The environment variable " + variable,
                            given.valueOf(variable)));
        }
    }

    /** What is wrong. */
    List<SettingFault> faults() {
        return List.copyOf(faults);
    }

    private void check(CamelOptions options, String group, String key, String named, String value) {
        Optional<CamelOptions.Option> option = options.option(group, key);
        if (option.isPresent()) {
            value(option.get(), named, value.strip());
        } else if (!options.isOpen(group)) {
            String rest = key.substring(group.length());
            List<String> legal = options.names(group).stream()
                    .map(name -> name.substring(group.length()))
                    .toList();
            unknown(named, Spelling.nearest(rest.replace("-", ""), legal).map(near -> group + near));
        }
    }

    private void value(CamelOptions.Option option, String named, String value) {
        String resolved;
        try {
            resolved = value.contains("{{") ? properties.parseUri(value) : value;
        } catch (IllegalArgumentException e) {
            faults.add(new SettingFault(
                    option.name(),
                    named + " names a property that is not set.",
                    "Set the property between '{{' and '}}', or write the value itself."));
            return;
        }
        if (resolved.isEmpty() || resolved.startsWith("#")) {
            return;
        }
        option.form()
                .flatMap(form -> form.check(resolved))
                .ifPresent(found -> faults.add(new SettingFault(
                        option.name(),
                        option.isSecret() ? found.sentenceWithoutValue(named) : found.sentence(named, resolved),
                        found.hint())));
    }

    /** A key of the user's own may begin like this too, so that only what is near to a group of Camel was meant to be one. */
    private void group(CamelOptions options, String key, String named) {
        String[] parts = key.split("\\.");
        if (parts.length > 3 && parts[1].equals("component") && !isBean(parts[2]) && !options.hasComponent(parts[2])) {
            faults.add(new SettingFault(
                    "",
                    named + " is for the component '" + parts[2] + "', which is not on the class path.",
                    "Correct its name, or put the component on the class path."));
        }
        if (parts.length < 3 || OTHERS.contains(parts[1])) {
            return;
        }
        List<String> legal = options.groups().stream()
                .map(group -> group.substring(PREFIX.length(), group.length() - 1))
                .filter(group -> group.indexOf('.') < 0)
                .toList();
        Spelling.nearest(parts[1], legal)
                .ifPresent(near -> unknown(named, Optional.of(PREFIX + near + "." + parts[2])));
    }

    private void unknown(String named, Optional<String> near) {
        faults.add(new SettingFault(
                "",
                named + " is not an option of Camel " + version() + ".",
                near.map(name -> "Did you mean '" + name + "'? ").orElse("")
                        + "The options are listed in Camel's documentation of camel-main and of each component."));
    }

    private boolean isBean(String component) {
        return given.fileKeys().stream()
                .anyMatch(key -> key.matches("camel\\.beans\\." + Pattern.quote(component) + "([.\\[].*)?"));
    }

    private static String version() {
        String version = CatalogCamelContext.class.getPackage().getImplementationVersion();
        return version == null ? "4" : version;
    }

    private String inFile(String key) {
        String value = given.valueInFile(key);
        return value == null ? "" : value;
    }

    /** What Kubernetes sets for a service whose name begins with camel. */
    private static boolean isOfService(String variable) {
        return variable.matches(".*_(SERVICE_HOST|SERVICE_PORT(_.+)?|PORT(_\\d+_.*)?)");
    }
}
