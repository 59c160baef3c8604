package dev.caravan.schedule;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.caravan.TestStack;
import dev.caravan.component.ActiveRuns;
import dev.caravan.local.postgres.LocalPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.apache.camel.health.HealthCheck;
import org.apache.camel.health.HealthCheckRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that wait for something that somebody else has do not keep those that could work from it. */
class WaitingRunsTest {
    private static final int WAITING = 12;

    @TempDir
    Path dir;

    @Test
    void tables_behind_locks_hold_up_no_other_and_run_when_the_locks_are_gone() throws Exception {
        try (ScheduledPod pod = new ScheduledPod("behindlocks", dir)) {
            pod.lake().sql("CREATE TABLE free AS SELECT 1 AS i");
            for (int i = 0; i < WAITING; i++) {
                pod.lake()
                        .sql("CREATE TABLE held" + i + " AS SELECT 1 AS i")
                        .table("held" + i, "table", "held" + i, "schedule", ScheduledPod.EVERY_SECOND);
            }
            pod.lake().table("free", "table", "free", "schedule", ScheduledPod.EVERY_SECOND);
            try (Connection holder = TestStack.connect(pod.lake().database());
                    Statement statement = holder.createStatement()) {
                holder.setAutoCommit(false);
                for (int i = 0; i < WAITING; i++) {
                    statement.execute("LOCK TABLE held" + i + " IN ACCESS EXCLUSIVE MODE");
                }
                pod.start();
                await("all wait for their lock", () -> pod.gauge("caravan.runs.waiting", "for", "lock") == WAITING);
                int before = pod.published("free");
                await("the free table goes on", () -> pod.published("free") >= before + 8);

                assertThat(pod.gauge("caravan.runs.waiting", "for", "lock")).isEqualTo(WAITING);
                assertThat(pod.gauge("caravan.runs.waiting", "for", "slot")).isLessThanOrEqualTo(1);
                assertThat(pod.published()).containsOnlyKeys("free");
                holder.rollback();
            }
            await("all tables", () -> pod.published().size() == WAITING + 1);
        }
    }

    @Test
    void tables_of_a_source_without_connections_hold_up_no_table_of_another() throws Exception {
        try (ScheduledPod pod = new ScheduledPod("noconnection", dir)) {
            pod.lake()
                    .set(
                            "caravan.source.other.url",
                            TestStack.postgres().jdbcUrl(pod.lake().database()))
                    .set("caravan.source.other.user", LocalPostgres.USER)
                    .set("caravan.source.other.password", LocalPostgres.PASSWORD)
                    .set("caravan.source.other.pool-size", "2")
                    .sql("CREATE TABLE t AS SELECT 1 AS i");
            pod.start();
            DataSource other = pod.pod().context().getRegistry().lookupByNameAndType("other", HikariDataSource.class);
            List<Connection> taken = new ArrayList<>(List.of(other.getConnection(), other.getConnection()));
            IntStream.range(0, WAITING).forEach(i -> pod.lake()
                    .table("dry" + i, "table", "t", "source", "other", "schedule", ScheduledPod.EVERY_SECOND));
            pod.lake().table("free", "table", "t", "schedule", ScheduledPod.EVERY_SECOND);
            try {
                await("two wait for a connection", () -> pod.gauge("caravan.runs.waiting", "for", "connection") == 2);
                int before = pod.published("free");
                await("the free table goes on", () -> pod.published("free") >= before + 5);
                assertThat(pod.published()).containsOnlyKeys("free");
            } finally {
                for (Connection connection : taken) {
                    connection.close();
                }
            }
            await("all tables", () -> pod.published().size() == WAITING + 1);
        }
    }

    @Test
    void a_pod_that_stops_with_a_queue_ends_its_run_and_drops_the_others() throws Exception {
        try (ScheduledPod pod = new ScheduledPod("stopped", dir)) {
            pod.lake().set("caravan.runs.maximum", "1").sql("CREATE TABLE t AS SELECT 1 AS i");
            IntStream.range(0, WAITING).forEach(i -> pod.lake()
                    .table("t" + i, "query", "SELECT i FROM t, pg_sleep(3) s", "schedule", ScheduledPod.EVERY_SECOND));
            pod.start();
            ActiveRuns runs = ActiveRuns.of(pod.pod().context());
            await("a run", () -> !runs.summary().isEmpty());
            await("a queue", () -> pod.gauge("caravan.fires.queued") > WAITING / 2.0);
            HealthCheck.Result health = HealthCheckRegistry.get(pod.pod().context())
                    .getCheck("schedule")
                    .orElseThrow()
                    .call();
            assertThat(health.getState()).isEqualTo(HealthCheck.State.UP);
            assertThat(health.getMessage().orElseThrow()).contains("due runs wait for their turn");
            Instant begin = Instant.now();

            pod.stop();

            assertThat(begin.until(Instant.now(), ChronoUnit.SECONDS)).isLessThan(10);
            assertThat(pod.lake().ownFiles())
                    .filteredOn(file -> file.contains("/runs/"))
                    .hasSize(1);
            assertThat(pod.lake().ownFiles()).noneMatch(file -> file.contains("dead-letter"));
        }
    }
}
