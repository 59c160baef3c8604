package dev.caravan.export;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.DuckDb;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.OwnThread;
import dev.caravan.ProxiedRequest;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.WaitingThreads;
import dev.caravan.component.ActiveRuns;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** Files that go to the lake in parts, the first of them while they are written. */
class PartedUploadTest {
    private static final int PART = 5 << 20;

    /** 24 MB that no encoding makes smaller: four parts and a rest. */
    private static final int ROWS = 24_000;

    private static final int GATE = 16_000;

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;
    private @Nullable Connection gate;

    @BeforeEach
    void open() {
        System.setProperty("aws.maxAttempts", "1");
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        lake = TestLake.open("parts", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.lake.part-size", String.valueOf(PART))
                .set("caravan.lake.multipart-threshold", String.valueOf(PART))
                .set("caravan.chunk.retry.delay", "20ms")
                .set("caravan.upload.retry.maximum", "1")
                .set("caravan.retry.maximum", "0");
        // What comes after one row is not to be had before the gate is open. A lock would be waited for two seconds at
        // most.
        lake.sql("CREATE FUNCTION gate() RETURNS boolean LANGUAGE plpgsql AS 'BEGIN WHILE EXISTS (SELECT FROM pg_locks"
                        + " WHERE locktype = ''advisory'' AND objid = 7) LOOP PERFORM pg_sleep(0.05); END LOOP; RETURN true; END';"
                        + "CREATE TABLE t AS SELECT i, (SELECT string_agg(md5(i || '-' || j), '') FROM generate_series(1, 32) j)"
                        + " AS words FROM generate_series(1, " + ROWS + ") i; ANALYZE t")
                .table("t", one("where", "i <> " + GATE + " OR gate()"));
    }

    @AfterEach
    void close() throws SQLException {
        openGate();
        System.clearProperty("aws.maxAttempts");
        lake.close();
        s3.close();
    }

    @Test
    void parts_are_in_the_lake_while_rows_are_still_read_and_the_rest_follows() throws Exception {
        // Row groups end a little behind a part, so that one whose end is not on the disk yet would be missed.
        lake.table("t", one("where", "i <> " + GATE + " OR gate()", "rowGroupSize", "5300000", "batchRows", "100"));
        closeGate();
        CompletableFuture<ExportResult> export =
                CompletableFuture.supplyAsync(() -> lake.published("t"), OwnThread::start);
        await("the second part", () -> s3.count(part(2)) > 0);
        assertThat(rowsRead()).isLessThan(ROWS);
        assertThat(lake.openUploads()).hasSize(1);
        assertThat(s3.count(PartedUploadTest::completes)).isZero();
        openGate();

        assertThat(export.get(60, TimeUnit.SECONDS).files()).isEqualTo(1);
        assertSame("t");
        assertThat(s3.count(PartedUploadTest::begins)).isEqualTo(1);
        assertThat(s3.count(PartedUploadTest::completes)).isEqualTo(1);
        assertThat(s3.count(PartedUploadTest::isWhole)).isZero();
        List<Long> parts = s3.seen().stream()
                .filter(part(0))
                .map(request -> Long.valueOf(request.headers().get("x-amz-decoded-content-length")))
                .toList();
        assertThat(parts).hasSizeGreaterThan(4);
        assertThat(parts.subList(0, parts.size() - 1)).containsOnly((long) PART);
        assertThat(parts.stream().mapToLong(Long::longValue).sum())
                .isEqualTo(lake.files("t").get(0).toFile().length());
        assertNothingIsLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"error", "cut", "no answer"})
    void a_part_that_fails_is_sent_again_alone(String trouble) {
        Fault fault =
                switch (trouble) {
                    case "error" -> Fault.s3Error(500, "InternalError");
                    case "cut" -> new Fault.CutRequest(1_000_000);
                    default -> new Fault.CutAnswer(0);
                };
        s3.fail(1, part(2), fault);

        lake.published("t");

        assertSame("t");
        assertThat(s3.count(part(1))).isEqualTo(1);
        assertThat(s3.count(part(2))).isEqualTo(2);
        assertThat(s3.count(part(3))).isEqualTo(1);
        assertThat(s3.count(PartedUploadTest::begins)).isEqualTo(1);
        assertNothingIsLeft();
    }

    @Test
    void a_completion_whose_answer_is_lost_is_asked_for_again() {
        // The server answers before it has done what it is asked for, and is not to be asked again meanwhile.
        lake.set("caravan.upload.retry.delay", "1s");
        s3.fail(1, PartedUploadTest::completes, new Fault.CutAnswer(0));

        lake.published("t");

        assertSame("t");
        assertThat(s3.count(PartedUploadTest::completes)).isEqualTo(2);
        assertThat(s3.count(part(0))).isEqualTo(5);
        assertNothingIsLeft();
    }

    @Test
    void an_upload_that_is_gone_when_it_is_completed_is_made_up_by_the_whole_file() {
        s3.fail(1, PartedUploadTest::completes, new Fault.Meanwhile(this::abortAll));

        lake.published("t");

        assertSame("t");
        assertThat(s3.count(PartedUploadTest::isWhole)).isEqualTo(1);
        assertNothingIsLeft();
    }

    @Test
    void a_chunk_whose_connection_dies_in_mid_file_leaves_nothing_of_its_first_read() throws Exception {
        lake.sql("INSERT INTO t SELECT i + " + ROWS + ", words FROM t; ANALYZE t")
                .table("t", table("2", "where", "i % " + ROWS + " <> " + GATE + " OR gate()"));
        closeGate();
        CompletableFuture<ExportResult> export =
                CompletableFuture.supplyAsync(() -> lake.published("t"), OwnThread::start);
        await("two uploads", () -> lake.openUploads().size() == 2 && s3.count(part(2)) == 2);
        lake.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY%' AND datname = '"
                + lake.database() + "'");
        await("two aborts", () -> s3.count(PartedUploadTest::aborts) == 2);
        openGate();

        ExportResult result = export.get(60, TimeUnit.SECONDS);

        assertThat(result.rows()).isEqualTo(2L * ROWS);
        assertThat(s3.count(PartedUploadTest::begins)).isEqualTo(4);
        assertThat(s3.count(PartedUploadTest::completes)).isEqualTo(2);
        assertSame("t");
        assertNothingIsLeft();
        assertThat(lake.files("t")).hasSize(2);
    }

    @Test
    void a_part_that_cannot_be_uploaded_fails_the_run_and_leaves_the_lake_as_it_was() {
        lake.sql("CREATE TABLE old AS SELECT 1 AS i, 'old' AS words").table("t", "table", "old");
        lake.published("t");
        String state = lake.state("t").toString();
        lake.table("t", one());
        s3.fail(part(2), Fault.s3Error(503, "SlowDown"));

        ExportResult result = lake.export("t");

        ExportException failure = Objects.requireNonNull(result.failure());
        assertThat(failure.code()).isEqualTo(ErrorCode.LAKE_UNREACHABLE);
        assertThat(failure.code().exit().code()).isEqualTo(1);
        assertThat(failure.getMessage())
                .contains("Uploading part 2 of s3://" + lake.bucket() + "/_caravan/t/uploads/", "SlowDown")
                .contains("check AWS_REGION");
        assertThat(lake.json("_caravan/dead-letter/t/" + result.runId() + ".json")
                        .get("step")
                        .asText())
                .isEqualTo("part-upload");
        assertThat(s3.count(part(2))).isEqualTo(2);
        assertThat(s3.count(PartedUploadTest::completes)).isZero();
        assertThat(lake.openUploads()).isEmpty();
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads"));
        assertThat(lake.state("t").toString()).isEqualTo(state);
        assertSame("old");
        s3.heal();
        lake.published("t");
        assertSame("t");
        assertNothingIsLeft();
    }

    @Test
    void a_run_that_the_process_does_not_wait_for_leaves_no_parts() throws Exception {
        lake.set("caravan.shutdown.timeout", "1");
        closeGate();
        CompletableFuture<ExportResult> cut = CompletableFuture.supplyAsync(() -> lake.export("t"), OwnThread::start);
        await("the second part", () -> s3.count(part(2)) > 0);

        lake.close();

        assertThat(lake.openUploads()).isEmpty();
        openGate();
        assertThat(cut.handle((result, failure) -> failure != null || !result.isPublished())
                        .get(60, TimeUnit.SECONDS))
                .isTrue();
        assertThat(s3.count(PartedUploadTest::completes)).isZero();
    }

    @Test
    void a_file_that_is_smaller_than_a_part_goes_whole_by_the_route_of_its_table() {
        lake.table("t", one("where", "i < 3000"));

        lake.published("t");

        assertThat(s3.count(PartedUploadTest::isWhole)).isEqualTo(1);
        assertThat(s3.count(PartedUploadTest::begins)).isZero();
        assertSame("t WHERE i < 3000");
    }

    @Test
    void files_go_one_after_the_other_and_a_store_that_is_slow_slows_the_read() {
        lake.table("t", one("fileSize", "8000000"));
        AtomicLong staged = new AtomicLong();
        AtomicLong later = new AtomicLong();
        AtomicLong rows = new AtomicLong();
        s3.fail(1, part(1), new Fault.Meanwhile(() -> {
            await(
                    "the only reader waits",
                    () -> WaitingThreads.in("ChunkUploads", "finished") > 0 || rowsRead() == ROWS);
            staged.set(staged());
            rows.set(rowsRead());
        }));
        s3.fail(1, 1, part(1), new Fault.Meanwhile(() -> later.set(staged())));

        ExportResult result = lake.published("t");

        assertThat(result.files()).isGreaterThan(2);
        assertThat(staged).hasValue(2);
        assertThat(later.get()).isBetween(1L, 2L);
        assertThat(rows.get()).isPositive().isLessThan(ROWS);
        assertSame("t");
        assertNothingIsLeft();
        List<String> order =
                s3.seen().stream().filter(part(0)).map(ProxiedRequest::path).toList();
        assertThat(order).isSorted();
    }

    @Test
    void a_part_size_that_s3_does_not_take_is_refused_with_the_mend() {
        lake.set("caravan.lake.part-size", "1000000");

        assertThatThrownBy(() -> lake.export("t"))
                .hasMessageContaining(
                        "caravan.lake.part-size is '1000000', and it has to be a whole number of bytes from 5242880 to");
    }

    /** One reader, and row groups that end every two megabytes. */
    private static String[] one(String... more) {
        return table("1", more);
    }

    private static String[] table(String readers, String... more) {
        List<String> all = new ArrayList<>(List.of(
                "table",
                "t",
                "readers",
                readers,
                "batchRows",
                "500",
                "compression",
                "none",
                "rowGroupSize",
                "2000000"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private void closeGate() throws SQLException {
        gate = TestStack.connect(lake.database());
        try (Statement statement = gate.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(7)");
        }
    }

    private void openGate() throws SQLException {
        if (gate != null) {
            gate.close();
        }
    }

    private static boolean begins(ProxiedRequest request) {
        return request.method().equals("POST") && request.query().startsWith("uploads");
    }

    private static boolean completes(ProxiedRequest request) {
        return request.method().equals("POST") && request.query().contains("uploadId=");
    }

    private static boolean aborts(ProxiedRequest request) {
        return request.method().equals("DELETE") && request.query().contains("uploadId=");
    }

    private static boolean isWhole(ProxiedRequest request) {
        return request.method().equals("PUT")
                && request.path().contains("/uploads/")
                && request.query().isEmpty()
                && !request.headers().containsKey("x-amz-copy-source");
    }

    /** The upload of this part of any file; 0 is any part. */
    private static Predicate<ProxiedRequest> part(int number) {
        return request -> request.method().equals("PUT")
                && request.query().contains("uploadId=")
                && (number == 0 || request.query().matches("(.*&)?partNumber=" + number + "(&.*)?"));
    }

    private void abortAll() {
        try (S3Client client = TestStack.s3()) {
            String bucket = lake.bucket();
            client.listMultipartUploads(request -> request.bucket(bucket))
                    .uploads()
                    .forEach(upload -> client.abortMultipartUpload(
                            request -> request.bucket(bucket).key(upload.key()).uploadId(upload.uploadId())));
        }
    }

    private void assertNothingIsLeft() {
        assertThat(lake.openUploads()).isEmpty();
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads"));
        assertThat(staged()).isZero();
    }

    private void assertSame(String relation) {
        try (DuckDb duck = DuckDb.open()) {
            String columns = "SELECT i, md5(words) FROM ";
            assertThat(duck.text(columns + lake.parquet("t") + " ORDER BY i"))
                    .isEqualTo(SameRows.postgres(lake.database(), columns + relation + " ORDER BY i"));
        }
    }

    private long rowsRead() {
        return ActiveRuns.of(lake.pod().context()).find("t").orElseThrow().rowsRead();
    }

    private long staged() {
        try (var found = Files.walk(lake.staging())) {
            return found.filter(path -> path.toString().endsWith(".parquet")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
