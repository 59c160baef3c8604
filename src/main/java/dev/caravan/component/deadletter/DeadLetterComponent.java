package dev.caravan.component.deadletter;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code lake-dead-letter} endpoints. */
@Component("lake-dead-letter")
public class DeadLetterComponent extends DefaultComponent {
    @Metadata
    private DeadLetterConfiguration configuration = new DeadLetterConfiguration();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DeadLetterEndpoint endpoint = new DeadLetterEndpoint(uri, this, remaining, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The options that hold for all endpoints, unless they set their own. */
    public DeadLetterConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(DeadLetterConfiguration configuration) {
        this.configuration = configuration;
    }
}
