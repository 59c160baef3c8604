package dev.caravan.pod;

import dev.caravan.lake.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.apache.camel.component.properties.PropertiesComponent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks all settings at once, before anything uses them, and gives some of them the form that routes rely on. */
final class StartCheck {
    private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);
    private static final String DEFAULTS = "/application.properties";

    private final Pod.Purpose purpose;
    private final Path file;
    private List<SettingFault> faults = List.of();

    /**
     * A check.
     *
     * @param file the user's properties file, which need not exist
     */
    StartCheck(Pod.Purpose purpose, Path file) {
        this.purpose = purpose;
        this.file = file;
    }

    /**
     * Checks the settings.
     *
     * @throws dev.caravan.error.ExportException BAD_CONFIGURATION that names every fault, unless the purpose is to check
     */
    void run(Settings settings, PropertiesComponent properties) {
        SettingsCheck check = new SettingsCheck(settings, GivenSettings.read(file, System.getenv()));
        check.notes().forEach(LOG::warn);
        faults = new ArrayList<>(check.faults());
        String bucket = Setting.LAKE_BUCKET.key();
        if (settings.find(bucket).isEmpty()) {
            if (purpose == Pod.Purpose.SERVE || purpose == Pod.Purpose.COMMAND) {
                faults.add(new SettingFault("", bucket + " is not set.", Settings.howToSet(bucket)));
            }
            // The built-in routes name it, and are loaded in any case.
            fix(properties, bucket, "");
        }
        if (!faults.isEmpty()) {
            if (purpose != Pod.Purpose.CHECK) {
                throw SettingFault.failure(faults);
            }
            Properties defaults = defaults();
            faults.stream()
                    .map(SettingFault::key)
                    .filter(key -> Setting.of(key).isPresent())
                    .forEach(key -> fix(properties, key, defaults.getProperty(key, "")));
        }
        String prefix = Setting.LAKE_PREFIX.key();
        fix(properties, prefix, Layout.folder(settings.find(prefix).orElse("")));
    }

    /** What is wrong. */
    List<SettingFault> faults() {
        return List.copyOf(faults);
    }

    /** Whether a source has no fault. */
    boolean isUsable(String source) {
        return faults.stream().noneMatch(fault -> fault.key().startsWith(SourceSetting.PREFIX + source + "."));
    }

    private static Properties defaults() {
        Properties defaults = new Properties();
        try (InputStream in = StartCheck.class.getResourceAsStream(DEFAULTS)) {
            defaults.load(Objects.requireNonNull(in, DEFAULTS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return defaults;
    }

    /** Gives a setting a value, wherever it came from. */
    private static void fix(PropertiesComponent properties, String key, String value) {
        Properties fixed = new Properties();
        if (properties.getOverrideProperties() != null) {
            fixed.putAll(properties.getOverrideProperties());
        }
        fixed.setProperty(key, value);
        properties.setOverrideProperties(fixed);
    }
}
