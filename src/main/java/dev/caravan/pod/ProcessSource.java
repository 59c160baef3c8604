package dev.caravan.pod;

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

    @Override
    public String getName() {
        return "process";
    }

    @Override
    public @Nullable String getProperty(String name) {
        String given = System.getProperty(name);
        return given != null ? given : IOHelper.lookupEnvironmentVariable(name);
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST;
    }
}
