package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.plan.RunId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Manifests, rejected rows and dead letters go when they are too many or too old. */
class RetentionTest {
    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.open("kept", folder)
                .set("caravan.retention.runs", "3")
                .set("caravan.retention.days", "30")
                .set("caravan.retry.maximum", "0");
        lake.sql("CREATE TABLE t (i int, born date); INSERT INTO t VALUES (1, 'infinity'), (2, '2026-11-22')");
        lake.table("t", "table", "t", "onBadValue", "reject");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void a_table_keeps_the_latest_runs_and_what_they_rejected() {
        List<String> runs = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            runs.add(lake.published("t").runId());
        }

        List<String> latest = runs.subList(2, 5);
        assertThat(names("t/runs/"))
                .containsExactlyElementsOf(
                        latest.stream().map(run -> run + ".json").toList());
        assertThat(names("t/rejects/")).hasSize(3).allMatch(name -> latest.stream()
                .anyMatch(name::startsWith));
    }

    @Test
    void what_is_older_than_its_days_goes_and_names_of_others_stay() {
        String old = RunId.of(Instant.now().minus(Duration.ofDays(31)));
        String young = RunId.of(Instant.now().minus(Duration.ofDays(29)));
        put("t/runs/" + old + ".json", "t/runs/" + young + ".json", "t/runs/notes.txt");
        put("t/rejects/" + old + "-5e0c4a1f-1-00000.jsonl", "dead-letter/t/" + old + ".json");
        put("dead-letter/t/" + young + ".json", "u/runs/" + old + ".json");

        String run = lake.published("t").runId();

        assertThat(names("t/runs/")).containsExactly(young + ".json", run + ".json", "notes.txt");
        assertThat(names("t/rejects/")).hasSize(1);
        assertThat(names("dead-letter/t/")).containsExactly(young + ".json");
        assertThat(names("u/runs/")).containsExactly(old + ".json");
    }

    @Test
    void a_table_that_only_fails_keeps_no_more_dead_letters() {
        lake.table("t", "table", "nowhere");
        List<String> failed = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            ExportResult result = lake.export("t");
            assertThat(Objects.requireNonNull(result.failure()).code()).isEqualTo(ErrorCode.NO_SUCH_TABLE);
            failed.add(result.runId() + ".json");
        }

        assertThat(names("dead-letter/t/")).containsExactlyElementsOf(failed.subList(2, 5));
    }

    @Test
    void a_table_that_only_fails_keeps_no_uploads() {
        lake.sql("CREATE TABLE late AS SELECT i, CASE WHEN i < 9000 THEN current_date ELSE 'infinity' END AS born"
                        + " FROM generate_series(1, 9000) i")
                .table("late", "table", "late", "fileSize", "20000", "batchRows", "1000", "readers", "1");

        ExportResult result = lake.export("late");

        assertThat(Objects.requireNonNull(result.failure()).code()).isEqualTo(ErrorCode.BAD_VALUE);
        assertThat(names("dead-letter/late/")).hasSize(1);
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads"));
    }

    @Test
    void more_than_a_listing_tells_is_removed_by_and_by_and_the_published_run_stays() {
        String[] many = new String[2_300];
        for (int i = 0; i < many.length; i++) {
            many[i] = "t/runs/"
                    + RunId.of(Instant.now().minus(Duration.ofHours(1)).plusMillis(i)) + ".json";
        }
        put(many);

        String last = "";
        for (int i = 0; i < 4; i++) {
            last = lake.published("t").runId();
        }

        assertThat(names("t/runs/")).hasSize(3).contains(last + ".json");
        assertThat(lake.state("t").get("manifest").asText()).endsWith(last + ".json");
    }

    @Test
    void a_limit_that_keeps_nothing_is_refused() {
        lake.set("caravan.retention.runs", "0");

        assertThatThrownBy(() -> lake.export("t"))
                .hasMessageContaining("caravan.retention.runs is '0'")
                .hasMessageContaining("a whole number of runs from 1 to");
    }

    private void put(String... keys) {
        try (S3Client client = TestStack.s3()) {
            for (String key : keys) {
                client.putObject(
                        request -> request.bucket(lake.bucket()).key("_caravan/" + key), RequestBody.fromString("{}"));
            }
        }
    }

    private List<String> names(String folderOfOwn) {
        return lake.ownFiles().stream()
                .filter(name -> name.startsWith(folderOfOwn))
                .map(name -> name.substring(folderOfOwn.length()))
                .sorted()
                .toList();
    }
}
