package dev.caravan.component.lakepublish;

import dev.caravan.component.StepOptions;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code lake-publish} endpoints. */
@Component("lake-publish")
public class LakePublishComponent extends DefaultComponent {
    @Metadata
    private LakePublishConfiguration configuration = new LakePublishConfiguration();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        StepOptions.check(uri, parameters);
        LakePublishEndpoint endpoint = new LakePublishEndpoint(uri, this, remaining, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The options that hold for all endpoints, unless they set their own. */
    public LakePublishConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(LakePublishConfiguration configuration) {
        this.configuration = configuration;
    }
}
