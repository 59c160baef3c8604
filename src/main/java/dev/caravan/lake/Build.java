package dev.caravan.lake;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/**
 * Which build of Caravan this is.
 *
 * @param version of the product
 * @param revision of its source; empty when it is not known
 */
public record Build(String version, String revision) {
    private static final String RESOURCE = "version.properties";

    /** This one. */
    public static final Build THIS = read();

    private static Build read() {
        Properties build = new Properties();
        try (InputStream resource = Objects.requireNonNull(Build.class.getResourceAsStream(RESOURCE), RESOURCE)) {
            build.load(resource);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Build(build.getProperty("version"), build.getProperty("revision", ""));
    }
}
