package dev.caravan.component;

import dev.caravan.aws.S3LakeStore;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.S3Client;

/** The lake of a Camel context: buckets that are reached with the S3 client of its registry. */
public final class LakeStores {
    /** The S3 client's name in the registry. */
    public static final String CLIENT = "lakeS3";

    private LakeStores() {}

    /**
     * The store in this bucket.
     *
     * @throws ExportException BAD_CONFIGURATION when there is no bucket or no client
     */
    public static S3LakeStore of(CamelContext context, @Nullable String bucket) {
        if (bucket == null || bucket.isBlank()) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "No bucket is set for the lake.",
                    "Set caravan.lake.bucket (CARAVAN_LAKE_BUCKET) to the bucket that tables go to.");
        }
        S3Client client = context.getRegistry().lookupByNameAndType(CLIENT, S3Client.class);
        if (client == null) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The registry has no S3 client named " + CLIENT + ".",
                    "Bind one under this name, as caravan run does.");
        }
        Executor threads = context.getRegistry().lookupByNameAndType(ChunkThreads.BEAN, ExecutorService.class);
        return new S3LakeStore(client, bucket, threads == null ? Runnable::run : threads);
    }
}
