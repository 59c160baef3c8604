package dev.caravan.pod;

import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.Main;

/** Camel's main with a context of ours. */
final class PodMain extends Main {
    @Override
    protected CamelContext createCamelContext() {
        return new PodContext(registry);
    }

    /** Camel would read files as ISO-8859-1, and editors and Kubernetes write UTF-8. */
    @Override
    protected void configurePropertiesService(CamelContext camelContext) throws Exception {
        ((PropertiesComponent) camelContext.getPropertiesComponent()).setEncoding(StandardCharsets.UTF_8.name());
        super.configurePropertiesService(camelContext);
    }
}
