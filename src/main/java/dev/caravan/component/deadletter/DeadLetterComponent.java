package dev.caravan.component.deadletter;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code lake-dead-letter} endpoints. */
@Component("lake-dead-letter")
public class DeadLetterComponent extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        DeadLetterEndpoint endpoint = new DeadLetterEndpoint(uri, this, remaining, new DeadLetterConfiguration());
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
