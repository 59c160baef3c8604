package dev.caravan.pod;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * A setting as the code declares it, for the documentation.
 *
 * @param key as in a properties file; {@code NAME} stands for the name of a source
 * @param defaultValue as in the defaults of the jar; empty where there is none
 * @param legal which values are legal
 * @param isSecret whether messages hide its value
 */
public record DeclaredSetting(String key, String defaultValue, String legal, String meaning, boolean isSecret) {
    /** Stands for the name of a source. */
    public static final String ANY_SOURCE = "NAME";

    private static final Pattern OF_LOG = Pattern.compile("\\$\\{(caravan\\.log\\.[a-z]+):-([^}]+)}");

    /** All settings, those of a source first. */
    public static List<DeclaredSetting> all() throws IOException {
        Properties defaults = defaults();
        List<DeclaredSetting> all = new ArrayList<>();
        for (SourceSetting setting : SourceSetting.values()) {
            all.add(new DeclaredSetting(
                    setting.key(ANY_SOURCE), "", setting.form().legal(), setting.meaning(), setting.isSecret()));
        }
        for (Setting setting : Setting.values()) {
            all.add(new DeclaredSetting(
                    setting.key(),
                    defaults.getProperty(setting.key(), ""),
                    onAnyMachine(setting.form().legal()),
                    setting.meaning(),
                    setting.isSecret()));
        }
        return List.copyOf(all);
    }

    /** The environment variable. */
    public String variable() {
        return Setting.variable(key);
    }

    /** Those of the log are in the configuration of logback, which reads them before there is a pod. */
    private static Properties defaults() throws IOException {
        Properties defaults = new Properties();
        OF_LOG.matcher(resource("/logback.xml"))
                .results()
                .forEach(setting -> defaults.setProperty(setting.group(1), setting.group(2)));
        try (InputStream in = DeclaredSetting.class.getResourceAsStream("/application.properties")) {
            defaults.load(in);
        }
        return defaults;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = DeclaredSetting.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Without the size of this heap. */
    private static String onAnyMachine(String legal) {
        return legal.replace(" (" + Runtime.getRuntime().maxMemory() + ")", "");
    }
}
