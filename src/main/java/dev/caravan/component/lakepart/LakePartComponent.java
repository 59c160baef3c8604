package dev.caravan.component.lakepart;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code lake-part} endpoints. */
@Component("lake-part")
public class LakePartComponent extends DefaultComponent {
    @Metadata
    private LakePartConfiguration configuration = new LakePartConfiguration();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LakePartEndpoint endpoint = new LakePartEndpoint(uri, this, remaining, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The options that hold for all endpoints, unless they set their own. */
    public LakePartConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(LakePartConfiguration configuration) {
        this.configuration = configuration;
    }
}
