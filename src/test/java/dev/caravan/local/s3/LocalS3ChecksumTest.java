package dev.caravan.local.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32C;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Checksums are verified where S3 verifies them, and kept with the object. */
class LocalS3ChecksumTest extends ServedBucket {
    private static final int PART = 5 << 20;
    private static final byte[] BYTES = bytes(2 * PART + 100);

    @Test
    void a_body_with_another_checksum_is_refused() {
        String right = crc32c(BYTES, 0, 1_000);

        client.putObject(r -> r.bucket(BUCKET).key("right").checksumCRC32C(right), RequestBody.fromBytes(bytes(1_000)));
        assertBadDigest(() -> client.putObject(
                r -> r.bucket(BUCKET).key("wrong").checksumCRC32C(right), RequestBody.fromBytes(bytes(1_001))));

        assertThat(keys("wrong")).isEmpty();
        assertThat(checksum("right")).isEqualTo(right);
    }

    @Test
    void a_copy_has_the_checksum_of_its_source() {
        String checksum = crc32c(BYTES, 0, 1_000);
        client.putObject(
                r -> r.bucket(BUCKET).key("source").checksumCRC32C(checksum), RequestBody.fromBytes(bytes(1_000)));

        copy("source", "copy");

        assertThat(checksum("copy")).isEqualTo(checksum);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_body_that_changes_on_the_way_is_refused(boolean asHeader) {
        try (FaultyProxy proxy = FaultyProxy.before(server.endpoint());
                S3Client shaky = client(proxy.endpoint(), LocalS3.SECRET_KEY)) {
            proxy.fail(request -> request.method().equals("PUT"), new Fault.FlipBit(5_000));

            // Without TLS the signature covers the body, too, and is verified first.
            assertThat(status(() -> shaky.putObject(
                            r -> r.bucket(BUCKET)
                                    .key("flipped")
                                    .checksumAlgorithm(asHeader ? null : ChecksumAlgorithm.CRC32_C)
                                    .checksumCRC32C(asHeader ? crc32c(BYTES, 0, 100_000) : null),
                            RequestBody.fromBytes(bytes(100_000)))))
                    .isEqualTo(403);
            assertThat(keys("flipped")).isEmpty();
        }
    }

    @Test
    void a_part_with_another_checksum_is_refused() {
        String id = client.createMultipartUpload(r -> r.bucket(BUCKET)
                        .key("part")
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                        .checksumType(ChecksumType.FULL_OBJECT))
                .uploadId();

        assertBadDigest(() -> client.uploadPart(
                r -> r.bucket(BUCKET).key("part").uploadId(id).partNumber(1).checksumCRC32C(crc32c(BYTES, 0, 1_000)),
                RequestBody.fromBytes(bytes(1_001))));
    }

    @Test
    void parts_whose_whole_has_another_checksum_are_refused() {
        String right = crc32c(BYTES, 0, BYTES.length);
        upload("parts", right);
        assertThat(checksum("parts")).isEqualTo(right);

        assertBadDigest(() -> upload("parts-wrong", crc32c(BYTES, 0, 1_000)));

        assertThat(keys("parts-wrong")).isEmpty();
    }

    private static void upload(String key, String checksum) {
        String id = client.createMultipartUpload(r -> r.bucket(BUCKET)
                        .key(key)
                        .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                        .checksumType(ChecksumType.FULL_OBJECT))
                .uploadId();
        CompletedPart[] parts = new CompletedPart[3];
        for (int i = 0; i < parts.length; i++) {
            int number = i + 1;
            byte[] part = Arrays.copyOfRange(BYTES, i * PART, Math.min(BYTES.length, number * PART));
            UploadPartResponse sent = client.uploadPart(
                    r -> r.bucket(BUCKET)
                            .key(key)
                            .uploadId(id)
                            .partNumber(number)
                            .checksumCRC32C(crc32c(part, 0, part.length)),
                    RequestBody.fromBytes(part));
            parts[i] = CompletedPart.builder()
                    .partNumber(number)
                    .eTag(sent.eTag())
                    .checksumCRC32C(sent.checksumCRC32C())
                    .build();
        }
        client.completeMultipartUpload(r -> r.bucket(BUCKET)
                .key(key)
                .uploadId(id)
                .checksumCRC32C(checksum)
                .checksumType(ChecksumType.FULL_OBJECT)
                .multipartUpload(u -> u.parts(parts)));
    }

    private static String checksum(String key) {
        return client.headObject(r -> r.bucket(BUCKET).key(key).checksumMode("ENABLED"))
                .checksumCRC32C();
    }

    private static void assertBadDigest(ThrowingCallable call) {
        assertThatThrownBy(call)
                .asInstanceOf(InstanceOfAssertFactories.throwable(S3Exception.class))
                .satisfies(e -> {
                    assertThat(e.statusCode()).isEqualTo(400);
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo("BadDigest");
                });
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i * 31 + i / 251);
        }
        return bytes;
    }

    private static String crc32c(byte[] bytes, int from, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(bytes, from, length);
        return Base64.getEncoder()
                .encodeToString(
                        ByteBuffer.allocate(4).putInt((int) checksum.getValue()).array());
    }
}
