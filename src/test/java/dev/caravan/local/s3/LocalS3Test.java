package dev.caravan.local.s3;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/** What clients rely on: objects, listings, ranges, multipart uploads, errors. */
class LocalS3Test extends ServedBucket {
    @ParameterizedTest
    @ValueSource(strings = {"plain.txt", "deep/er/file.parquet", ODD_KEY})
    void an_object_is_a_plain_file_in_the_bucket_s_folder(String key) throws Exception {
        put(key, "hello");

        assertThat(folder.resolve(BUCKET).resolve(key)).hasContent("hello");
        assertThat(get(key)).isEqualTo("hello");
    }

    @Test
    void a_multipart_upload_becomes_one_object_and_nothing_of_it_is_seen_before() {
        byte[] part = new byte[5 * 1024 * 1024];
        String key = "multipart/file.bin";
        String upload =
                client.createMultipartUpload(r -> r.bucket(BUCKET).key(key)).uploadId();
        List<CompletedPart> parts = new ArrayList<>();
        for (int number = 1; number <= 2; number++) {
            int partNumber = number;
            String etag = client.uploadPart(
                            r -> r.bucket(BUCKET).key(key).uploadId(upload).partNumber(partNumber),
                            RequestBody.fromBytes(part))
                    .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
        }
        assertThat(keys("multipart/")).isEmpty();
        assertThat(keys("")).noneMatch(k -> k.contains("mpu"));

        client.completeMultipartUpload(
                r -> r.bucket(BUCKET).key(key).uploadId(upload).multipartUpload(m -> m.parts(parts)));

        assertThat(keys("multipart/")).containsExactly(key);
        assertThat(head(key).contentLength()).isEqualTo(2L * part.length);
    }

    @Test
    void a_listing_is_sorted_and_comes_in_pages() {
        for (int i = 0; i < 25; i++) {
            put("pages/%02d".formatted(i), "x");
        }

        List<List<String>> pages =
                client
                        .listObjectsV2Paginator(
                                r -> r.bucket(BUCKET).prefix("pages/").maxKeys(10))
                        .stream()
                        .map(page -> page.contents().stream().map(S3Object::key).toList())
                        .toList();

        assertThat(pages).hasSize(3);
        assertThat(pages.stream().flatMap(List::stream)).hasSize(25).isSorted();
    }

    @Test
    void a_delimiter_lists_folders() {
        put("tree/a/1", "x");
        put("tree/b/1", "x");
        put("tree/c", "x");

        var listed = client.listObjectsV2(r -> r.bucket(BUCKET).prefix("tree/").delimiter("/"));

        assertThat(listed.commonPrefixes()).extracting(p -> p.prefix()).containsExactly("tree/a/", "tree/b/");
        assertThat(listed.contents()).extracting(S3Object::key).containsExactly("tree/c");
    }

    @Test
    void deleted_objects_are_gone_and_so_are_their_empty_folders() {
        put("gone/x/1", "x");
        put("gone/2", "x");

        List<ObjectIdentifier> objects = Stream.of("gone/x/1", "gone/2", "gone/never")
                .map(key -> ObjectIdentifier.builder().key(key).build())
                .toList();
        client.deleteObjects(r -> r.bucket(BUCKET).delete(d -> d.objects(objects)));

        assertThat(keys("gone/")).isEmpty();
        assertThat(folder.resolve(BUCKET).resolve("gone")).doesNotExist();
    }

    @Test
    void a_range_is_read_alone() {
        put("range.txt", "0123456789");

        assertThat(client.getObjectAsBytes(
                                r -> r.bucket(BUCKET).key("range.txt").range("bytes=3-5"))
                        .asUtf8String())
                .isEqualTo("345");
        assertThat(client.getObjectAsBytes(
                                r -> r.bucket(BUCKET).key("range.txt").range("bytes=-4"))
                        .asUtf8String())
                .isEqualTo("6789");
    }

    @Test
    void metadata_comes_back() {
        client.putObject(
                r -> r.bucket(BUCKET)
                        .key("described")
                        .contentType("application/vnd.apache.parquet")
                        .metadata(Map.of("rows", "7")),
                RequestBody.fromString("x"));

        HeadObjectResponse head = head("described");
        assertThat(head.contentType()).isEqualTo("application/vnd.apache.parquet");
        assertThat(head.metadata()).containsEntry("rows", "7");
        assertThat(head.eTag()).isEqualTo("\"9dd4e461268c8034f5c8564e155c67a6\"");
    }

    @ParameterizedTest
    @EnumSource(
            value = ServerSideEncryption.class,
            names = {"AES256", "AWS_KMS"})
    void encryption_may_be_asked_for_and_is_not_claimed(ServerSideEncryption encryption) {
        client.putObject(
                r -> r.bucket(BUCKET).key("encrypted").serverSideEncryption(encryption), RequestBody.fromString("x"));
        String upload = client.createMultipartUpload(
                        r -> r.bucket(BUCKET).key("encrypted-parts").serverSideEncryption(encryption))
                .uploadId();
        client.abortMultipartUpload(r -> r.bucket(BUCKET).key("encrypted-parts").uploadId(upload));

        assertThat(get("encrypted")).isEqualTo("x");
        assertThat(head("encrypted").serverSideEncryption()).isNull();
    }

    @Test
    void an_object_is_not_listed_while_it_is_written() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        CountDownLatch listed = new CountDownLatch(1);
        InputStream slow = new SequenceInputStream(
                new ByteArrayInputStream(new byte[500_000]), new ByteArrayInputStream(new byte[500_000]) {
                    @Override
                    public synchronized int read(byte[] buffer, int offset, int length) {
                        started.countDown();
                        await("the list", listed);
                        return super.read(buffer, offset, length);
                    }
                });
        var thread = new Thread(() -> client.putObject(
                r -> r.bucket(BUCKET).key("slow/object"), RequestBody.fromInputStream(slow, 1_000_000)));
        thread.start();
        await("the start", started);
        awaitFilesIn("slow");

        assertThat(keys("slow/")).isEmpty();

        listed.countDown();
        thread.join();
        assertThat(keys("slow/")).containsExactly("slow/object");
    }

    @Test
    void a_wrong_secret_is_refused() {
        try (S3Client stranger = client(server.endpoint(), "wrong")) {
            assertThat(status(() -> stranger.listObjectsV2(r -> r.bucket(BUCKET))))
                    .isEqualTo(403);
        }
    }

    @Test
    void a_missing_bucket_and_a_missing_key_are_told_apart() {
        assertThatThrownBy(() -> client.listObjectsV2(r -> r.bucket("nowhere")))
                .hasMessageContaining("bucket does not exist");
        assertThatThrownBy(() -> client.getObjectAsBytes(r -> r.bucket(BUCKET).key("nowhere")))
                .hasMessageContaining("key does not exist");
    }

    @Test
    void an_error_reaches_a_client_that_is_still_sending_and_leaves_the_connection_usable() {
        RequestBody large = RequestBody.fromBytes(new byte[3_000_000]);
        for (int i = 0; i < 8; i++) {
            assertThatThrownBy(() -> client.putObject(r -> r.bucket("nowhere").key("k"), large))
                    .isInstanceOfSatisfying(S3Exception.class, e -> {
                        assertThat(e.statusCode()).isEqualTo(404);
                        assertThat(e.numAttempts()).isEqualTo(1);
                    });
        }
    }

    @Test
    void only_buckets_are_listed() throws Exception {
        Files.createDirectories(folder.resolve(".postgres"));

        assertThat(client.listBuckets().buckets()).extracting(b -> b.name()).containsExactly(BUCKET);
    }

    @Test
    void what_was_written_is_there_after_a_restart(@TempDir Path kept) {
        try (LocalS3 first = LocalS3.start(0, kept).bucket(BUCKET);
                S3Client writer = client(first.endpoint(), LocalS3.SECRET_KEY)) {
            writer.putObject(r -> r.bucket(BUCKET).key("kept"), RequestBody.fromString("still here"));
        }
        try (LocalS3 second = LocalS3.start(0, kept);
                S3Client reader = client(second.endpoint(), LocalS3.SECRET_KEY)) {
            assertThat(reader.getObjectAsBytes(r -> r.bucket(BUCKET).key("kept"))
                            .asUtf8String())
                    .isEqualTo("still here");
        }
    }

    @Test
    void a_port_in_use_is_one_clear_sentence_with_the_mend(@TempDir Path other) {
        int taken = server.endpoint().getPort();

        assertThatThrownBy(() -> LocalS3.start(taken, other))
                .hasMessageContaining("Port " + taken + " for the embedded S3 cannot be had")
                .hasMessageContaining("--s3-port");
    }

    private static void awaitFilesIn(String prefix) {
        Path written = folder.resolve(BUCKET).resolve(prefix);
        await("a file in " + written, () -> {
            if (!Files.isDirectory(written)) {
                return false;
            }
            try (Stream<Path> files = Files.list(written)) {
                return files.findAny().isPresent();
            }
        });
    }
}
