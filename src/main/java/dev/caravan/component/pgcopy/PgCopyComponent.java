package dev.caravan.component.pgcopy;

import dev.caravan.component.StepOptions;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code pg-copy} endpoints. */
@Component("pg-copy")
public class PgCopyComponent extends DefaultComponent {
    @Metadata
    private PgCopyConfiguration configuration = new PgCopyConfiguration();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        StepOptions.check(uri, parameters);
        PgCopyEndpoint endpoint = new PgCopyEndpoint(uri, this, remaining, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The options that hold for all endpoints, unless they set their own. */
    public PgCopyConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(PgCopyConfiguration configuration) {
        this.configuration = configuration;
    }
}
