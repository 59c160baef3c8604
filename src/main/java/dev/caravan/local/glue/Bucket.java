package dev.caravan.local.glue;

import java.net.URI;
import java.util.List;
import org.apache.parquet.io.InputFile;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The S3 that crawls look into. */
final class Bucket implements AutoCloseable {
    private final S3Client s3;

    private Bucket(S3Client s3) {
        this.s3 = s3;
    }

    static Bucket at(URI endpoint, String accessKey, String secretKey) {
        return new Bucket(S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(accessKey, secretKey)))
                .build());
    }

    /**
     * Every object below a prefix, by key.
     *
     * @throws CrawlFailure when the bucket is missing or refuses
     */
    List<S3Object> list(String bucket, String prefix) {
        try {
            return s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
                    .toList();
        } catch (NoSuchBucketException e) {
            throw new CrawlFailure("The specified bucket does not exist: " + bucket, e);
        } catch (SdkException e) {
            throw new CrawlFailure("Listing s3://" + bucket + "/" + prefix + " failed: " + e.getMessage(), e);
        }
    }

    InputFile file(String bucket, S3Object object) {
        return new RangedObject(s3, bucket, object.key(), object.size());
    }

    @Override
    public void close() {
        s3.close();
    }
}
