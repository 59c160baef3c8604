package dev.caravan.component.pgtable;

import dev.caravan.component.StepOptions;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code pg-table} endpoints. */
@Component("pg-table")
public class PgTableComponent extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        StepOptions.check(uri, parameters);
        PgTableEndpoint endpoint = new PgTableEndpoint(uri, this, remaining, new PgTableConfiguration());
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
