package dev.caravan.pod;

import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/** Camel's main with a context of ours. */
final class PodMain extends Main {
    @Override
    protected CamelContext createCamelContext() {
        return new PodContext(registry);
    }
}
