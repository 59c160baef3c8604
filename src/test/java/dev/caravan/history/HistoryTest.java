package dev.caravan.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.aws.S3LakeStore;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.history.PastRun.Outcome;
import dev.caravan.lake.Intent;
import dev.caravan.lake.Json;
import dev.caravan.lake.Layout;
import dev.caravan.lake.State;
import dev.caravan.lake.StateDocument;
import dev.caravan.plan.RunId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.s3.S3Client;

/** What the documents of the lake tell, whatever has happened to them. */
class HistoryTest {
    private static final int FEW_REQUESTS = 60;

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private S3Client client;
    private S3LakeStore store;
    private History history;

    @BeforeEach
    void open() {
        lake = TestLake.open("history", folder);
        lake.sql("CREATE TABLE t AS SELECT 1 AS i").table("t", "table", "t");
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        client = TestStack.s3(s3.endpoint());
        store = new S3LakeStore(client, lake.bucket());
        history = new History(store, "");
    }

    @AfterEach
    void close() {
        threads.shutdown();
        client.close();
        s3.close();
        lake.close();
    }

    @Test
    void a_run_whose_publication_has_not_ended_is_none_yet() {
        String first = lake.published("t").runId();
        String last = lake.published("t").runId();
        Layout layout = new Layout("", "t");
        State published = new StateDocument(store, layout).read().state();

        store.put(layout.state(), Json.bytes(before(published, first).with(intent(published, Intent.Kind.RUN))));
        assertThat(history.of("t", 10)).extracting(PastRun::run).containsExactly(first);
        assertThat(history.of("t", 1)).extracting(PastRun::run).containsExactly(first);

        store.put(layout.state(), Json.bytes(before(published, first).with(intent(published, Intent.Kind.ROLLBACK))));
        assertThat(history.of("t", 10)).extracting(PastRun::run).containsExactly(last, first);
    }

    @Test
    void tables_lie_below_the_prefix_of_the_lake() throws IOException {
        put("_caravan/outside/runs/20260101T000000000Z.json", "{}");
        lake.set("caravan.lake.prefix", "shop/eu").table("f", "table", "nowhere");
        lake.published("t");
        lake.export("f");

        History below = new History(store, "/shop/eu/");

        assertThat(below.tables()).containsExactly("f", "t");
        assertThat(below.of("t", 10)).extracting(PastRun::outcome).containsExactly(Outcome.CURRENT);
        assertThat(below.of("f", 10)).extracting(PastRun::outcome).containsExactly(Outcome.FAILED);
        assertThat(history.tables()).containsExactly("outside");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "not JSON", "[1, 2]", "{\"rows\": ", "null"})
    void a_damaged_manifest_is_told_and_all_others_are_shown(String damage) throws IOException {
        String first = lake.published("t").runId();
        String damaged = lake.published("t").runId();
        String last = lake.published("t").runId();
        put("_caravan/t/runs/" + damaged + ".json", damage);

        List<PastRun> runs = history.of("t", 10);

        assertThat(runs).extracting(PastRun::run).containsExactly(last, damaged, first);
        assertThat(runs)
                .extracting(PastRun::outcome)
                .containsExactly(Outcome.CURRENT, Outcome.UNREADABLE, Outcome.PUBLISHED);
        assertThat(runs).extracting(PastRun::change).containsExactly(0L, null, null);
        assertThat(runs.get(1).error()).startsWith("_caravan/t/runs/" + damaged + ".json is no JSON document");
    }

    @Test
    void a_damaged_state_is_told_after_the_runs() throws IOException {
        String first = lake.published("t").runId();
        String last = lake.published("t").runId();
        put("_caravan/t/state.json", "{");

        assertThat(history.of("t", 10)).extracting(PastRun::run).containsExactly(last, first, "");
        assertThat(history.of("t", 1))
                .extracting(PastRun::document)
                .containsExactly("_caravan/t/runs/" + last + ".json", "_caravan/t/state.json");
    }

    @Test
    void fields_of_another_kind_are_unknown() throws IOException {
        String run = RunId.of(Instant.now());
        put("_caravan/t/runs/" + run + ".json", "{\"rows\": \"many\", \"bytes\": {}, \"finished\": 7, \"files\": 3}");

        assertThat(history.of("t", 1))
                .singleElement()
                .extracting(PastRun::rows, PastRun::bytes, PastRun::at, PastRun::files, PastRun::seconds)
                .containsExactly(null, null, null, 0, null);
    }

    @Test
    void a_failure_after_the_publication_belongs_to_its_run() throws IOException {
        String run = lake.published("t").runId();
        put("_caravan/dead-letter/t/" + run + ".json", "{\"code\": \"CRAWL_FAILED\", \"error\": \"It says no.\"}");

        assertThat(history.of("t", 10))
                .singleElement()
                .extracting(PastRun::outcome, PastRun::rows, PastRun::code, PastRun::error)
                .containsExactly(Outcome.CURRENT, 1L, "CRAWL_FAILED", "It says no.");
    }

    @Test
    void no_more_is_read_than_is_shown_and_two_manifests_besides() throws IOException {
        Instant now = Instant.now();
        for (int i = 1; i <= 100; i++) {
            put("_caravan/t/runs/" + RunId.of(now.minusSeconds(60L * i)) + ".json", "{\"rows\": " + (100 - i) + "}");
            put("_caravan/dead-letter/t/" + RunId.of(now.minusSeconds(60L * i + 1)) + ".json", "{}");
        }

        List<PastRun> runs = history.of("t", 20);

        assertThat(runs)
                .hasSize(20)
                .filteredOn(run -> run.outcome() == Outcome.FAILED)
                .hasSize(10);
        assertThat(runs).filteredOn(run -> run.change() != null).hasSize(10);
        assertThat(s3.count(request -> request.path().matches(".*/\\d{8}T.*[.]json")))
                .isLessThanOrEqualTo(20 + 2);
    }

    @Test
    void the_last_runs_of_a_history_that_ended_long_ago_are_found_with_few_requests() throws IOException {
        Instant end = Instant.now().minus(Duration.ofDays(3_650));
        List<String> runs = IntStream.range(0, 1_500)
                .mapToObj(i -> RunId.of(end.minusSeconds(i)))
                .toList();
        for (String run : runs) {
            put("_caravan/t/runs/" + run + ".json", "{}");
        }

        assertThat(history.of("t", 3)).extracting(PastRun::run).containsExactlyElementsOf(runs.subList(0, 3));
        assertThat(s3.seen()).hasSizeLessThan(FEW_REQUESTS);
        assertThat(history.of("t", Integer.MAX_VALUE)).extracting(PastRun::run).containsExactlyElementsOf(runs);
    }

    @Test
    void tables_are_asked_for_side_by_side_and_come_in_the_order_of_their_names() throws Exception {
        String run = RunId.of(Instant.now());
        for (int i = 10; i < 30; i++) {
            put("_caravan/t" + i + "/runs/" + run + ".json", "{}");
        }
        CountDownLatch both = new CountDownLatch(2);
        AtomicBoolean alone = new AtomicBoolean();
        s3.fail(2, request -> request.path().endsWith("/state.json"), new Fault.Meanwhile(() -> {
            both.countDown();
            alone.compareAndSet(false, !comes(both));
        }));

        assertThat(history.ofAll(5, threads))
                .extracting(PastRun::table)
                .containsExactlyElementsOf(
                        IntStream.range(10, 30).mapToObj(i -> "t" + i).toList());
        assertThat(alone).as("whether a table was asked for while no other was").isFalse();
    }

    @Test
    void a_table_that_may_not_be_read_is_the_failure() throws IOException {
        for (String table : List.of("a", "b", "c")) {
            put("_caravan/" + table + "/runs/" + RunId.of(Instant.now()) + ".json", "{}");
        }
        s3.fail(request -> request.path().endsWith("/b/state.json"), Fault.s3Error(403, "AccessDenied"));

        assertThatThrownBy(() -> history.ofAll(5, threads))
                .isInstanceOfSatisfying(ExportException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.ACCESS_DENIED));
    }

    private static boolean comes(CountDownLatch latch) {
        try {
            return latch.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void put(String key, String content) throws IOException {
        Path file = lake.objects().resolve(key);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private static State before(State state, String run) {
        return new State(state.formatVersion(), run, "0-1", "", List.of(), List.of(), null, List.of(), 0, null);
    }

    private static Intent intent(State published, Intent.Kind kind) {
        return new Intent(
                kind,
                published.runId(),
                published.attempt(),
                "0-1",
                Intent.Direction.FORWARD,
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                0,
                Json.part(List.of()),
                null,
                null);
    }
}
