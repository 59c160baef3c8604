package dev.caravan.aws;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.ProxiedRequest;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.pod.LakeClients;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The embedded S3 answers a request for encryption with 501, so the proxy answers in its place. */
class LakeEncryptionTest {
    private static final String ALGORITHM = "x-amz-server-side-encryption";
    private static final String KEY = "x-amz-server-side-encryption-aws-kms-key-id";

    @TempDir
    private Path folder;

    @Test
    void every_object_is_asked_for_with_the_key() {
        assertThat(requests(Map.of("caravan.lake.encryption", "kms", "caravan.lake.kms-key-id", "alias/lake")))
                .hasSize(3)
                .allSatisfy(request -> assertThat(request.headers())
                        .containsEntry(ALGORITHM, "aws:kms")
                        .containsEntry(KEY, "alias/lake"));
    }

    @Test
    void s3_encrypts_with_its_own_key() {
        assertThat(requests(Map.of("caravan.lake.encryption", "s3"))).hasSize(3).allSatisfy(request -> assertThat(
                        request.headers())
                .containsEntry(ALGORITHM, "AES256")
                .doesNotContainKey(KEY));
    }

    @Test
    void the_bucket_decides_where_nothing_is_set() {
        assertThat(requests(Map.of())).hasSize(3).allSatisfy(request -> assertThat(request.headers())
                .doesNotContainKey(ALGORITHM));
    }

    private List<ProxiedRequest> requests(Map<String, String> settings) {
        try (FaultyProxy s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
                TestLake lake = TestLake.open("encryption", folder)) {
            lake.set("caravan.lake.endpoint", s3.endpoint().toString());
            settings.forEach(lake::set);
            s3.fail(
                    request -> request.query().startsWith("uploads"),
                    answer("<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>"));
            s3.fail(
                    request -> request.headers().containsKey("x-amz-copy-source"),
                    answer("<CopyObjectResult><ETag>\"1\"</ETag></CopyObjectResult>"));
            s3.fail(request -> true, answer(""));
            S3Client client = lake.pod().context().getRegistry().lookupByNameAndType(LakeClients.S3, S3Client.class);
            String bucket = lake.bucket();
            client.putObject(r -> r.bucket(bucket).key("a"), RequestBody.fromString("x"));
            client.copyObject(r -> r.sourceBucket(bucket)
                    .sourceKey("a")
                    .destinationBucket(bucket)
                    .destinationKey("b"));
            client.createMultipartUpload(r -> r.bucket(bucket).key("c"));
            return s3.seen();
        }
    }

    private static Fault answer(String body) {
        return new Fault.Answer(200, "application/xml", body);
    }
}
