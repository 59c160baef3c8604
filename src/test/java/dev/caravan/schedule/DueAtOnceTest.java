package dev.caravan.schedule;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.IntSummaryStatistics;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** More tables are due than can run: every one of them runs, and none before one that has waited longer. */
class DueAtOnceTest {
    @TempDir
    Path dir;

    @Test
    void all_tables_that_are_due_in_the_same_second_run_exactly_once() throws Exception {
        int tables = Integer.getInteger("test.due.tables", 150);
        try (ScheduledPod pod = new ScheduledPod("dueatonce", dir)) {
            pod.lake().sql("CREATE TABLE t AS SELECT i FROM generate_series(1, 3) i");
            pod.start();
            // A pod takes longer to load the more there are.
            Instant due = Instant.now()
                    .plusSeconds(20 + (long) tables * tables / 4000)
                    .truncatedTo(ChronoUnit.SECONDS);
            IntStream.range(0, tables)
                    .forEach(i -> pod.lake().table("t" + i, "table", "t", "schedule", ScheduledPod.at(due)));
            assertThat(pod.gauge("caravan.fires.queued")).isZero();

            Duration patience = Duration.between(Instant.now(), due).plusMinutes(2 + tables / 100);
            await("a queue", patience, () -> pod.gauge("caravan.fires.queued") > tables / 3.0);
            assertThat(pod.gauge("caravan.fires.longest.wait")).isPositive();
            await("all tables", patience, () -> pod.published().size() == tables);
            await("an empty queue", () -> pod.gauge("caravan.fires.queued") == 0);

            assertThat(pod.published()).hasSize(tables).allSatisfy((table, runs) -> assertThat(runs)
                    .isOne());
            assertThat(pod.counter("caravan.fires.skipped", "table", "t0")).isZero();
        }
    }

    @Test
    void under_overload_no_table_runs_more_often_than_another() throws Exception {
        int tables = 30;
        try (ScheduledPod pod = new ScheduledPod("overload", dir)) {
            pod.lake().set("caravan.runs.maximum", "1").sql("CREATE TABLE t AS SELECT i FROM generate_series(1, 3) i");
            IntStream.range(0, tables).forEach(i -> pod.lake()
                    .table(
                            "t" + i,
                            "query",
                            "SELECT i FROM t, pg_sleep(0.03) s",
                            "schedule",
                            ScheduledPod.EVERY_SECOND));
            pod.start();

            await("the first round", () -> pod.published().size() == tables);
            Map<String, Integer> first = pod.published();
            await("ten rounds more", () -> sum(pod.published()) > sum(first) + 10 * tables);
            Map<String, Integer> last = pod.published();
            IntSummaryStatistics runs = last.keySet().stream()
                    .mapToInt(table -> last.get(table) - first.get(table))
                    .summaryStatistics();

            assertThat(runs.getMax() - runs.getMin()).as("%s", runs).isBetween(0, 2);
            assertThat(pod.counter("caravan.fires.skipped", "table", "t0")).isPositive();
        }
    }

    private static int sum(Map<String, Integer> runs) {
        return runs.values().stream().mapToInt(Integer::intValue).sum();
    }
}
