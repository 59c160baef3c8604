package dev.caravan.component;

import dev.caravan.lake.Layout;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** Where the lake is: the options of every step that reads or writes there. Set on the component, they hold for all its endpoints. */
@UriParams
public abstract class LakeConfiguration implements Cloneable {
    @UriParam(description = "The bucket of the lake. caravan run sets it on the component, from caravan.lake.bucket.")
    private @Nullable String bucket;

    @UriParam(
            defaultValue = "",
            description = "What every key of the lake begins with. Empty by default: the lake has its bucket to itself."
                    + " caravan run sets it on the component, from caravan.lake.prefix.")
    private String prefix = "";

    @UriParam(
            label = "advanced",
            description =
                    "The client to reach S3 with. By default the client named lakeS3 in the registry, which caravan"
                            + " run binds, or the only S3Client of the registry.")
    @Metadata(autowired = true)
    private @Nullable S3Client amazonS3Client;

    public @Nullable String getBucket() {
        return bucket;
    }

    public void setBucket(@Nullable String bucket) {
        this.bucket = bucket;
    }

    public String getPrefix() {
        return prefix;
    }

    public void setPrefix(String prefix) {
        this.prefix = prefix;
    }

    public @Nullable S3Client getAmazonS3Client() {
        return amazonS3Client;
    }

    public void setAmazonS3Client(@Nullable S3Client amazonS3Client) {
        this.amazonS3Client = amazonS3Client;
    }

    /** The keys of a table. */
    public final Layout layout(String tableId) {
        return new Layout(prefix, tableId);
    }

    /** A copy for one endpoint. */
    protected final LakeConfiguration copied() {
        try {
            return (LakeConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
