package dev.caravan.pod;

import java.util.regex.Pattern;
import org.apache.camel.Ordered;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.util.IOHelper;
import org.jspecify.annotations.Nullable;

/**
 * What this one process was started with, before every file: {@code -D}, then the environment, where
 * {@code caravan.lake.bucket} is {@code CARAVAN_LAKE_BUCKET}.
 *
 * <p>Camel's own lookup lets the environment win over {@code -D}, and either over the parameters of a table file.
 */
final class ProcessSource implements PropertiesSource, Ordered {
    static final Pattern SERVICE_LINK = Pattern.compile("(tcp|udp|sctp)://.*");

    @Override
    public String getName() {
        return "process";
    }

    @Override
    public @Nullable String getProperty(String name) {
        String given = System.getProperty(name);
        return given != null ? given : variable(name);
    }

    private static @Nullable String variable(String name) {
        String value = IOHelper.lookupEnvironmentVariable(name);
        // A secret often ends with a line break. Kubernetes gives each pod CARAVAN_MANAGEMENT_PORT=tcp://… for a
        // service named caravan-management.
        return value == null
                        || (name.endsWith(".port")
                                && SERVICE_LINK.matcher(value).matches())
                ? null
                : value.strip();
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST;
    }
}
