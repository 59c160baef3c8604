package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.FaultyProxy;
import dev.caravan.ProxiedRequest;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.plan.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

class RunsCommandTest {
    private static final int MANY = 10_000;
    private static final int FEW_REQUESTS = 60;
    private static final int SECONDS_BETWEEN = 600;

    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.open("runs", folder).set("caravan.retry.maximum", "0");
        lake.sql("CREATE TABLE t AS SELECT 1 AS a");
        lake.table("t", "table", "t", "catalog", "glue", "keepRuns", "2", "keepFor", "0");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private CommandOutput runs(String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "runs";
        all[1] = "--config";
        all[2] = lake.config().toString();
        System.arraycopy(more, 0, all, 3, more.length);
        return CommandOutput.of(all);
    }

    private JsonNode json(String... more) throws IOException {
        CommandOutput output = runs(more);
        assertThat(output.exit()).as(output.err()).isZero();
        return new ObjectMapper().readTree(output.out());
    }

    @Test
    void the_latest_run_comes_first_with_what_became_of_it() throws Exception {
        String first = lake.published("t").runId();
        lake.sql("INSERT INTO t SELECT generate_series(2, 1000)");
        String second = lake.published("t").runId();
        String third = lake.published("t").runId();
        lake.sql("DROP TABLE t");
        assertThat(lake.export("t").isPublished()).isFalse();

        JsonNode runs = json("t", "--json");

        assertThat(runs).hasSize(4);
        assertThat(runs.findValuesAsText("outcome")).containsExactly("failed", "current", "kept", "published");
        assertThat(runs.get(0).get("code").asText()).isEqualTo("NO_SUCH_TABLE");
        assertThat(runs.get(0).get("error").asText()).contains("does not exist");
        assertThat(runs.get(1).get("run").asText()).isEqualTo(third);
        assertThat(runs.get(2).get("run").asText()).isEqualTo(second);
        assertThat(runs.get(2).get("change").asLong()).isEqualTo(999);
        assertThat(runs.get(3).get("run").asText()).isEqualTo(first);
        assertThat(runs.get(3).get("rows").asLong()).isEqualTo(1);
        assertThat(runs.get(3).get("change").isNull()).isTrue();

        CommandOutput text = runs("t");
        assertThat(text.out().lines().toList())
                .hasSize(5)
                .anySatisfy(line -> assertThat(line).contains(second, "1,000", "+999", "kept"))
                .anySatisfy(line -> assertThat(line).contains("failed NO_SUCH_TABLE"));
        assertThat(json("t", "--json", "--limit", "2")).hasSize(2);
        assertThat(json("--json")).as("all tables").hasSize(4);
    }

    @Test
    void an_unknown_table_an_empty_lake_and_a_wrong_limit_are_told() {
        assertThat(runs().out()).isEqualToIgnoringNewLines("The lake has no runs.");
        lake.published("t");
        CommandOutput unknown = runs("orders");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("no run of a table orders", "It has runs of t");
        assertThat(runs("t", "--limit", "-1").exit()).isEqualTo(2);
    }

    @Test
    void a_document_that_is_damaged_is_told_and_the_others_are_shown() throws Exception {
        lake.published("t");
        String run = RunId.of(Instant.now().minusSeconds(60));
        Files.writeString(lake.objects().resolve("_caravan/t/runs/" + run + ".json"), "{ not json");

        JsonNode runs = json("t", "--json");

        assertThat(runs.findValuesAsText("outcome")).containsExactly("current", "unreadable");
        assertThat(runs.get(1).get("error").asText()).contains("no JSON document", run);
    }

    @Test
    void a_long_history_takes_few_requests_and_does_not_slow_a_publication() throws Exception {
        Instant now = Instant.now();
        try (S3Client s3 = TestStack.s3()) {
            s3.putObject(
                    request -> request.bucket(lake.bucket()).key("_caravan/t/runs/first"), RequestBody.fromString(""));
            Path runs = lake.objects().resolve("_caravan/t/runs");
            for (int i = 1; i <= MANY; i++) {
                String run = RunId.of(now.minusSeconds((long) i * SECONDS_BETWEEN));
                Files.writeString(
                        runs.resolve(run + ".json"),
                        "{\"runId\":\"" + run
                                + "\",\"attempt\":\"a-1\",\"finished\":\"2026-01-01T00:00:00Z\",\"rows\":1,\"files\":[]}");
            }
        }
        try (FaultyProxy counted = FaultyProxy.before(TestStack.get().s3().endpoint())) {
            lake.set("caravan.lake.endpoint", counted.endpoint().toString())
                    .set("caravan.retention.runs", "100000")
                    .set("caravan.retention.days", "36000");
            assertThat(json("t", "--json")).hasSize(20);
            assertThat(counted.count(request -> true)).isLessThan(FEW_REQUESTS);

            lake.published("t");
            long before = counted.count(RunsCommandTest::isListing);
            lake.published("t");
            assertThat(counted.count(RunsCommandTest::isListing) - before)
                    .as("listings of a publication")
                    .isLessThan(4);
        }
    }

    private static boolean isListing(ProxiedRequest request) {
        return request.method().equals("GET") && request.query().contains("list-type");
    }
}
