package dev.caravan.component.lakeschema;

import dev.caravan.component.StepOptions;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code lake-schema} endpoints. */
@Component("lake-schema")
public class LakeSchemaComponent extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        StepOptions.check(uri, parameters);
        LakeSchemaEndpoint endpoint = new LakeSchemaEndpoint(uri, this, remaining, new LakeSchemaConfiguration());
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
