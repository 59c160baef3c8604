package dev.caravan.component.gluecrawler;

import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import software.amazon.awssdk.services.glue.GlueClient;

/** A context with one Glue client in its registry, that sends exchanges to {@code glue-crawler} endpoints. */
final class CrawlRoute implements AutoCloseable {
    private final CamelContext context = new DefaultCamelContext();

    CrawlRoute(GlueClient client) {
        context.getRegistry().bind("lakeGlue", client);
        context.start();
    }

    /** A route {@code direct:go} to the endpoint. */
    CrawlRoute to(String uri) throws Exception {
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:go").routeId("go").to(uri);
            }
        });
        return this;
    }

    /** Sends a body through; the exchange that comes back may have failed. */
    Exchange send(Object body) {
        return context.createFluentProducerTemplate()
                .to("direct:go")
                .withBody(body)
                .send();
    }

    @Override
    public void close() {
        context.stop();
    }
}
