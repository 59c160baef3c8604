package dev.caravan.component.lakepublish;

import dev.caravan.component.StepOptions;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code lake-publish} endpoints. */
@Component("lake-publish")
public class LakePublishComponent extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        StepOptions.check(uri, parameters);
        LakePublishEndpoint endpoint = new LakePublishEndpoint(uri, this, remaining, new LakePublishConfiguration());
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
