package dev.caravan.component;

import dev.caravan.aws.S3LakeStore;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** The lake as steps reach it. */
public final class LakeStores {
    /** The name of the lake's S3 client in the registry of {@code caravan run}. */
    public static final String CLIENT = "lakeS3";

    private LakeStores() {}

    /**
     * The store that the options of a step name.
     *
     * @throws ExportException BAD_CONFIGURATION when there is no bucket or no client
     */
    public static S3LakeStore of(CamelContext context, LakeConfiguration options) {
        return of(context, options.getBucket(), options.getAmazonS3Client());
    }

    /**
     * The store in this bucket, reached with the client of the registry.
     *
     * @throws ExportException BAD_CONFIGURATION when there is no bucket or no client
     */
    public static S3LakeStore of(CamelContext context, @Nullable String bucket) {
        return of(context, bucket, null);
    }

    private static S3LakeStore of(CamelContext context, @Nullable String bucket, @Nullable S3Client given) {
        if (bucket == null || bucket.isBlank()) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "No bucket is set for the lake.",
                    "Set caravan.lake.bucket (CARAVAN_LAKE_BUCKET) to the bucket that tables go to, or the option bucket of"
                            + " the component.");
        }
        return new S3LakeStore(client(context, given), bucket, ChunkThreads.of(context));
    }

    private static S3Client client(CamelContext context, @Nullable S3Client given) {
        S3Client client = given != null ? given : context.getRegistry().lookupByNameAndType(CLIENT, S3Client.class);
        if (client == null) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The registry has no S3 client named " + CLIENT + ", and the component has none.",
                    "Bind one, as caravan run does, or set the option amazonS3Client of the component.");
        }
        return client;
    }
}
