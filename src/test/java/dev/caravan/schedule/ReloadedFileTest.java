package dev.caravan.schedule;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.component.ActiveRuns;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file is edited while one of its tables runs, and another one comes due before the edit can take effect. */
class ReloadedFileTest {
    @TempDir
    Path dir;

    @Test
    void a_table_that_comes_due_while_its_file_waits_for_the_run_of_another_runs_once_in_the_new_version()
            throws Exception {
        try (ScheduledPod pod = new ScheduledPod("reloaded", dir)) {
            pod.lake().sql("CREATE TABLE t AS SELECT i FROM generate_series(1, 3) i");
            pod.start();
            Instant begin = Instant.now().plusSeconds(6).truncatedTo(ChronoUnit.SECONDS);
            Instant due = begin.plusSeconds(4);
            String runs = table("long", "SELECT i FROM t, pg_sleep(8) s", begin);
            pod.lake().file("both.camel.yaml", runs + table("short", "SELECT i FROM t", due));
            ActiveRuns active = ActiveRuns.of(pod.pod().context());
            await("the long run", () -> !active.summary().isEmpty());

            pod.lake().file("both.camel.yaml", runs + table("short", "SELECT i FROM t WHERE i = 1", due));
            await("both tables", () -> pod.published().size() == 2);
            pod.lake().table("later", "table", "t", "schedule", ScheduledPod.EVERY_SECOND);
            await("further runs", () -> pod.published("later") >= 2);

            assertThat(pod.published("short")).isOne();
            assertThat(pod.published("long")).isOne();
            try (DuckDb duck = DuckDb.open()) {
                assertThat(duck.text("SELECT i FROM " + pod.lake().parquet("short")))
                        .containsExactly(List.of("1"));
            }
        }
    }

    private static String table(String id, String query, Instant due) {
        return """
                - templatedRoute:
                    routeTemplateRef: table-to-lake
                    routeId: %s
                    parameters:
                      - { name: query, value: "%s" }
                      - { name: schedule, value: "%s" }
                      - { name: catalog, value: none }
                """.formatted(id, query, ScheduledPod.daily(due));
    }
}
