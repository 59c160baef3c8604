package dev.caravan.component.lakeschema;

import dev.caravan.component.LakeConfiguration;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

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

    /** A copy for one endpoint. */
    public LakeSchemaConfiguration copy() {
        return (LakeSchemaConfiguration) copied();
    }
}
