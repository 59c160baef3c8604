package dev.caravan.component.lakepublish;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code lake-publish} endpoints. */
@Component("lake-publish")
public class LakePublishComponent extends DefaultComponent {
    /** The attempts that are being published. */
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();

    /** The component of this context. */
    static LakePublishComponent of(CamelContext context) {
        return context.getComponent("lake-publish", LakePublishComponent.class);
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LakePublishEndpoint endpoint = new LakePublishEndpoint(uri, this, remaining, new LakePublishConfiguration());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    Set<String> underWay() {
        return underWay;
    }
}
