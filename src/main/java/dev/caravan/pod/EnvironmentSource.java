package dev.caravan.pod;

import org.apache.camel.Ordered;
import org.apache.camel.spi.PropertiesSource;
import org.apache.camel.util.IOHelper;

/**
 * The environment as a source of properties, before every file: {@code caravan.lake.bucket} is {@code CARAVAN_LAKE_BUCKET}.
 *
 * <p>Camel's own lookup lets the environment win over {@code -D}; whoever types {@code -D} means it for this one process.
 */
final class EnvironmentSource implements PropertiesSource, Ordered {

    @Override
    public String getName() {
        return "environment";
    }

    @Override
    public String getProperty(String name) {
        return IOHelper.lookupEnvironmentVariable(name);
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST;
    }
}
