package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.LoggedLines;
import dev.caravan.ProxiedRequest;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An S3, or a Glue, that takes connections and then neither reads nor answers. */
@Timeout(120)
class HungLakeTest {
    /** Every kind of request of a run that publishes several files. */
    enum Kind {
        READ(request -> request.method().equals("GET") && request.path().endsWith("state.json")),
        LIST(request -> request.method().equals("GET") && request.query().contains("list-type=2")),
        UPLOAD(request -> isPut(request) && request.path().endsWith(".parquet")),
        COPY(request -> request.headers().containsKey("x-amz-copy-source")),
        MANIFEST(request -> isPut(request) && request.path().contains("/runs/")),
        STATE(request -> isPut(request) && request.path().endsWith("state.json")),
        DELETE(request -> request.method().equals("POST") && request.query().equals("delete"));

        private final Predicate<ProxiedRequest> requests;

        Kind(Predicate<ProxiedRequest> requests) {
            this.requests = requests;
        }
    }

    /** Every step of an upload in parts. */
    enum Step {
        BEGIN(request -> request.method().equals("POST") && request.query().startsWith("uploads")),
        PART(request -> request.method().equals("PUT") && request.query().contains("partNumber=1")),
        COMPLETE(request -> request.method().equals("POST") && request.query().contains("uploadId="));

        private final Predicate<ProxiedRequest> requests;

        Step(Predicate<ProxiedRequest> requests) {
            this.requests = requests;
        }
    }

    @TempDir
    private Path folder;

    private final LoggedLines log = LoggedLines.of("dev.caravan.limit");
    private TestLake lake;
    private FaultyProxy s3;
    private FaultyProxy glue;

    @BeforeEach
    void open() {
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        glue = FaultyProxy.before(TestStack.get().glueEndpoint());
        lake = TestLake.open("silent", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.glue.endpoint", glue.endpoint().toString())
                .set("caravan.wait.warn-after", "500ms")
                .set("caravan.lake.timeout", "1500ms")
                .set("caravan.glue.timeout", "1500ms")
                .set("caravan.lake.slowest-rate", "16777216")
                .set("caravan.retry.maximum", "1");
        lake.sql("CREATE TABLE t AS SELECT i, md5(i::text) AS words FROM generate_series(1, 3000) i");
    }

    @AfterEach
    void close() {
        lake.close();
        s3.close();
        glue.close();
        log.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_request_that_hangs_once_is_sent_again_and_the_run_is_published(Kind kind) {
        lake.table("t", "table", "t", "batchRows", "500", "fileSize", "20000");
        lake.published("t");
        int before = s3.seen().size();
        s3.fail(1, kind.requests, new Fault.Hang());

        lake.published("t");

        assertThat(s3.seen().stream().skip(before).filter(kind.requests).count())
                .isGreaterThan(1);
        assertThat(log.lines())
                .anyMatch(line -> line.matches("WARN No progress for .* with (GET|PUT|POST) /.* at .*"
                        + " \\([\\d,]+ bytes sent\\); it is ended after .* \\(caravan\\.lake\\.timeout\\)"));
        SameRows.assertSame(lake, "t", "t");
    }

    @ParameterizedTest
    @EnumSource
    void so_is_each_step_of_an_upload_in_parts(Step step) {
        large();
        lake.set("caravan.lake.part-size", "5242880").set("caravan.lake.multipart-threshold", "5242880");
        s3.fail(1, step.requests, new Fault.Hang());

        lake.published("t");

        assertThat(s3.count(step.requests)).isGreaterThan(1);
        assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN Ended: no progress"));
        SameRows.assertSame(lake, "big", "t");
        assertThat(lake.openUploads()).isEmpty();
    }

    @Test
    void a_body_that_nobody_reads_is_not_sent_for_ever() {
        large();
        s3.fail(2, Kind.UPLOAD.requests, new Fault.Hang());

        lake.published("t");

        // Two attempts of the SDK, none by the route; then the run again.
        assertThat(s3.count(Kind.UPLOAD.requests)).isEqualTo(3);
        SameRows.assertSame(lake, "big", "t");
    }

    @Test
    void a_slow_upload_that_goes_on_is_not_ended() {
        large();
        // More than 20 MB, of which some 4 MB are in buffers unseen when all the rest has gone.
        lake.set("caravan.lake.slowest-rate", "1048576");
        s3.fail(Kind.UPLOAD.requests, new Fault.Slow(8_192, Duration.ofMillis(4)));
        long begin = System.nanoTime();

        lake.published("t");

        assertThat(s3.count(Kind.UPLOAD.requests)).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(1_500 + 4_000));
        assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN Ended"));
        SameRows.assertSame(lake, "big", "t");
    }

    @Test
    void a_store_that_stays_silent_fails_the_run_after_two_attempts_of_each_and_publishes_nothing() throws Exception {
        lake.table("t", "table", "t");
        s3.fail(Kind.UPLOAD.requests, new Fault.Hang());

        ExportResult result = lake.export("t");

        ExportException failure = Objects.requireNonNull(result.failure());
        assertThat(failure.code()).isEqualTo(ErrorCode.LAKE_UNREACHABLE);
        assertThat(failure.what())
                .contains("no progress for 1.5 s with PUT /" + lake.bucket() + "/_caravan/t/uploads/");
        assertThat(failure.hint()).contains("raise caravan.lake.timeout");
        assertThat(s3.count(Kind.UPLOAD.requests)).isEqualTo(4);
        assertThat(lake.files("t")).isEmpty();
        assertThat(lake.json("_caravan/dead-letter/t/" + result.runId() + ".json")
                        .get("step")
                        .asText())
                .isEqualTo("t-upload");
        try (var staged = Files.walk(lake.staging())) {
            assertThat(staged).noneMatch(file -> file.toString().endsWith(".parquet"));
        }
    }

    @Test
    void a_glue_that_hangs_fails_the_catalog_of_a_run_that_is_published() {
        lake.table("t", "table", "t", "catalog", "crawler", "crawler", "silent-1");
        glue.fail(request -> true, new Fault.Hang());

        ExportResult result = lake.export("t");

        ExportException failure = Objects.requireNonNull(result.failure());
        assertThat(failure.code()).isEqualTo(ErrorCode.CATALOG_UNREACHABLE);
        assertThat(failure.what()).contains("AWSGlue.GetDatabase").contains("no progress for 1.5 s");
        assertThat(failure.hint()).contains("caravan.glue.timeout");
        assertThat(result.manifest()).isNotNull();
        SameRows.assertSame(lake, "t", "t");
    }

    @Test
    void a_crawler_that_does_not_end_is_waited_for_once_and_told_of() {
        lake.set("caravan.crawl.timeout", "2s")
                .set("caravan.crawl.warn-after", "500ms")
                .set("caravan.retry.maximum", "3");
        lake.table("t", "table", "t", "catalog", "crawler", "crawler", "silent-2");
        glue.fail(
                request -> request.operation().equals("GetCrawler"),
                new Fault.Answer(
                        200,
                        "application/x-amz-json-1.1",
                        "{\"Crawler\":{\"Name\":\"silent-2\",\"State\":\"RUNNING\",\"DatabaseName\":\"lake\"}}"));

        ExportResult result = lake.export("t");

        ExportException failure = Objects.requireNonNull(result.failure());
        assertThat(failure.code()).isEqualTo(ErrorCode.CRAWL_TIMEOUT);
        assertThat(lake.json("_caravan/dead-letter/t/" + result.runId() + ".json")
                        .get("tries")
                        .asInt())
                .isEqualTo(1);
        assertThat(log.lines())
                .anyMatch(line -> line.matches(
                        "WARN No progress for .* with crawler silent-2 of t, which is published already;.*"));
        SameRows.assertSame(lake, "t", "t");
    }

    /** 20 MB that no compression makes smaller, so that they do not fit the buffers between the two sides. */
    private void large() {
        lake.sql("CREATE TABLE big AS SELECT i, sha512(i::text::bytea) AS a, sha512((-i)::text::bytea) AS b"
                        + " FROM generate_series(1, 160000) i")
                .table("t", "table", "big", "readers", "1", "compression", "none");
    }

    private static boolean isPut(ProxiedRequest request) {
        return request.method().equals("PUT") && !request.headers().containsKey("x-amz-copy-source");
    }
}
