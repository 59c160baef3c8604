package dev.caravan.schedule;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.TestLake;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups in a pod, where each table has a fire of its own. */
class ScheduledGroupTest {
    private static final int RUNS = 4;

    @TempDir
    Path dir;

    private static void tables(TestLake lake, String schedule) {
        for (String table : List.of("a", "b")) {
            lake.table(table, "table", table, "schedule", schedule, "catalog", "glue", "group", "both");
        }
    }

    private static ScheduledPod pod(String name, Path dir) throws Exception {
        ScheduledPod pod = new ScheduledPod(name, dir);
        pod.lake()
                .set("caravan.group.timeout", "1s")
                .sql("CREATE TABLE a AS SELECT 1 AS i; CREATE TABLE b AS SELECT 1 AS i");
        return pod;
    }

    /** The snapshots of the published runs of a table, by their ids. */
    private static Map<String, String> snapshots(TestLake lake, String table) {
        Map<String, String> snapshots = new TreeMap<>();
        for (String file : lake.ownFiles()) {
            if (file.startsWith(table + "/runs/")) {
                JsonNode manifest = lake.json("_caravan/" + file);
                snapshots.put(
                        manifest.get("runId").asText(),
                        manifest.get("server").get("snapshot").asText());
            }
        }
        return snapshots;
    }

    private static void awaitRuns(ScheduledPod pod, int runs) {
        await("runs of both", () -> pod.published("a") >= runs && pod.published("b") >= runs);
    }

    @Test
    void the_runs_of_one_fire_have_one_snapshot_and_a_fire_during_a_run_is_skipped_for_all() throws Exception {
        try (ScheduledPod pod = pod("groupfires", dir)) {
            tables(pod.lake(), ScheduledPod.EVERY_SECOND);
            pod.start();
            awaitRuns(pod, RUNS);
            pod.stop();

            Map<String, String> ofA = snapshots(pod.lake(), "a");
            assertThat(ofA).hasSizeGreaterThanOrEqualTo(RUNS).isEqualTo(snapshots(pod.lake(), "b"));
            assertThat(pod.lake().ownFiles()).noneMatch(file -> file.contains("dead-letter"));
        }
    }

    @Test
    void the_schedule_of_a_group_is_changed_file_by_file() throws Exception {
        try (ScheduledPod pod = pod("groupfiles", dir)) {
            tables(pod.lake(), "0 0 0 1 1 ? 2099");
            pod.start();
            tables(pod.lake(), ScheduledPod.EVERY_SECOND);

            awaitRuns(pod, 1);
        }
    }

    @Test
    void without_a_table_that_is_stopped_the_others_are_not_published() throws Exception {
        try (ScheduledPod pod = pod("groupstopped", dir)) {
            tables(pod.lake(), ScheduledPod.EVERY_SECOND);
            pod.start();
            awaitRuns(pod, 1);
            pod.pod().context().getRouteController().stopRoute("b");
            await("a dead letter", () -> pod.lake().ownFiles().stream()
                    .anyMatch(file -> file.startsWith("dead-letter/a/")));
            int before = pod.published("a");
            pod.pod().context().getRouteController().startRoute("b");
            await("both again", () -> pod.published("a") > before);
            pod.stop();

            assertThat(snapshots(pod.lake(), "a")).isEqualTo(snapshots(pod.lake(), "b"));
            String letter = pod.lake().ownFiles().stream()
                    .filter(file -> file.startsWith("dead-letter/a/"))
                    .findFirst()
                    .orElseThrow();
            assertThat(pod.lake().json("_caravan/" + letter).toString())
                    .contains(
                            "GROUP_INCOMPLETE", "table b cannot run: its file is not loaded, or its route is stopped");
        }
    }

    @Test
    void a_pod_that_stops_publishes_none_of_a_group_that_is_not_whole() throws Exception {
        try (ScheduledPod pod = pod("groupends", dir)) {
            pod.lake().set("caravan.shutdown.timeout", "1");
            pod.lake()
                    .table(
                            "a",
                            "table",
                            "a",
                            "schedule",
                            ScheduledPod.EVERY_SECOND,
                            "catalog",
                            "glue",
                            "group",
                            "both");
            pod.lake()
                    .table(
                            "b",
                            "query",
                            "SELECT i FROM b, pg_sleep(60) s",
                            "schedule",
                            ScheduledPod.EVERY_SECOND,
                            "catalog",
                            "glue",
                            "group",
                            "both");
            pod.start();
            await(
                    "one is read and waits for the other",
                    () -> pod.lake().ownFiles().stream().anyMatch(file -> file.startsWith("a/uploads/"))
                            && pod.gauge("caravan.runs.waiting", "for", "group") == 1);
            pod.stop();

            assertThat(pod.lake().ownFiles())
                    .noneMatch(file -> file.contains("/runs/"))
                    .noneMatch(file -> file.contains("dead-letter"));
        }
    }
}
