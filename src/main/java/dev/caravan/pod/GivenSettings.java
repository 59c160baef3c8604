package dev.caravan.pod;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a user gave this process: a file, options of the JVM and environment variables, each with its place. */
final class GivenSettings {
    private final SettingsFile file;
    private final Map<String, SettingsFile.Property> properties;
    private final Set<String> optionKeys = new TreeSet<>(System.getProperties().stringPropertyNames());
    private final Map<String, String> environment;

    /** The settings of a file and of environment variables, besides the options of this JVM. */
    GivenSettings(SettingsFile file, Map<String, String> environment) {
        this.file = file;
        this.properties = file.byKey();
        this.environment = Map.copyOf(environment);
    }

    /** The file, which need not exist. */
    SettingsFile file() {
        return file;
    }

    Set<String> fileKeys() {
        return new TreeSet<>(properties.keySet());
    }

    /** The value that was given for a key, which may name other properties; empty if none was. */
    String written(String key) {
        String option = System.getProperty(key);
        SettingsFile.Property property = properties.get(key);
        return option != null
                ? option
                : environment.getOrDefault(Setting.variable(key), property == null ? "" : property.value());
    }

    Set<String> optionKeys() {
        return optionKeys;
    }

    Set<String> variables() {
        return new TreeSet<>(environment.keySet());
    }

    /** The value of an environment variable; empty if it is not set. */
    String valueOf(String variable) {
        return environment.getOrDefault(variable, "");
    }

    /** Where the file has a key: {@code FILE:LINE}. */
    String place(String key) {
        SettingsFile.Property property = properties.get(key);
        return property == null ? file.path().toString() : file.place(property);
    }

    /** Where the value of a setting is from, as the beginning of a message; empty for a default. */
    String origin(String key) {
        if (optionKeys.contains(key)) {
            return "-D";
        }
        String variable = Setting.variable(key);
        if (environment.containsKey(variable)) {
            return "Environment variable " + variable + ": ";
        }
        return properties.containsKey(key) ? place(key) + ": " : "";
    }

    /** The value that the file has for a key, whatever else sets it; null if it has none. */
    @Nullable
    String valueInFile(String key) {
        SettingsFile.Property property = properties.get(key);
        return property == null ? null : property.value();
    }
}
