package dev.caravan.component.lakeupload;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.DefaultComponent;

/** Makes {@code lake-upload} endpoints. */
@Component("lake-upload")
public class LakeUploadComponent extends DefaultComponent {
    @Metadata
    private LakeUploadConfiguration configuration = new LakeUploadConfiguration();

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LakeUploadEndpoint endpoint = new LakeUploadEndpoint(uri, this, remaining, configuration.copy());
        setProperties(endpoint, parameters);
        return endpoint;
    }

    /** The options that hold for all endpoints, unless they set their own. */
    public LakeUploadConfiguration getConfiguration() {
        return configuration;
    }

    public void setConfiguration(LakeUploadConfiguration configuration) {
        this.configuration = configuration;
    }
}
