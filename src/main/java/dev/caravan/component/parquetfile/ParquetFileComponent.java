package dev.caravan.component.parquetfile;

import dev.caravan.component.StepOptions;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code parquet-file} endpoints. */
@Component("parquet-file")
public class ParquetFileComponent extends DefaultComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        StepOptions.check(uri, parameters);
        ParquetFileEndpoint endpoint = new ParquetFileEndpoint(uri, this, remaining, new ParquetFileConfiguration());
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
