package dev.caravan.pod;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What a user gave this process: a file, options of the JVM and environment variables, each with its place. */
final class GivenSettings {
    private final @Nullable Path file;
    private final List<String> lines;
    private final Properties properties;
    private final Set<String> fileKeys;
    private final Set<String> optionKeys = new TreeSet<>(System.getProperties().stringPropertyNames());
    private final Map<String, String> environment;

    private GivenSettings(
            @Nullable Path file, List<String> lines, Properties properties, Map<String, String> environment) {
        this.file = file;
        this.lines = lines;
        this.properties = properties;
        this.fileKeys = new TreeSet<>(properties.stringPropertyNames());
        this.environment = Map.copyOf(environment);
    }

    /**
     * Reads the file.
     *
     * @param file the user's properties file; one that cannot be read is as good as none, since Camel reports it
     */
    static GivenSettings read(Path file, Map<String, String> environment) {
        Properties properties = new Properties();
        List<String> lines = new ArrayList<>();
        if (Files.isReadable(file) && Files.isRegularFile(file)) {
            // As Camel reads it.
            try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
                properties.load(reader);
                lines.addAll(Files.readAllLines(file, StandardCharsets.ISO_8859_1));
            } catch (IOException | IllegalArgumentException e) {
                properties.clear();
            }
        }
        return new GivenSettings(lines.isEmpty() ? null : file, lines, properties, environment);
    }

    Set<String> fileKeys() {
        return fileKeys;
    }

    /** The value that was given for a key, which may name other properties; empty if none was. */
    String written(String key) {
        String option = System.getProperty(key);
        return option != null
                ? option
                : environment.getOrDefault(Setting.variable(key), properties.getProperty(key, ""));
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
        for (int line = 0; line < lines.size(); line++) {
            String text = lines.get(line).stripLeading();
            if (text.startsWith(key) && text.substring(key.length()).matches("\\s*[=:\\s].*|")) {
                return file + ":" + (line + 1);
            }
        }
        return String.valueOf(file);
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
        return fileKeys.contains(key) ? place(key) + ": " : "";
    }
}
