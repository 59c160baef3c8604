package dev.caravan.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Fault;
import dev.caravan.ProxiedRequest;
import dev.caravan.TestStack;
import dev.caravan.examples.PlainOrders.Form;
import dev.caravan.export.ExportResult;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** The files of a run of lists are proven in S3 as those of a table file are. */
class PlainFilesInS3Test {
    @TempDir
    private Path work;

    @Test
    void each_is_sent_with_its_checksum_and_its_footer_is_read_back() throws Exception {
        try (PlainOrders plain = new PlainOrders(Form.YAML, PlainOrders.postgres(12_000), work)) {
            ExportResult result = plain.run();

            assertThat(result.isPublished()).isTrue();
            List<ProxiedRequest> uploads = plain.s3.seen().stream()
                    .filter(request -> PlainOrders.uploads(request, ".parquet"))
                    .toList();
            assertThat(uploads).hasSize(3).allSatisfy(request -> assertThat(request.headers())
                    .containsKey("x-amz-checksum-crc32c"));
            assertThat(plain.s3.seen().stream()
                            .filter(PlainFilesInS3Test::readsFooter)
                            .map(ProxiedRequest::path))
                    .containsExactlyInAnyOrderElementsOf(
                            uploads.stream().map(ProxiedRequest::path).toList());
        }
    }

    @Test
    void one_that_changes_before_the_publication_is_uploaded_anew() throws Exception {
        try (PlainOrders plain = new PlainOrders(Form.YAML, PlainOrders.postgres(4_000), work)) {
            plain.s3.fail(1, PlainFilesInS3Test::readsFooter, new Fault.Meanwhile(() -> plain.s3.seen().stream()
                    .filter(PlainFilesInS3Test::readsFooter)
                    .forEach(request -> replace(plain.bucket, request.path()))));

            ExportResult result = plain.run();

            assertThat(result.isPublished()).isTrue();
            assertThat(result.rows()).isEqualTo(4_000);
            assertThat(plain.s3.count(request -> PlainOrders.uploads(request, ".parquet")))
                    .isEqualTo(2);
        }
    }

    private static void replace(String bucket, String path) {
        try (S3Client client = TestStack.s3()) {
            client.putObject(
                    r -> r.bucket(bucket).key(path.substring(bucket.length() + 2)), RequestBody.fromString("other"));
        }
    }

    private static boolean readsFooter(ProxiedRequest request) {
        return request.method().equals("GET")
                && request.headers().getOrDefault("Range", "").startsWith("bytes=-");
    }
}
