package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.OwnThread;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.component.CaravanConstants;
import dev.caravan.component.lakepublish.PublicationRecovery;
import dev.caravan.error.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several processes that publish one table by partitions at the same moment. */
class RacingPartitionsTest {
    private static final int ROUNDS = 5;

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy glue;
    private FaultyProxy otherGlue;
    private TestLake other;
    private TestLake third;
    private DayTable table;

    /** A request that waits on its way to Glue. */
    private record Held(CountDownLatch came, CountDownLatch released) {
        static Held at(FaultyProxy glue, String operation) {
            Held held = new Held(new CountDownLatch(1), new CountDownLatch(1));
            glue.fail(1, request -> request.operation().equals(operation), new Fault.Meanwhile(() -> {
                held.came.countDown();
                await(held.released);
            }));
            return held;
        }

        void awaitIt() {
            await(came);
        }

        void release() {
            released.countDown();
        }

        private static void await(CountDownLatch latch) {
            try {
                assertThat(latch.await(60, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError(e);
            }
        }
    }

    @BeforeEach
    void open() {
        glue = FaultyProxy.before(TestStack.get().glueEndpoint());
        otherGlue = FaultyProxy.before(TestStack.get().glueEndpoint());
        lake = TestLake.open("partitionraces", folder).set("caravan.retry.maximum", "0");
        table = new DayTable(lake, folder);
        table.define("keepRuns", "3");
    }

    /** Two more processes, with the table file as it is now. */
    private void openOthers() {
        other = lake.beside(folder.resolve("other"))
                .set("caravan.glue.endpoint", glue.endpoint().toString());
        third = lake.beside(folder.resolve("third"))
                .set("caravan.glue.endpoint", otherGlue.endpoint().toString());
    }

    @AfterEach
    void close() {
        lake.close();
        other.close();
        third.close();
        table.close();
        glue.close();
        otherGlue.close();
    }

    private static CompletableFuture<ExportResult> start(TestLake lake) {
        return CompletableFuture.supplyAsync(() -> lake.export("t"), OwnThread::start);
    }

    private static <T> T end(CompletableFuture<T> work) throws Exception {
        return work.get(60, TimeUnit.SECONDS);
    }

    private void assertLatest(String where) {
        assertThat(table.found(where)).as(where).isEqualTo(table.source());
        table.assertWhole(where);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GetPartitions", "BatchCreatePartition", "BatchUpdatePartition", "BatchDeletePartition"})
    void who_is_held_up_among_its_partitions_leaves_those_of_a_later_run(String operation) throws Exception {
        openOthers();
        if (operation.equals("BatchDeletePartition")) {
            table.next();
        }
        lake.published("t");
        table.next();
        Held held = Held.at(glue, operation);
        CompletableFuture<ExportResult> slow = start(other);
        held.awaitIt();

        PublicationRecovery.now(lake.pod().context());
        String finished = lake.state("t").get("runId").asText();
        table.next();
        String later = lake.published("t").runId();
        held.release();

        assertThat(end(slow).runId()).isEqualTo(finished);
        assertThat(lake.state("t").get("runId").asText()).isEqualTo(later);
        assertLatest("after all");
        table.assertClean("after all");
    }

    @Test
    void who_is_held_up_until_a_later_run_is_half_done_leaves_those_of_the_later_run() throws Exception {
        openOthers();
        lake.published("t");
        table.next();
        Held first = Held.at(glue, "BatchUpdatePartition");
        CompletableFuture<ExportResult> slow = start(other);
        first.awaitIt();
        PublicationRecovery.now(lake.pod().context());
        table.next();
        // It has moved all partitions by then, and does not look at them again.
        Held last = Held.at(otherGlue, "BatchDeletePartition");
        CompletableFuture<ExportResult> later = start(third);
        last.awaitIt();

        first.release();
        end(slow);
        last.release();
        end(later);

        assertLatest("after all");
    }

    @Test
    void who_is_held_up_does_not_undo_what_the_catalog_learned_of_a_later_run_of_replace() throws Exception {
        table.define("publish", "replace");
        openOthers();
        lake.published("t");
        table.next();
        Held held = Held.at(glue, "BatchCreatePartition");
        CompletableFuture<ExportResult> slow = start(other);
        held.awaitIt();

        // Without the day that is about to be created.
        table.next();
        lake.published("t");
        held.release();
        end(slow);

        assertThat(table.found("after all")).isEqualTo(table.source());
    }

    @Test
    void of_two_processes_one_publishes_and_the_other_says_so_and_leaves_nothing() throws Exception {
        openOthers();
        lake.published("t");
        for (int round = 0; round < ROUNDS; round++) {
            table.next();
            lake.loadedContext();
            other.loadedContext();
            List<CompletableFuture<ExportResult>> both = List.of(start(lake), start(other));
            boolean isAnyPublished = false;
            for (CompletableFuture<ExportResult> each : both) {
                ExportResult result = end(each);
                isAnyPublished |= result.isPublished();
                if (!result.isPublished()) {
                    assertThat(Objects.requireNonNull(result.failure()).code()).isEqualTo(ErrorCode.CONCURRENT_PUBLISH);
                }
            }
            assertThat(isAnyPublished).as("round " + round).isTrue();
            assertLatest("round " + round);
        }
        table.assertClean("after all");
    }

    @Test
    void processes_that_take_the_same_fire_publish_it_once() throws Exception {
        openOthers();
        // One after the other: each start of Camel sets properties of the process.
        CamelContext one = lake.loadedContext();
        CamelContext two = other.loadedContext();
        for (int round = 0; round < ROUNDS; round++) {
            Map<String, String> after = table.next();
            String fire = String.format("20261122T0415%02d000Z", round);
            List<CompletableFuture<Exchange>> both = Stream.of(one, two)
                    .map(context -> CompletableFuture.supplyAsync(() -> run(context, fire), OwnThread::start))
                    .toList();
            int published = 0;
            for (CompletableFuture<Exchange> each : both) {
                published += end(each).getProperty(CaravanConstants.MANIFEST) == null ? 0 : 1;
            }
            assertThat(published).as("round " + round).isEqualTo(1);
            assertThat(lake.state("t").get("runId").asText()).isEqualTo(fire);
            assertThat(table.found("round " + round)).isEqualTo(after);
            table.assertWhole("round " + round);
        }
        table.assertClean("after all");
    }

    private static Exchange run(CamelContext context, String fire) {
        return context.createProducerTemplate()
                .send("direct:t.run", exchange -> exchange.setProperty(CaravanConstants.RUN_ID, fire));
    }
}
