package dev.caravan.export;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Await;
import dev.caravan.DuckDb;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.OwnThread;
import dev.caravan.ProxiedRequest;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.component.CaravanConstants;
import dev.caravan.lake.Manifest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes that publish a table at once, as two pods that took the same fire do. */
class RacingPublicationsTest {
    private static final int ROWS = 4_000;
    private static final String FIRE = "20261122T041500000Z";

    @TempDir
    private Path folder;

    private FaultyProxy s3;
    private TestLake lake;
    private TestLake other;
    private VersionedTable table;

    @BeforeEach
    void open() {
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        lake = TestLake.open("race", folder).set("caravan.retry.maximum", "3");
        table = new VersionedTable(lake, ROWS);
        lake.table("t", "table", "t", "fileSize", "40000", "batchRows", "1000");
        other = lake.beside(folder.resolve("other"))
                .set("caravan.lake.endpoint", s3.endpoint().toString());
    }

    @AfterEach
    void close() {
        lake.close();
        other.close();
        s3.close();
    }

    @Test
    void of_two_that_took_one_fire_one_publishes_and_the_other_leaves_nothing() throws Exception {
        lake.published("t");
        table.next();
        CountDownLatch copying = new CountDownLatch(1);
        CountDownLatch passed = new CountDownLatch(1);
        // The slow one has begun to copy when the quick one comes.
        s3.fail(1, RacingPublicationsTest::isCopy, new Fault.Meanwhile(() -> {
            copying.countDown();
            await("passed", passed);
        }));
        s3.fail(RacingPublicationsTest::isCopy, new Fault.Delay(Duration.ofMillis(200)));
        CompletableFuture<Exchange> slow =
                CompletableFuture.supplyAsync(() -> run(other.loadedContext(), FIRE), OwnThread::start);
        await("copying", copying);

        Exchange quick = run(lake.loadedContext(), FIRE);
        passed.countDown();
        Exchange first = slow.get(60, TimeUnit.SECONDS);

        assertThat(List.of(quick, first))
                .allSatisfy(exchange -> assertThat(exchange.getException()).isNull());
        assertThat(first.getProperty(CaravanConstants.MANIFEST, Manifest.class))
                .as("the publication that was finished by another process is its own")
                .isNotNull();
        assertThat(quick.getProperty(CaravanConstants.MANIFEST)).isNull();
        assertThat(quick.isRouteStop()).as("the catalog may not know of it yet").isFalse();
        table.versions();
        table.assertWhole("after the race");
        assertThat(lake.state("t").get("runId").asText()).isEqualTo(FIRE);
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads") || name.startsWith("_unfinished"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void who_comes_second_to_the_state_leaves_the_copies_of_the_first_alone(boolean sameFire) throws Exception {
        // Nothing is published yet, so that both mean to write the one key of a table of one file.
        lake.table("t", "table", "t");
        CountDownLatch second = new CountDownLatch(1);
        CountDownLatch copied = new CountDownLatch(1);
        CountDownLatch lost = new CountDownLatch(1);
        // The first takes the table when the second has read its state, and waits behind its copy until the second has
        // lost.
        FaultyProxy first = FaultyProxy.before(TestStack.get().s3().endpoint());
        first.fail(1, RacingPublicationsTest::marks, new Fault.Meanwhile(() -> await("second", second)));
        first.fail(1, 1, RacingPublicationsTest::writesState, new Fault.Meanwhile(() -> {
            copied.countDown();
            await("lost", lost);
        }));
        s3.fail(1, RacingPublicationsTest::marks, new Fault.Meanwhile(() -> {
            second.countDown();
            await("copied", copied);
        }));
        try (first;
                TestLake winner = process("first", first);
                TestLake late = process("late", s3)) {
            CamelContext firstContext = winner.loadedContext();
            CamelContext lateContext = late.loadedContext();
            CompletableFuture<Exchange> winning =
                    CompletableFuture.supplyAsync(() -> run(firstContext, FIRE), OwnThread::start);
            Exchange loser = run(lateContext, sameFire ? FIRE : "20261122T041500001Z");
            lost.countDown();

            assertThat(winning.get(60, TimeUnit.SECONDS).getException()).isNull();
            assertThat(loser.getException()).hasMessageContaining("Another process published table t");
        }
        assertThat(table.versions()).containsExactly("0");
        table.assertWhole("after the second one lost");
        assertThat(lake.state("t").get("runId").asText()).isEqualTo(FIRE);
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads") || name.startsWith("_unfinished"));
    }

    private TestLake process(String name, FaultyProxy through) {
        return lake.beside(folder.resolve(name))
                .set("caravan.retry.maximum", "0")
                .set("caravan.lake.endpoint", through.endpoint().toString());
    }

    private static boolean marks(ProxiedRequest request) {
        return request.method().equals("PUT") && request.path().contains("/_unfinished/");
    }

    private static boolean writesState(ProxiedRequest request) {
        return request.method().equals("PUT") && request.path().endsWith("state.json");
    }

    @Test
    void rows_that_were_read_before_another_published_are_read_again() throws Exception {
        lake.published("t");
        table.next();
        s3.fail(
                1,
                request -> request.method().equals("PUT") && request.path().contains("/_unfinished/"),
                new Fault.Meanwhile(() -> {
                    table.next();
                    lake.published("t");
                }));

        ExportResult late = other.published("t");

        assertThat(lake.state("t").get("runId").asText()).isEqualTo(late.runId());
        assertThat(table.versions()).containsExactly("2");
        table.assertWhole("after the second attempt");
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads") || name.startsWith("_unfinished"));
    }

    @Test
    void readers_find_every_row_at_least_once_while_two_publish_all_the_time() throws Exception {
        lake.published("t");
        s3.fail(RacingPublicationsTest::isCopy, new Fault.Delay(Duration.ofMillis(30)));
        lake.loadedContext();
        other.loadedContext();
        AtomicBoolean stop = new AtomicBoolean();
        CompletableFuture<List<String>> reader =
                CompletableFuture.supplyAsync(() -> lessThanWhole(stop), OwnThread::start);
        List<CompletableFuture<?>> writers = new ArrayList<>();
        for (TestLake process : List.of(lake, other)) {
            writers.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < 6; i++) {
                            String fire = String.format("20261122T0415%02d000Z", i);
                            run(process.loadedContext(), fire);
                        }
                    },
                    OwnThread::start));
        }
        for (CompletableFuture<?> writer : writers) {
            writer.get(120, TimeUnit.SECONDS);
        }
        stop.set(true);

        assertThat(reader.get(60, TimeUnit.SECONDS)).isEmpty();
        table.versions();
        table.assertWhole("after both");
    }

    /** What a reader found that was less than all rows; a file that goes while it is read is read again, as engines do. */
    private List<String> lessThanWhole(AtomicBoolean stop) {
        List<String> found = new ArrayList<>();
        int looks = 0;
        while (!stop.get()) {
            try (DuckDb duck = DuckDb.open()) {
                String rows = Objects.requireNonNull(duck.text("SELECT count(DISTINCT i) FROM " + lake.parquet("t"))
                        .get(0)
                        .get(0));
                looks++;
                if (!rows.equals("" + ROWS)) {
                    found.add(rows);
                }
            } catch (AssertionError | RuntimeException e) {
                // A file has gone between the listing and the read.
            }
        }
        assertThat(looks).isGreaterThan(5);
        return found;
    }

    @Test
    void files_are_copied_side_by_side() {
        lake.published("t");
        CountDownLatch together = new CountDownLatch(2);
        AtomicBoolean isAlone = new AtomicBoolean();
        s3.fail(2, RacingPublicationsTest::isCopy, new Fault.Meanwhile(() -> {
            together.countDown();
            isAlone.compareAndSet(false, !Await.comesTrue(Duration.ofSeconds(30), () -> together.getCount() == 0));
        }));

        other.published("t");

        assertThat(isAlone).isFalse();
        assertThat(s3.seen().stream()
                        .filter(request -> request.query().equals("delete"))
                        .count())
                .as("one request removes files and uploads, one the marker")
                .isEqualTo(2);
    }

    private static Exchange run(CamelContext context, String fire) {
        return context.createProducerTemplate()
                .send("direct:t.run", exchange -> exchange.setProperty(CaravanConstants.RUN_ID, fire));
    }

    private static boolean isCopy(ProxiedRequest request) {
        return request.headers().containsKey("x-amz-copy-source")
                && !request.path().contains("/previous.parquet");
    }
}
