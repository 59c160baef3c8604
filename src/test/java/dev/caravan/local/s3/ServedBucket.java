package dev.caravan.local.s3;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A bucket of the embedded S3, seen through Amazon's client. */
abstract class ServedBucket {
    static final String BUCKET = "lake";
    static final String ODD_KEY = "Größe & more/a b+c=%20'ü 日本.parquet";

    @TempDir
    static Path folder;

    static LocalS3 server;
    static S3Client client;

    @BeforeAll
    static void start() {
        server = LocalS3.start(0, folder).bucket(BUCKET);
        client = client(server.endpoint(), LocalS3.SECRET_KEY);
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    static S3Client client(URI endpoint, String secret) {
        return S3Client.builder()
                .endpointOverride(endpoint)
                .forcePathStyle(true)
                .region(Region.of(LocalS3.REGION))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(LocalS3.ACCESS_KEY, secret)))
                .build();
    }

    static String put(String key, String content) {
        return client.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(content))
                .eTag();
    }

    static String copy(String from, String to) {
        return client.copyObject(r -> r.sourceBucket(BUCKET)
                        .sourceKey(from)
                        .destinationBucket(BUCKET)
                        .destinationKey(to))
                .copyObjectResult()
                .eTag();
    }

    /** Which file an object is; two that are links of each other are the same. */
    static Object file(String key) throws Exception {
        return Files.getAttribute(folder.resolve(BUCKET).resolve(key), "unix:ino");
    }

    static String get(String key) {
        return client.getObjectAsBytes(r -> r.bucket(BUCKET).key(key)).asUtf8String();
    }

    static HeadObjectResponse head(String key) {
        return client.headObject(r -> r.bucket(BUCKET).key(key));
    }

    static List<String> keys(String prefix) {
        return client.listObjectsV2(r -> r.bucket(BUCKET).prefix(prefix)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    static int status(Callable<?> call) {
        try {
            call.call();
            return 200;
        } catch (S3Exception e) {
            return e.statusCode();
        } catch (Exception e) {
            throw new AssertionError("not an answer of S3", e);
        }
    }
}
