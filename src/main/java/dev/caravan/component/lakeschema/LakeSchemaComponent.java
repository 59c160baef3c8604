package dev.caravan.component.lakeschema;

import dev.caravan.component.StepOptions;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code lake-schema} endpoints. */
@Component("lake-schema")
public class LakeSchemaComponent extends DefaultComponent {
    @Metadata
    private LakeSchemaConfiguration configuration = new LakeSchemaConfiguration();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        StepOptions.check(uri, parameters);
        LakeSchemaEndpoint endpoint = new LakeSchemaEndpoint(uri, this, remaining, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The options that hold for all endpoints, unless they set their own. */
    public LakeSchemaConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(LakeSchemaConfiguration configuration) {
        this.configuration = configuration;
    }
}
