package dev.caravan.pod.signals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.component.RunEnd;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.export.ExportResult;
import dev.caravan.pod.Pod;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SentryReportsTest {
    @TempDir
    private Path folder;

    private SentryServer sentry;
    private FaultyProxy s3;
    private TestLake lake;

    @BeforeEach
    void open() throws Exception {
        System.setProperty("aws.maxAttempts", "1");
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        sentry = new SentryServer();
        lake = TestLake.open("sentry", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.sentry.dsn", sentry.dsn())
                .set("caravan.sentry.environment", "staging")
                .set("caravan.retry.maximum", "1")
                .set("caravan.upload.retry.maximum", "0")
                .sql("CREATE TABLE t AS SELECT 'whisper'::text AS word, date 'infinity' AS born");
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.maxAttempts");
        lake.close();
        s3.close();
        sentry.close();
    }

    @Test
    void a_run_that_fails_permanently_is_one_event_with_its_run_table_step_and_hint() {
        lake.table("t", "table", "t", "columns", "word");
        s3.fail(SentryReportsTest::isUpload, Fault.s3Error(503, "SlowDown"));

        ExportResult result = lake.export("t");
        lake.restart();

        assertThat(sentry.events()).hasSize(1);
        JsonNode event = sentry.events().get(0);
        assertThat(event.path("tags").path("table").asText()).isEqualTo("t");
        assertThat(event.path("tags").path("run").asText()).isEqualTo(result.runId());
        assertThat(event.path("tags").path("step").asText()).isEqualTo("t-upload");
        assertThat(event.path("tags").path("code").asText()).isEqualTo("LAKE_UNREACHABLE");
        assertThat(event.path("tags").path("kind").asText()).isEqualTo("transient");
        assertThat(event.path("extra").path("hint").asText()).contains("AWS_REGION");
        assertThat(event.path("extra").path("attempts").asInt()).isEqualTo(2);
        assertThat(event.path("fingerprint")).hasSize(1);
        assertThat(event.path("fingerprint").get(0).asText()).isEqualTo("LAKE_UNREACHABLE");
        assertThat(event.path("message").path("formatted").asText())
                .isEqualTo("LAKE_UNREACHABLE: the run of t failed permanently at step t-upload.");
        assertThat(event.path("environment").asText()).isEqualTo("staging");
        assertThat(event.path("release").asText()).startsWith("caravan@");
        assertThat(event.path("level").asText()).isEqualTo("error");
        assertThat(sentry.keys()).allMatch(key -> key.contains("sentry_key=publickey"));
    }

    @Test
    void attempts_that_are_retried_and_runs_that_are_published_are_none() {
        lake.table("t", "table", "t", "columns", "word");
        s3.fail(1, SentryReportsTest::isUpload, Fault.s3Error(503, "SlowDown"));

        lake.published("t");
        lake.restart();

        assertThat(sentry.sent()).isEmpty();
    }

    @Test
    void neither_values_nor_passwords_nor_what_exceptions_say_leave_the_process() {
        lake.set("caravan.source.other.url", TestStack.postgres().jdbcUrl(lake.database()) + "?password=hunter22")
                .set("caravan.source.other.user", "nobody")
                .table("value", "table", "t")
                .table("login", "table", "t", "source", "other")
                .table("query", "query", "SELECT word::int AS i FROM t")
                .file("own.yaml", """
                        - route:
                            id: own
                            from:
                              uri: direct:own
                              steps:
                                - to: lake-run:own
                                - throwException: {exceptionType: java.lang.IllegalStateException, message: "whisper hunter22"}
                        """);

        lake.export("value");
        lake.export("login");
        lake.export("query");
        lake.export("own");
        lake.restart();

        assertThat(sentry.events())
                .extracting(event -> event.path("tags").path("table").asText())
                .containsExactlyInAnyOrder("value", "login", "query", "own");
        assertThat(sentry.sent()).doesNotContain("hunter22", "whisper", "infinity");
        assertThat(sentry.events())
                .filteredOn(event -> event.path("tags").path("code").asText().equals("INTERNAL"))
                .singleElement()
                .satisfies(event -> {
                    JsonNode exception = event.at("/exception/values/0");
                    assertThat(exception.path("type").asText()).isEqualTo("IllegalStateException");
                    assertThat(exception.at("/stacktrace/frames")).isNotEmpty();
                });
    }

    @Test
    void a_sentry_that_does_not_answer_delays_neither_the_run_nor_the_end() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            SentryReports reports = new SentryReports(
                    new DefaultCamelContext(),
                    "http://key@127.0.0.1:" + silent.getLocalPort() + "/1",
                    "test",
                    "caravan@1");
            long begin = System.nanoTime();
            for (int i = 0; i < 1_000; i++) {
                reports.ended(failed());
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
            begin = System.nanoTime();

            reports.close();

            assertThat(Duration.ofNanos(System.nanoTime() - begin))
                    .isLessThan(SentryReports.PATIENCE.plus(Duration.ofMillis(1500)));
        }
    }

    @Test
    void what_is_no_dsn_is_refused_at_the_start_without_showing_it() {
        for (String wrong :
                new String[] {"hunter22", "https://sentry.io/1", "https://key@sentry.io", "ftp://key@host/1"}) {
            lake.restart().set("caravan.sentry.dsn", wrong);
            assertThatThrownBy(() -> Pod.start(Pod.Purpose.COMMAND, lake.config()))
                    .hasMessageContaining("caravan.sentry.dsn cannot be used: it has to be a DSN of Sentry. Write it as"
                            + " https://KEY@HOST/PROJECT")
                    .hasMessageNotContaining(wrong);
        }
    }

    private static RunEnd failed() {
        ExportException error = new ExportException(ErrorCode.NO_SUCH_TABLE, "There is none.", "Create it.");
        return new RunEnd(
                "t",
                "20260101T000000000Z",
                RunEnd.Outcome.FAILED,
                Duration.ofSeconds(1),
                1,
                null,
                null,
                new RunEnd.Failure(error, error, "t-plan"));
    }

    private static boolean isUpload(dev.caravan.ProxiedRequest request) {
        return request.method().equals("PUT") && request.path().endsWith(".parquet");
    }
}
