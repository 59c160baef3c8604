package dev.caravan.pod;

import dev.caravan.error.ExportException;
import dev.caravan.lake.Layout;
import dev.caravan.run.Staging;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.CatalogCamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.BaseMainSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks all settings at once, before anything uses them, and gives some of them the form that routes rely on. */
final class StartCheck {
    private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);
    private static final String DEFAULTS = "/application.properties";

    private final Pod.Purpose purpose;
    private final SettingsFile file;
    private List<SettingFault> faults = List.of();

    /**
     * A check.
     *
     * @param file the user's properties file, which need not exist
     */
    StartCheck(Pod.Purpose purpose, Path file) {
        this.purpose = purpose;
        this.file = SettingsFile.read(file);
    }

    /**
     * Makes sure that the text of the file can be read as it is meant, or its settings would be found at fault one by one.
     *
     * @throws dev.caravan.error.ExportException BAD_CONFIGURATION that names every fault
     */
    void requireReadable() {
        if (!file.faults().isEmpty()) {
            throw SettingFault.failure(file.faults());
        }
    }

    /**
     * Checks the settings.
     *
     * @throws dev.caravan.error.ExportException BAD_CONFIGURATION that names every fault, unless the purpose is to check
     */
    void run(Settings settings, BaseMainSupport main) {
        CatalogCamelContext context = (CatalogCamelContext) main.getCamelContext();
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        GivenSettings given = new GivenSettings(file, System.getenv());
        SettingsCheck check = new SettingsCheck(settings, given);
        faults = new ArrayList<>(check.faults());
        AwsCheck aws = new AwsCheck(given, hasEndpoints(settings));
        faults.addAll(aws.faults());
        Stream.concat(check.notes().stream(), aws.notes().stream()).forEach(LOG::warn);
        if (purpose != Pod.Purpose.LOOK) {
            staging(settings, given);
        }
        List<SettingFault> ofCamel = new CamelOptionsCheck(context, given).faults();
        if (!ofCamel.isEmpty()) {
            faults.addAll(ofCamel);
            // Else Camel would end the start at the first of them, and nothing else would be looked at.
            main.configure().setAutoConfigurationFailFast(false);
            fix(properties, "camel.main.autoConfigurationFailFast", "false");
        }
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

    /**
     * A message of Camel with the place of the property that it is about, if it can be told.
     *
     * @param root what lies behind it, which is often only the value
     */
    String placed(String message, String root) {
        return file.byKey().values().stream()
                .filter(property -> message.contains(property.key())
                        || (property.key().startsWith("camel.")
                                && (property.value().endsWith(":" + root)
                                        || message.contains("'" + property.value() + "'"))))
                .max(Comparator.comparingInt(property -> property.key().length()))
                .map(property -> file.place(property) + ": "
                        + (message.contains(property.key()) ? "" : property.key() + ": ") + message)
                .orElse(message);
    }

    /** What is wrong. */
    List<SettingFault> faults() {
        return List.copyOf(faults);
    }

    private static boolean hasEndpoints(Settings settings) {
        return Stream.of(Setting.LAKE_ENDPOINT, Setting.GLUE_ENDPOINT)
                .allMatch(endpoint -> settings.canResolve("{{" + endpoint.key() + "}}")
                        && settings.find(endpoint.key()).isPresent());
    }

    /** Makes the folder and removes it again: permissions alone do not tell whether a file system takes it. */
    private void staging(Settings settings, GivenSettings given) {
        String key = Setting.STAGING_DIR.key();
        if (faults.stream().anyMatch(fault -> fault.key().equals(key))) {
            return;
        }
        settings.find(key).ifPresent(folder -> {
            try {
                Staging.check(Path.of(folder));
            } catch (ExportException e) {
                faults.add(new SettingFault(key, given.origin(key) + e.what(), e.hint()));
            }
        });
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
