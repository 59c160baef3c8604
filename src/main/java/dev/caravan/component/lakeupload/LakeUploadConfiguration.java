package dev.caravan.component.lakeupload;

import dev.caravan.upload.PartSizes;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of {@code lake-upload}. */
@UriParams
public class LakeUploadConfiguration implements Cloneable {
    @UriParam(
            description =
                    "The endpoint that uploads a whole file, such as direct:orders.upload or an aws2-s3 endpoint. The"
                            + " body is the java.io.File, the header CamelAwsS3Key its key, and caravan-crc32c in the header"
                            + " CamelAwsS3Metadata its checksum, which S3 verifies if the client has the interceptor"
                            + " UploadChecksum.")
    @Metadata(required = true)
    private @Nullable String to;

    @UriParam(
            description =
                    "The endpoint that uploads a part of a large file: a route with a step lake-part. Without it every"
                            + " file goes whole.")
    private @Nullable String partsTo;

    @UriParam(
            defaultValue = "",
            description = "What every key of the lake begins with. caravan run sets it on the component, from"
                    + " caravan.lake.prefix.")
    private String prefix = "";

    @UriParam(
            defaultValue = "8388608",
            description =
                    "Size in bytes of a part of a large file, 5242880 or more. 8 MiB: little is left to upload after the"
                            + " last row, and a lost connection costs one part. caravan run sets it on the component, from"
                            + " caravan.lake.part-size.")
    private long partSize = 8L << 20;

    @UriParam(
            defaultValue = "134217728",
            description =
                    "Files of at least so many bytes are uploaded in parts, the first of them while the file is still"
                            + " being written. 128 MiB: AWS recommends parts from 100 MB on. caravan run sets it on the component,"
                            + " from caravan.lake.multipart-threshold.")
    private long multipartThreshold = 128L << 20;

    public @Nullable String getTo() {
        return to;
    }

    public void setTo(@Nullable String to) {
        this.to = to;
    }

    public @Nullable String getPartsTo() {
        return partsTo;
    }

    public void setPartsTo(@Nullable String partsTo) {
        this.partsTo = partsTo;
    }

    public String getPrefix() {
        return prefix;
    }

    public void setPrefix(String prefix) {
        this.prefix = prefix;
    }

    public long getPartSize() {
        return partSize;
    }

    public void setPartSize(long partSize) {
        this.partSize = partSize;
    }

    public long getMultipartThreshold() {
        return multipartThreshold;
    }

    public void setMultipartThreshold(long multipartThreshold) {
        this.multipartThreshold = multipartThreshold;
    }

    /** Which files go in parts. */
    PartSizes partSizes() {
        return new PartSizes(partsTo == null ? 0 : partSize, multipartThreshold);
    }

    /** A copy for one endpoint. */
    public LakeUploadConfiguration copy() {
        try {
            return (LakeUploadConfiguration) clone();
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }
}
