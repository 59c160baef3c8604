package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.ProxiedRequest;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** S3 fails at each request of a publication in turn: readers find the old rows or the new ones, and never both or none. */
class PublishFaultsTest {
    private static final int ROWS = 4_000;
    private static final Predicate<ProxiedRequest> DEAD_LETTER =
            request -> request.path().contains("/dead-letter/");

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;
    private VersionedTable table;

    @BeforeEach
    void open() {
        System.setProperty("aws.maxAttempts", "1");
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        lake = TestLake.open("publish", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.retry.maximum", "0")
                .set("caravan.upload.retry.maximum", "0");
        table = new VersionedTable(lake, ROWS);
    }

    @AfterEach
    void close() {
        System.clearProperty("aws.maxAttempts");
        lake.close();
        s3.close();
    }

    @Test
    void one_file_is_replaced_or_not() {
        lake.table("t", "table", "t");
        failEachRequestInTurn();
    }

    @Test
    void several_files_are_replaced_or_not() {
        lake.table("t", "table", "t", "fileSize", "40000", "batchRows", "1000");
        failEachRequestInTurn();
        assertThat(lake.files("t")).hasSizeGreaterThan(2);
    }

    @Test
    void a_lake_that_goes_for_good_in_the_middle_shows_the_old_file_or_the_new_one() {
        lake.table("t", "table", "t");
        lake.published("t");
        for (int passing = 0; ; passing++) {
            int version = table.next();
            int from = s3.seen().size();
            s3.fail(passing, Integer.MAX_VALUE, request -> true, new Fault.Reset());
            ExportResult result = lake.export("t");
            s3.heal();
            if (result.isPublished()) {
                break;
            }
            assertThat(table.versions())
                    .as("after " + s3.seen().subList(from, s3.seen().size()))
                    .hasSize(1);
            assertThat(version).isLessThan(30);
        }
        lake.published("t");
        assertWhole();
    }

    @Test
    void an_answer_that_is_lost_after_the_state_was_written_is_no_failure() {
        lake.table("t", "table", "t");
        lake.published("t");
        table.next();
        s3.fail(1, PublishFaultsTest::writesState, new Fault.CutAnswer(0));

        lake.published("t");

        assertWhole();
    }

    @Test
    void who_loses_a_race_leaves_the_winner_alone_and_is_tried_again() throws Exception {
        lake.table("t", "table", "t");
        lake.set("caravan.retry.maximum", "1");
        lake.published("t");
        table.next();
        byte[] theirs = "{\"formatVersion\":1,\"runId\":\"theirs\",\"manifest\":\"m\",\"files\":[\"t/t.parquet\"]}"
                .getBytes(StandardCharsets.UTF_8);
        s3.fail(1, PublishFaultsTest::writesState, new Fault.Meanwhile(() -> {
            try (S3Client client = TestStack.s3()) {
                client.putObject(
                        r -> r.bucket(lake.bucket()).key("_caravan/t/state.json"), RequestBody.fromBytes(theirs));
            }
        }));
        List<Integer> seen = new ArrayList<>();
        s3.fail(
                request -> request.method().equals("GET") && request.path().endsWith("state.json"),
                new Fault.Meanwhile(() -> seen.add(lake.files("t").size())));

        ExportResult result = lake.published("t");

        assertThat(s3.count(PublishFaultsTest::writesState))
                .as("twice by the first run, lost, and twice again")
                .isEqualTo(5);
        assertThat(seen)
                .as("files whenever the state was read")
                .hasSizeGreaterThan(2)
                .containsOnly(1);
        assertThat(lake.state("t").get("runId").asText()).isEqualTo(result.runId());
        assertWhole();
    }

    /** Fails the first request of a run, then the second, … until a run meets no failure. */
    private void failEachRequestInTurn() {
        lake.published("t");
        for (int passing = 0; ; passing++) {
            Set<String> before = table.versions();
            int version = table.next();
            int from = s3.seen().size();
            s3.fail(passing, 1, DEAD_LETTER.negate(), Fault.s3Error(500, "InternalError"));
            ExportResult result = lake.export("t");
            s3.heal();
            List<ProxiedRequest> requests = s3.seen().subList(from, s3.seen().size());
            String where = requests.size() > passing ? requests.get(passing).toString() : "no failure";
            if (result.isPublished()) {
                assertThat(table.versions()).as(where).isEqualTo(Set.of("" + version));
                assertWhole();
            } else {
                assertThat(Objects.requireNonNull(result.failure()).code())
                        .as(where)
                        .isEqualTo(ErrorCode.LAKE_UNREACHABLE);
                assertThat(table.versions()).as(where).isEqualTo(before);
                assertThat(lake.state("t").get("runId").asText()).isNotEqualTo(result.runId());
            }
            if (requests.size() <= passing) {
                break;
            }
            assertThat(version).isLessThan(60);
        }
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads"));
    }

    private void assertWhole() {
        SameRows.assertSame(lake, "t", "t");
        assertThat(lake.state("t").get("files")).hasSize(lake.files("t").size());
    }

    private static boolean writesState(ProxiedRequest request) {
        return request.path().endsWith("state.json") && request.method().equals("PUT");
    }
}
