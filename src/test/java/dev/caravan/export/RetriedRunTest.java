package dev.caravan.export;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.ProxiedRequest;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.component.ActiveRuns;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is tried again and what is not; the server's statistics tell how often the table was read. */
class RetriedRunTest {
    private static final int ROWS = 3_000;

    /** Ways in which S3 fails. */
    enum Trouble {
        INTERNAL_ERROR(Fault.s3Error(500, "InternalError")),
        SLOW_DOWN(Fault.s3Error(503, "SlowDown")),
        RESET(new Fault.Reset()),
        CUT_REQUEST(new Fault.CutRequest(1_000)),
        NO_ANSWER(new Fault.CutAnswer(0));

        private final Fault fault;

        Trouble(Fault fault) {
            this.fault = fault;
        }
    }

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;
    private FaultyProxy glue;

    @BeforeEach
    void open() {
        // The SDK's own attempts would only make the tests slow.
        System.setProperty("aws.maxAttempts", "1");
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        glue = FaultyProxy.before(TestStack.get().glueEndpoint());
        lake = TestLake.open("retry", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.glue.endpoint", glue.endpoint().toString())
                .set("caravan.retry.maximum", "2")
                .set("caravan.upload.retry.maximum", "1");
        lake.sql("CREATE TABLE t AS SELECT i, md5(i::text) AS words FROM generate_series(1, " + ROWS + ") i")
                .table("t", "table", "t");
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.maxAttempts");
        lake.close();
        s3.close();
        glue.close();
    }

    @ParameterizedTest
    @EnumSource
    void an_upload_is_sent_again_without_another_read(Trouble trouble) {
        s3.fail(1, RetriedRunTest::isUpload, trouble.fault);

        lake.published("t");

        assertThat(s3.count(RetriedRunTest::isUpload)).isEqualTo(2);
        assertThat(reads()).isEqualTo(1);
        SameRows.assertSame(lake, "t", "t");
    }

    @Test
    void an_upload_that_fails_for_longer_fails_the_run_which_is_read_anew() {
        s3.fail(3, RetriedRunTest::isUpload, Fault.s3Error(500, "InternalError"));

        lake.published("t");

        assertThat(reads()).isEqualTo(2);
        assertThat(s3.count(RetriedRunTest::isUpload)).isEqualTo(4);
        SameRows.assertSame(lake, "t", "t");
    }

    @Test
    void a_lake_that_stays_away_gives_the_run_up_and_leaves_what_was_published() {
        lake.published("t");
        byte[] before = data();
        String state = lake.state("t").toString();
        lake.sql("DELETE FROM t WHERE i > 10");
        long readsBefore = reads();
        s3.fail(RetriedRunTest::isUpload, Fault.s3Error(503, "SlowDown"));

        ExportResult result = lake.export("t");

        ExportException failure = Objects.requireNonNull(result.failure());
        assertThat(failure.code()).isEqualTo(ErrorCode.LAKE_UNREACHABLE);
        assertThat(failure.code().exit().code()).isEqualTo(1);
        assertThat(result.manifest()).isNull();
        assertThat(data()).isEqualTo(before);
        assertThat(lake.state("t").toString()).isEqualTo(state);
        JsonNode letter = letter(result);
        assertThat(letter.get("tries").asInt()).isEqualTo(3);
        assertThat(letter.get("step").asText()).isEqualTo("t-upload");
        assertThat(letter.get("kind").asText()).isEqualTo("TRANSIENT");
        assertThat(letter.get("error").asText()).contains("SlowDown");
        assertThat(letter.get("hint").asText()).contains("check AWS_REGION");
        assertThat(reads()).isEqualTo(readsBefore + 3);
        s3.heal();
        lake.published("t");
        SameRows.assertSame(lake, "t", "t");
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads"));
    }

    @Test
    void a_run_that_fails_does_not_read_the_rest_of_its_table() {
        lake.sql("CREATE TABLE long AS SELECT i, repeat(md5(i::text), 30) AS words FROM generate_series(1, 60000) i")
                .set("caravan.retry.maximum", "0")
                .table("long", "table", "long", "batchRows", "500", "fileSize", "200000");
        s3.fail(RetriedRunTest::isUpload, Fault.s3Error(403, "AccessDenied"));

        AtomicLong lastRead = new AtomicLong();
        ActiveRuns active = ActiveRuns.of(lake.pod().context());
        Thread watch = new Thread(() -> {
            while (!Thread.currentThread().isInterrupted()) {
                active.find("long").ifPresent(run -> lastRead.set(run.rowsRead()));
            }
        });
        watch.start();
        ExportResult result = lake.export("long");
        watch.interrupt();

        assertThat(letter(result).get("step").asText()).isEqualTo("long-upload");
        assertThat(lastRead.get()).isBetween(1L, 40_000L);
    }

    @Test
    void a_connection_that_dies_while_it_reads_is_replaced_and_all_is_read_again() throws Exception {
        lake.sql("INSERT INTO t SELECT i, repeat(md5(i::text), 40) FROM generate_series(3001, 20000) i")
                .table("t", "table", "t", "batchRows", "500", "fileSize", "200000");
        long readsBefore = reads();
        Thread killer = new Thread(() -> {
            await("a file", () -> !staged().isEmpty());
            lake.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'COPY%' AND datname = '"
                    + lake.database() + "'");
        });
        killer.start();
        ExportResult result = lake.published("t");
        killer.join();

        assertThat(reads()).isEqualTo(readsBefore + 2);
        assertThat(result.rows()).isEqualTo(20_000);
        SameRows.assertSame(lake, "t", "t");
        assertThat(lake.files("t")).hasSize(result.files());
    }

    @Test
    void a_catalog_that_fails_is_told_again_without_another_read() {
        glue.fail(2, RetriedRunTest::startsCrawl, Fault.glueError(500, "InternalServiceException"));
        lake.table("t", "table", "t", "catalog", "crawler", "crawler", "retry-1");

        lake.published("t");

        assertThat(reads()).isEqualTo(1);
        assertThat(glue.count(RetriedRunTest::startsCrawl)).isEqualTo(3);
    }

    @Test
    void a_catalog_that_stays_away_fails_the_run_whose_data_are_published() {
        glue.fail(RetriedRunTest::startsCrawl, Fault.glueError(500, "InternalServiceException"));
        lake.table("t", "table", "t", "catalog", "crawler", "crawler", "retry-2");

        ExportResult result = lake.export("t");

        assertThat(Objects.requireNonNull(result.failure()).code()).isEqualTo(ErrorCode.CATALOG_UNREACHABLE);
        assertThat(result.manifest()).isNotNull();
        assertThat(reads()).isEqualTo(1);
        assertThat(letter(result).get("step").asText()).isEqualTo("t-catalog");
        assertThat(letter(result).get("tries").asInt()).isEqualTo(3);
        SameRows.assertSame(lake, "t", "t");
    }

    @Test
    void what_a_person_has_to_mend_is_not_tried_again() {
        lake.sql("DROP ROLE IF EXISTS guest; CREATE ROLE guest LOGIN PASSWORD 'guest'")
                .set("caravan.source.guest.url", TestStack.postgres().jdbcUrl(lake.database()))
                .set("caravan.source.guest.user", "guest")
                .set("caravan.source.guest.password", "guest")
                .set("caravan.source.wrong.url", TestStack.postgres().jdbcUrl(lake.database()))
                .set("caravan.source.wrong.user", "guest")
                .set("caravan.source.wrong.password", "not it")
                .set("caravan.source.absent.url", TestStack.postgres().jdbcUrl("no such database"))
                .set("caravan.source.absent.user", "guest")
                .set("caravan.source.absent.password", "guest");
        lake.table("forbidden", "table", "t", "source", "guest")
                .table("wrong", "table", "t", "source", "wrong")
                .table("absent", "table", "t", "source", "absent");

        refused("forbidden", ErrorCode.NO_PERMISSION, "GRANT SELECT");
        refused("wrong", ErrorCode.LOGIN_REFUSED, "password");
        refused("absent", ErrorCode.BAD_CONFIGURATION, "no such database");
        s3.fail(RetriedRunTest::isUpload, Fault.s3Error(403, "InvalidAccessKeyId"));
        refused("t", ErrorCode.ACCESS_DENIED, "AWS_ACCESS_KEY_ID");
        assertThat(s3.count(RetriedRunTest::isUpload)).isEqualTo(1);
        assertThat(reads()).isEqualTo(1);
    }

    @Test
    void a_bucket_that_is_not_there_is_said_once_and_not_tried_again() {
        lake.set("caravan.lake.bucket", "no-such-bucket");

        ExportResult result = lake.export("t");

        ExportException failure = Objects.requireNonNull(result.failure());
        assertThat(failure.code()).isEqualTo(ErrorCode.NO_SUCH_BUCKET);
        assertThat(failure.getMessage())
                .contains("no-such-bucket", "Make the bucket")
                .doesNotContain("\n");
        assertThat(reads()).isLessThanOrEqualTo(1);
    }

    @Test
    void a_server_that_is_not_there_is_tried_again() {
        lake.set("caravan.source.down.url", "jdbc:postgresql://127.0.0.1:1/x")
                .set("caravan.source.down.user", "x")
                .table("down", "table", "t", "source", "down");

        ExportResult result = lake.export("down");

        assertThat(Objects.requireNonNull(result.failure()).code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
        assertThat(letter(result).get("tries").asInt()).isEqualTo(3);
    }

    @Test
    void an_error_that_sql_raises_is_told_in_full_and_not_tried_again() {
        lake.sql("CREATE FUNCTION raised() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'not today'"
                        + " USING ERRCODE = 'MY001', DETAIL = 'a holiday', HINT = 'ask tomorrow'; END $$")
                .table("raised", "query", "SELECT raised() AS i FROM t");

        ExportResult result = lake.export("raised");

        ExportException failure = Objects.requireNonNull(result.failure());
        assertThat(failure.code()).isEqualTo(ErrorCode.QUERY_FAILED);
        assertThat(failure.getMessage())
                .contains(
                        "not today (SQLSTATE MY001). DETAIL: a holiday. HINT: ask tomorrow. CONTEXT: ", "raises this");
        assertThat(letter(result).get("tries").asInt()).isEqualTo(1);
    }

    private void refused(String table, ErrorCode code, String hint) {
        ExportResult result = lake.export(table);

        ExportException failure = Objects.requireNonNull(result.failure(), table);
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
        assertThat(failure.getMessage()).contains(hint).doesNotContain("\n").doesNotContain("Exception");
        assertThat(code.exit().code()).isEqualTo(2);
        assertThat(letter(result).get("tries").asInt()).isEqualTo(1);
    }

    private JsonNode letter(ExportResult result) {
        return lake.json("_caravan/dead-letter/" + result.table() + "/" + result.runId() + ".json");
    }

    /** How often the table was scanned, once every connection of Caravan has reported. */
    private long reads() {
        lake.restart();
        String others = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'caravan' AND datname = '"
                + lake.database() + "'";
        await("the end of every connection", () -> "0".equals(number(others)));
        return Long.parseLong(number("SELECT seq_scan FROM pg_stat_user_tables WHERE relname = 't'"));
    }

    private String number(String query) {
        return String.valueOf(SameRows.postgres(lake.database(), query).get(0).get(0));
    }

    private List<Path> staged() {
        try (var found = Files.walk(lake.staging())) {
            return found.filter(path -> path.toString().endsWith(".parquet")).toList();
        } catch (java.io.IOException | java.io.UncheckedIOException e) {
            return List.of();
        }
    }

    private byte[] data() {
        try {
            return Files.readAllBytes(lake.files("t").get(0));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static boolean isCopy(ProxiedRequest request) {
        return request.headers().containsKey("x-amz-copy-source");
    }

    private static boolean isUpload(ProxiedRequest request) {
        return request.method().equals("PUT") && request.path().endsWith(".parquet") && !isCopy(request);
    }

    private static boolean startsCrawl(ProxiedRequest request) {
        return request.operation().equals("StartCrawler");
    }
}
