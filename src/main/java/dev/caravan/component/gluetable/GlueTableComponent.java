package dev.caravan.component.gluetable;

import dev.caravan.component.StepOptions;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code glue-table} endpoints. */
@Component("glue-table")
public class GlueTableComponent extends DefaultComponent {
    @Metadata
    private GlueTableConfiguration configuration = new GlueTableConfiguration();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        StepOptions.check(uri, parameters);
        GlueTableEndpoint endpoint = new GlueTableEndpoint(uri, this, remaining, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The options that hold for all endpoints, unless they set their own. */
    public GlueTableConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(GlueTableConfiguration configuration) {
        this.configuration = configuration;
    }
}
