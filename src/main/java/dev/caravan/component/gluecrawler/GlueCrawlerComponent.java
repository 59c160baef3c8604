package dev.caravan.component.gluecrawler;

import dev.caravan.aws.AwsFailure;
import dev.caravan.aws.GlueCrawlers;
import dev.caravan.catalog.CrawlTurns;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.GlueClient;

/** Makes {@code glue-crawler} endpoints, and sees that those of one client take turns at a crawler. */
@Component("glue-crawler")
public class GlueCrawlerComponent extends DefaultComponent {
    private final Map<GlueClient, CrawlTurns> turns = Collections.synchronizedMap(new IdentityHashMap<>());

    @Metadata(description = "The options that endpoints begin with")
    private GlueCrawlerConfiguration configuration = new GlueCrawlerConfiguration();

    private @Nullable GlueClient ownClient;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        GlueCrawlerEndpoint endpoint = new GlueCrawlerEndpoint(uri, this, remaining, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The turns at the crawlers of a client. */
    CrawlTurns turns(GlueClient client) {
        return turns.computeIfAbsent(client, key -> new CrawlTurns(new GlueCrawlers(key)));
    }

    /**
     * The client for endpoints that have none: made once, from the SDK's default chains.
     *
     * @throws dev.caravan.error.ExportException BAD_CONFIGURATION when no region is set
     */
    synchronized GlueClient defaultClient() {
        GlueClient client = ownClient;
        if (client == null) {
            try {
                client = GlueClient.create();
            } catch (SdkException e) {
                throw AwsFailure.ofCatalog(e, "Making a Glue client");
            }
            ownClient = client;
        }
        return client;
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        synchronized (this) {
            if (ownClient != null) {
                ownClient.close();
                ownClient = null;
            }
        }
        turns.clear();
    }

    public GlueCrawlerConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(GlueCrawlerConfiguration configuration) {
        this.configuration = configuration;
    }
}
