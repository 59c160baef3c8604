package dev.caravan.pod.signals;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.ProxiedRequest;
import dev.caravan.TestStack;
import dev.caravan.component.RunEnd;
import dev.caravan.component.RunObserver;
import dev.caravan.component.RunObservers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an operator writes alert rules from. */
class RunMetricsTest {
    @TempDir
    private Path folder;

    private FaultyProxy s3;
    private SignalPod pod;

    @BeforeEach
    void open() {
        System.setProperty("aws.maxAttempts", "1");
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        pod = new SignalPod("metrics", folder);
        pod.lake()
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.retry.maximum", "2")
                .set("caravan.upload.retry.maximum", "1")
                .sql("CREATE TABLE t AS SELECT i, date '2020-01-01' + i AS born FROM generate_series(1, 1000) i")
                .table("t", "table", "t");
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.maxAttempts");
        pod.close();
        s3.close();
    }

    @Test
    void every_metric_of_a_table_is_there_from_the_start_and_is_zero() {
        pod.lake().table("daily", "table", "t", "schedule", "0 0 3 * * ?");
        pod.start();

        Map<String, Double> before = pod.samplesOf("t");
        assertThat(before)
                .containsOnlyKeys(
                        "caravan_attempts_total{outcome=\"failed\"}",
                        "caravan_attempts_total{outcome=\"succeeded\"}",
                        "caravan_bytes_total",
                        "caravan_files_total",
                        "caravan_fire_interval_seconds",
                        "caravan_fires_skipped_total",
                        "caravan_last_run_failed{code=\"none\",kind=\"none\"}",
                        "caravan_last_success_timestamp_seconds",
                        "caravan_next_fire_timestamp_seconds",
                        "caravan_retries_total{of=\"chunk\"}",
                        "caravan_retries_total{of=\"step\"}",
                        "caravan_retries_total{of=\"upload\"}",
                        "caravan_rows_rejected_total",
                        "caravan_rows_total",
                        "caravan_run_seconds_count",
                        "caravan_run_seconds_max",
                        "caravan_run_seconds_sum",
                        "caravan_runs_in_flight",
                        "caravan_runs_total{outcome=\"failed\"}",
                        "caravan_runs_total{outcome=\"published\"}",
                        "caravan_runs_total{outcome=\"skipped\"}",
                        "caravan_runs_total{outcome=\"stopped\"}");
        double fire = before.remove("caravan_next_fire_timestamp_seconds");
        assertThat(Instant.ofEpochSecond((long) fire)).isEqualTo("2099-01-01T00:00:00Z");
        assertThat(before.values()).containsOnly(0.0);
        assertThat(pod.samplesOf("daily")).containsEntry("caravan_fire_interval_seconds", 86_400.0);
        assertThat(pod.samples())
                .containsEntry("caravan_attempt_errors_total{code=\"LOGIN_REFUSED\",kind=\"user\"}", 0.0)
                .containsEntry("caravan_route_files_rejected", 0.0)
                .containsEntry("caravan_route_folder_unreadable", 0.0)
                .anySatisfy((name, value) -> assertThat(name).startsWith("caravan_build_info{java="));
    }

    @Test
    void a_run_is_one_run_whatever_attempts_it_has() {
        pod.start();
        Instant begin = Instant.now();
        s3.fail(3, RunMetricsTest::isUpload, Fault.s3Error(500, "InternalError"));
        pod.run("t");

        assertThat(changed("t"))
                .containsEntry("caravan_runs_total{outcome=\"published\"}", 1.0)
                .containsEntry("caravan_run_seconds_count", 1.0)
                .containsEntry("caravan_attempts_total{outcome=\"failed\"}", 1.0)
                .containsEntry("caravan_attempts_total{outcome=\"succeeded\"}", 1.0)
                .containsEntry("caravan_retries_total{of=\"upload\"}", 2.0)
                .containsEntry("caravan_rows_total", 1000.0)
                .containsEntry("caravan_files_total", 1.0)
                .doesNotContainKeys("caravan_runs_total{outcome=\"failed\"}", "caravan_runs_in_flight")
                .hasEntrySatisfying("caravan_last_success_timestamp_seconds", seconds -> assertThat(seconds)
                        .isBetween(begin.getEpochSecond() - 1.0, begin.getEpochSecond() + 60.0));
        assertThat(pod.samples())
                .containsEntry("caravan_attempt_errors_total{code=\"LAKE_UNREACHABLE\",kind=\"transient\"}", 1.0);
    }

    @Test
    void a_run_that_fails_while_it_reads_is_one_failed_run_with_its_code_until_the_next_success() {
        pod.lake()
                .sql("INSERT INTO t VALUES (1001, 'infinity')")
                .table("t", "table", "t", "readers", "2", "batchRows", "100");
        pod.start();
        pod.run("t");
        pod.run("t");

        assertThat(changed("t"))
                .containsEntry("caravan_runs_total{outcome=\"failed\"}", 2.0)
                .containsEntry("caravan_run_seconds_count", 2.0)
                .containsEntry("caravan_attempts_total{outcome=\"failed\"}", 2.0)
                .containsEntry("caravan_last_run_failed{code=\"BAD_VALUE\",kind=\"user\"}", 1.0)
                .doesNotContainKeys(
                        "caravan_last_run_failed{code=\"none\",kind=\"none\"}",
                        "caravan_attempts_total{outcome=\"succeeded\"}",
                        "caravan_last_success_timestamp_seconds");
        assertThat(pod.samples()).containsEntry("caravan_attempt_errors_total{code=\"BAD_VALUE\",kind=\"user\"}", 2.0);

        pod.lake().sql("DELETE FROM t WHERE born = 'infinity'");
        pod.run("t");

        assertThat(pod.samplesOf("t"))
                .containsEntry("caravan_last_run_failed{code=\"none\",kind=\"none\"}", 0.0)
                .doesNotContainKey("caravan_last_run_failed{code=\"BAD_VALUE\",kind=\"user\"}")
                .containsEntry("caravan_runs_total{outcome=\"published\"}", 1.0);
    }

    @Test
    void bad_values_are_counted_by_column_and_policy_and_rejected_rows_by_table() {
        pod.lake()
                .sql("INSERT INTO t VALUES (1001, 'infinity'), (1002, '-infinity')")
                .table("t", "table", "t", "onBadValue", "reject");
        pod.start();
        pod.run("t");

        assertThat(changed("t"))
                .containsEntry("caravan_rows_total", 1000.0)
                .containsEntry("caravan_rows_rejected_total", 2.0)
                .containsEntry("caravan_bad_values_total{column=\"born\",policy=\"reject\"}", 2.0);
    }

    @Test
    void a_pod_that_is_started_again_knows_the_last_success() {
        pod.start();
        pod.run("t");
        double before = pod.samplesOf("t").get("caravan_last_success_timestamp_seconds");
        pod.stop();

        pod.start();

        await("the last success", () -> pod.samplesOf("t").get("caravan_last_success_timestamp_seconds") == before);
        assertThat(before).isPositive();
    }

    @Test
    void a_table_has_metrics_from_the_arrival_of_its_file_to_its_removal_and_keeps_them_when_it_is_replaced()
            throws Exception {
        pod.start();
        pod.lake().table("late", "table", "t");
        await("the new table", () -> !pod.samplesOf("late").isEmpty());
        await("its route", () -> pod.pod().context().getRoute("late") != null);
        pod.run("late");
        pod.lake().table("late", "table", "t", "schedule", "0 0 3 * * ?");
        await("the new schedule", () -> pod.samplesOf("late").get("caravan_fire_interval_seconds") == 86_400);
        assertThat(pod.samplesOf("late")).containsEntry("caravan_runs_total{outcome=\"published\"}", 1.0);

        Files.delete(pod.lake().routes().resolve("late.camel.yaml"));

        await("nothing of it", () -> pod.samplesOf("late").isEmpty());
        assertThat(pod.samplesOf("t")).isNotEmpty();
    }

    @Test
    void a_run_that_the_end_of_the_process_breaks_off_is_no_failure() throws Exception {
        pod.start();
        List<RunEnd> ends = new CopyOnWriteArrayList<>();
        RunObservers.of(pod.pod().context()).add(new RunObserver() {
            @Override
            public void ended(RunEnd end) {
                ends.add(end);
            }
        });
        Thread run = new Thread(() -> pod.run("t"));
        try (Connection holder = TestStack.connect(pod.lake().database());
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
            run.start();
            await("it waits", () -> pod.samples().get("caravan_runs_waiting{for=\"lock\"}") == 1);
            assertThat(pod.samplesOf("t")).containsEntry("caravan_runs_in_flight", 1.0);

            pod.stop();
        }
        run.join();

        assertThat(ends).singleElement().satisfies(end -> assertThat(end.outcome())
                .isEqualTo(RunEnd.Outcome.STOPPED));
    }

    @Test
    void a_stopped_table_has_no_next_fire() throws Exception {
        pod.start();

        pod.pod().context().getRouteController().stopRoute("t");

        assertThat(pod.samplesOf("t")).containsEntry("caravan_next_fire_timestamp_seconds", 0.0);
    }

    /** What is not zero. */
    private Map<String, Double> changed(String table) {
        Map<String, Double> samples = new TreeMap<>(pod.samplesOf(table));
        samples.values().removeIf(value -> value == 0);
        return samples;
    }

    private static boolean isUpload(ProxiedRequest request) {
        return request.method().equals("PUT")
                && request.path().endsWith(".parquet")
                && !request.headers().containsKey("x-amz-copy-source");
    }
}
