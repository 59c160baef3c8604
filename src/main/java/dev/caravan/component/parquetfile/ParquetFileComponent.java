package dev.caravan.component.parquetfile;

import dev.caravan.component.StepOptions;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code parquet-file} endpoints. */
@Component("parquet-file")
public class ParquetFileComponent extends DefaultComponent {
    @Metadata
    private ParquetFileConfiguration configuration = new ParquetFileConfiguration();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        StepOptions.check(uri, parameters);
        ParquetFileEndpoint endpoint = new ParquetFileEndpoint(uri, this, remaining, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The options that hold for all endpoints, unless they set their own. */
    public ParquetFileConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(ParquetFileConfiguration configuration) {
        this.configuration = configuration;
    }
}
