package dev.caravan.pod;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.limit.Limit;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.util.TimeUtils;

/** The {@code caravan.*} settings: defaults of the jar, then the user's file, then the environment, then {@code -D}. */
public final class Settings {
    private static final Pattern SOURCE_URL = Pattern.compile("caravan\\.source\\.([^.]+)\\.url");
    private static final Pattern SOURCE_VARIABLE = Pattern.compile("CARAVAN_SOURCE_([A-Z0-9_]+)_URL");

    private final PropertiesComponent properties;
    private final Map<String, String> environment;

    Settings(CamelContext context, Map<String, String> environment) {
        this.properties = context.getPropertiesComponent();
        this.environment = environment;
    }

    /** A setting; one that is empty is as good as none. */
    public Optional<String> find(String key) {
        return properties.resolveProperty(key).map(String::strip).filter(value -> !value.isEmpty());
    }

    /** Whether every property that a value names is set. */
    boolean canResolve(String value) {
        try {
            return !value.contains("{{") || properties.parseUri(value) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * A setting that has to be there.
     *
     * @throws ExportException BAD_CONFIGURATION that says how to set it
     */
    public String require(String key) {
        return find(key)
                .orElseThrow(
                        () -> new ExportException(ErrorCode.BAD_CONFIGURATION, key + " is not set.", howToSet(key)));
    }

    /** What a setting names, separated by commas; nothing when it is not set. */
    public Set<String> list(String key) {
        return Stream.of(find(key).orElse("").split(","))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .collect(Collectors.toSet());
    }

    /** A whole number of at least {@code least}. */
    public int integer(String key, int least) {
        String value = require(key);
        try {
            int number = Integer.parseInt(value);
            if (number >= least) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below, with the rule.
        }
        throw new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                key + " is '" + value + "', and it has to be a whole number of at least " + least + ".",
                howToSet(key));
    }

    /** A positive time, as Camel writes it: {@code 500ms}, {@code 2s}, {@code 1m30s}; a bare number is milliseconds. */
    public Duration duration(String key) {
        String value = require(key);
        try {
            long millis = TimeUtils.toMilliSeconds(value);
            if (millis > 0) {
                return Duration.ofMillis(millis);
            }
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            // Said below, with the rule.
        }
        throw new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                key + " is '" + value + "', and it has to be a time such as 500ms, 2s or 5m.",
                howToSet(key));
    }

    /** A wait's limit, which names its setting. */
    public Limit limit(String key) {
        return new Limit(duration(key), key);
    }

    /** The key of a setting that one source may have for itself, or the key for all sources. */
    public String ofSource(String source, String name) {
        String own = "caravan.source." + source + "." + name;
        return find(own).isPresent() ? own : "caravan.source." + name;
    }

    /**
     * The names of the source databases: every {@code NAME} of a {@code caravan.source.NAME.url} in a file or by
     * {@code -D}, and of a {@code CARAVAN_SOURCE_NAME_URL}. A variable that fits no name of a file makes one of its own,
     * in small letters and with '-' for '_'.
     */
    public Set<String> sources() {
        Set<String> names = new TreeSet<>();
        Stream.concat(
                        properties
                                .loadProperties(key -> key.startsWith("caravan.source."))
                                .stringPropertyNames()
                                .stream(),
                        System.getProperties().stringPropertyNames().stream())
                .map(SOURCE_URL::matcher)
                .filter(Matcher::matches)
                .forEach(url -> names.add(url.group(1)));
        for (String variable : environment.keySet()) {
            Matcher url = SOURCE_VARIABLE.matcher(variable);
            if (url.matches()
                    && names.stream()
                            .noneMatch(name -> variable.equals(Setting.variable("caravan.source." + name + ".url")))) {
                names.add(url.group(1).toLowerCase(Locale.ROOT).replace('_', '-'));
            }
        }
        names.removeIf(name -> find("caravan.source." + name + ".url").isEmpty());
        return names;
    }

    /** The ways to set a setting, for hints. */
    static String howToSet(String key) {
        return "Set " + key + " in application.properties, or " + Setting.variable(key) + " in the environment.";
    }
}
