package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.ProxiedRequest;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** S3 gets each file with the checksum that it had when it was written, and refuses any other bytes. */
class UploadChecksumTest {
    private static final String CHECKSUM = "x-amz-checksum-crc32c";
    private static final int PART = 5 << 20;

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;

    @BeforeEach
    void open() {
        System.setProperty("aws.maxAttempts", "1");
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        lake = TestLake.open("checksums", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.lake.part-size", String.valueOf(PART))
                .set("caravan.lake.multipart-threshold", String.valueOf(PART))
                .set("caravan.upload.retry.maximum", "1")
                .set("caravan.retry.maximum", "0");
        lake.sql("CREATE TABLE t AS SELECT i, (SELECT string_agg(md5(i || '-' || j), '') FROM generate_series(1, 32) j)"
                + " AS words FROM generate_series(1, 100) i");
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.maxAttempts");
        lake.close();
        s3.close();
    }

    @Test
    void a_whole_file_is_sent_and_kept_with_the_checksum_of_its_manifest() {
        define("whole");

        lake.published("t");

        assertThat(of(UploadChecksumTest::isWhole)).singleElement().satisfies(request -> assertThat(request.headers())
                .containsEntry(CHECKSUM, checksum())
                .doesNotContainKey("x-amz-meta-caravan-crc32c"));
        HeadObjectResponse published = head("t/t.parquet");
        assertThat(published.checksumCRC32C()).isEqualTo(checksum());
        assertThat(published.metadata()).isEmpty();
    }

    @Test
    void parts_are_sent_with_theirs_and_completed_with_the_checksum_of_the_whole() {
        define("parts");

        lake.published("t");

        assertThat(of(UploadChecksumTest::begins)).singleElement().satisfies(request -> assertThat(request.headers())
                .containsEntry("x-amz-checksum-algorithm", "CRC32C")
                .containsEntry("x-amz-checksum-type", "FULL_OBJECT"));
        assertThat(of(UploadChecksumTest::isPart))
                .hasSizeGreaterThan(2)
                .allSatisfy(request -> assertThat(request.headers()).containsKey(CHECKSUM))
                .extracting(request -> request.headers().get(CHECKSUM))
                .doesNotHaveDuplicates()
                .doesNotContain(checksum());
        assertThat(of(UploadChecksumTest::completes)).singleElement().satisfies(request -> assertThat(request.headers())
                .containsEntry(CHECKSUM, checksum())
                .containsEntry("x-amz-checksum-type", "FULL_OBJECT"));
        assertThat(head("t/t.parquet").checksumCRC32C()).isEqualTo(checksum());
    }

    @Test
    void the_whole_file_in_place_of_lost_parts_has_its_checksum() {
        define("parts");
        s3.fail(1, UploadChecksumTest::completes, Fault.s3Error(404, "NoSuchUpload"));

        lake.published("t");

        assertThat(of(UploadChecksumTest::isWhole)).singleElement().satisfies(request -> assertThat(request.headers())
                .containsEntry(CHECKSUM, checksum()));
    }

    @Test
    void the_documents_of_a_run_have_checksums() {
        lake.sql("CREATE TABLE bad AS SELECT 'NaN'::numeric(5,2) AS n")
                .table("t", "table", "bad", "onBadValue", "reject");

        lake.published("t");

        assertThat(of(request ->
                        request.method().equals("PUT") && !request.headers().containsKey("x-amz-copy-source")))
                .hasSizeGreaterThan(4)
                .allSatisfy(request -> assertThat(request.headers())
                        .satisfiesAnyOf(
                                headers -> assertThat(headers).containsKey(CHECKSUM),
                                headers -> assertThat(headers).containsEntry("x-amz-trailer", CHECKSUM)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "parts"})
    void an_upload_whose_bytes_change_on_the_way_is_sent_again(String form) {
        define(form);
        s3.fail(1, sends(form), new Fault.FlipBit(100_000));

        lake.published("t");

        SameRows.assertSame(lake, "t", "t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "parts"})
    void a_checksum_that_s3_goes_on_refusing_fails_the_run_with_the_file_and_its_checksum(String form) {
        String before = published();
        define(form);
        s3.fail(form.equals("whole") ? sends(form) : UploadChecksumTest::completes, Fault.s3Error(400, "BadDigest"));

        ExportException failure = Objects.requireNonNull(lake.export("t").failure());

        assertThat(failure.code()).isEqualTo(ErrorCode.LAKE_UNREACHABLE);
        assertThat(failure)
                .hasMessageContaining("_caravan/t/uploads/")
                .hasMessageMatching(
                        ".*00000-00000.parquet was written with the CRC32C [0-9a-f]{8}, which \\S+ still has,"
                                + " so its bytes changed on the way\\..*")
                .hasMessageContaining("look for what changes requests between here and S3");
        assertUnchanged(before);
        assertSentAgain();
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "parts"})
    void a_file_that_changes_on_the_disk_is_not_uploaded(String form) {
        String before = published();
        define(form);
        AtomicInteger left = damage(form, Integer.MAX_VALUE);

        ExportException failure = Objects.requireNonNull(lake.export("t").failure());

        assertThat(failure.code()).isEqualTo(ErrorCode.STAGING_FAILED);
        assertThat(failure)
                .hasMessageContaining("_caravan/t/uploads/")
                .hasMessageMatching(
                        ".*was written with the CRC32C [0-9a-f]{8}, and \\S+\\.parquet now has [0-9a-f]{8}\\..*")
                .hasMessageContaining("Keep other programs away from caravan.staging.dir");
        assertUnchanged(before);
        left.set(0);
        assertSentAgain();
    }

    @ParameterizedTest
    @ValueSource(strings = {"whole", "parts"})
    void a_run_whose_file_changed_on_the_disk_is_read_again(String form) {
        lake.set("caravan.retry.maximum", "1");
        define(form);
        AtomicInteger left = damage(form, 1);

        lake.published("t");

        assertThat(left.get()).isNotPositive();
        assertThat(lake.state("t").get("attempt").asText()).endsWith("-2");
        SameRows.assertSame(lake, "t", "t");
    }

    /** Some hundred kilobytes, or 17 megabytes that no encoding makes smaller. */
    private void define(String form) {
        if (form.equals("parts")) {
            lake.sql("INSERT INTO t SELECT i + 100 * k, words || k FROM t, generate_series(1, 159) k");
        }
        lake.table("t", "table", "t", "compression", "none", "rowGroupSize", "2000000", "readers", "1");
    }

    private String published() {
        lake.sql("CREATE TABLE old AS SELECT 1 AS i, 'old' AS words").table("t", "table", "old");
        lake.published("t");
        return lake.state("t").toString();
    }

    private void assertUnchanged(String state) {
        assertThat(lake.state("t").toString()).isEqualTo(state);
        assertThat(lake.openUploads()).isEmpty();
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads"));
        SameRows.assertSame(lake, "old", "t");
    }

    private void assertSentAgain() {
        s3.heal();
        lake.published("t");
        SameRows.assertSame(lake, "t", "t");
    }

    /** Changes a byte of the file that is about to be uploaded, so many times. */
    private AtomicInteger damage(String form, int times) {
        AtomicInteger left = new AtomicInteger(times);
        String endpoint = form.equals("whole") ? "aws2-s3:" : "lake-part:";
        lake.loadedContext().getManagementStrategy().addEventNotifier(new EventNotifierSupport() {
            @Override
            public void notify(CamelEvent event) {
                if (event instanceof ExchangeSendingEvent sending
                        && sending.getEndpoint().getEndpointKey().startsWith(endpoint)
                        && left.getAndDecrement() > 0) {
                    staged().forEach(UploadChecksumTest::change);
                }
            }
        });
        return left;
    }

    private List<Path> staged() {
        try (Stream<Path> found = Files.walk(lake.staging())) {
            return found.filter(path -> path.toString().endsWith(".parquet")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void change(Path file) {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
            bytes.seek(100_000);
            int octet = bytes.read();
            bytes.seek(100_000);
            bytes.write(octet + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the one file of the current manifest, as S3 writes it. */
    private String checksum() {
        JsonNode file =
                lake.json(lake.state("t").get("manifest").asText()).get("files").get(0);
        return Base64.getEncoder()
                .encodeToString(HexFormat.of().parseHex(file.get("crc32c").asText()));
    }

    private HeadObjectResponse head(String key) {
        try (S3Client client = TestStack.s3()) {
            return client.headObject(r -> r.bucket(lake.bucket()).key(key).checksumMode("ENABLED"));
        }
    }

    private List<ProxiedRequest> of(Predicate<ProxiedRequest> kind) {
        return s3.seen().stream().filter(kind).toList();
    }

    private static Predicate<ProxiedRequest> sends(String form) {
        return form.equals("whole") ? UploadChecksumTest::isWhole : UploadChecksumTest::isPart;
    }

    private static boolean isWhole(ProxiedRequest request) {
        return request.method().equals("PUT")
                && request.path().endsWith(".parquet")
                && request.query().isEmpty()
                && !request.headers().containsKey("x-amz-copy-source");
    }

    private static boolean isPart(ProxiedRequest request) {
        return request.method().equals("PUT") && request.query().contains("partNumber=");
    }

    private static boolean begins(ProxiedRequest request) {
        return request.method().equals("POST") && request.query().startsWith("uploads");
    }

    private static boolean completes(ProxiedRequest request) {
        return request.method().equals("POST") && request.query().contains("uploadId=");
    }
}
