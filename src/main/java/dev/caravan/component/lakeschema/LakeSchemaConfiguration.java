package dev.caravan.component.lakeschema;

import dev.caravan.component.LakeConfiguration;
import dev.caravan.lake.PublishMode;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.GlueClient;

/** The options of {@code lake-schema}. */
@UriParams
public class LakeSchemaConfiguration extends LakeConfiguration {
    @UriParam(
            description =
                    "The contract, an Avro schema: a file relative to folder, or a resource (file:, classpath:). Without a contract the table is compared with what the last published run found.")
    private @Nullable String schema;

    @UriParam(description = "The folder that a relative schema lies in. The working folder by default.")
    private @Nullable String folder;

    @UriParam(
            description =
                    "What to do when the table differs: fail, add (new columns are exported) or ignore (new columns are left out). By default fail with a contract, because it fixes the columns, and add without.")
    private @Nullable String drift;

    @UriParam(
            defaultValue = "REPLACE",
            description =
                    "How lake-publish will publish the run. SWAP: the files are uploaded into the folder of the run in which they stay, and need not be copied.")
    private PublishMode publish = PublishMode.REPLACE;

    @UriParam(
            label = "advanced",
            description =
                    "The client to reach Glue with, where a publication that was left half done has to be ended. By default the client named lakeGlue in the registry, or the only GlueClient of the registry.")
    @Metadata(autowired = true)
    private @Nullable GlueClient glueClient;

    public @Nullable String getSchema() {
        return schema;
    }

    public void setSchema(@Nullable String schema) {
        this.schema = schema;
    }

    public @Nullable String getFolder() {
        return folder;
    }

    public void setFolder(@Nullable String folder) {
        this.folder = folder;
    }

    public @Nullable String getDrift() {
        return drift;
    }

    public void setDrift(@Nullable String drift) {
        this.drift = drift;
    }

    public PublishMode getPublish() {
        return publish;
    }

    public void setPublish(PublishMode publish) {
        this.publish = publish;
    }

    public @Nullable GlueClient getGlueClient() {
        return glueClient;
    }

    public void setGlueClient(@Nullable GlueClient glueClient) {
        this.glueClient = glueClient;
    }

    /** A copy for one endpoint. */
    public LakeSchemaConfiguration copy() {
        return (LakeSchemaConfiguration) copied();
    }
}
