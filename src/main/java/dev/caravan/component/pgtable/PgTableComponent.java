package dev.caravan.component.pgtable;

import dev.caravan.component.ChunkThreads;
import dev.caravan.component.StepOptions;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code pg-table} endpoints. */
@Component("pg-table")
public class PgTableComponent extends DefaultComponent {
    @Metadata
    private PgTableConfiguration configuration = new PgTableConfiguration();

    /** Binds the threads for the split over the chunks, {@code chunkThreads}. */
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        ChunkThreads.of(getCamelContext());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        StepOptions.check(uri, parameters);
        PgTableEndpoint endpoint = new PgTableEndpoint(uri, this, remaining, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The options that hold for all endpoints, unless they set their own. */
    public PgTableConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(PgTableConfiguration configuration) {
        this.configuration = configuration;
    }
}
