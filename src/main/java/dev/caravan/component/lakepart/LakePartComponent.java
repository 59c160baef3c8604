package dev.caravan.component.lakepart;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code lake-part} endpoints. */
@Component("lake-part")
public class LakePartComponent extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LakePartEndpoint endpoint = new LakePartEndpoint(uri, this, remaining, new LakePartConfiguration());
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
