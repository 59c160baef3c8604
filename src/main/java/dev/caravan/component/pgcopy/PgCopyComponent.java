package dev.caravan.component.pgcopy;

import dev.caravan.component.StepOptions;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code pg-copy} endpoints. */
@Component("pg-copy")
public class PgCopyComponent extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        StepOptions.check(uri, parameters);
        PgCopyEndpoint endpoint = new PgCopyEndpoint(uri, this, remaining, new PgCopyConfiguration());
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
