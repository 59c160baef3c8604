package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.OwnThread;
import dev.caravan.ProxiedRequest;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.component.CaravanConstants;
import dev.caravan.component.lakepublish.PublicationRecovery;
import dev.caravan.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** Several processes that publish one table by swap at the same moment. */
class RacingSwapsTest {
    private static final int ROUNDS = 12;

    @TempDir
    private Path folder;

    private TestLake lake;
    private TestLake other;
    private FaultyProxy glue;
    private CatalogTable table;

    @BeforeEach
    void open() {
        glue = FaultyProxy.before(TestStack.get().glueEndpoint());
        lake = TestLake.open("races", folder).set("caravan.retry.maximum", "0");
        table = new CatalogTable(lake, 2_000);
        table.define("swap", "keepRuns", "2", "keepFor", "0");
        other = lake.beside(folder.resolve("other"))
                .set("caravan.glue.endpoint", glue.endpoint().toString());
    }

    @AfterEach
    void close() {
        lake.close();
        other.close();
        table.close();
        glue.close();
    }

    @Test
    void of_two_processes_one_publishes_and_the_other_says_so_and_leaves_nothing() {
        lake.published("t");
        int refused = 0;
        for (int round = 0; round < ROUNDS; round++) {
            table.next();
            lake.loadedContext();
            other.loadedContext();
            List<CompletableFuture<ExportResult>> both = List.of(start(lake), start(other));
            List<ExportResult> results = new ArrayList<>();
            both.forEach(each -> results.add(each.join()));

            assertThat(results).anyMatch(ExportResult::isPublished);
            for (ExportResult result : results) {
                if (!result.isPublished()) {
                    refused++;
                    assertThat(Objects.requireNonNull(result.failure()).code()).isEqualTo(ErrorCode.CONCURRENT_PUBLISH);
                    assertThat(result.failure()).hasMessageContaining("Another process published table t");
                }
            }
            table.assertWhole("round " + round);
            table.versions("round " + round);
            assertThat(table.dataFiles()).as("round " + round).isEqualTo(table.named());
        }
        assertThat(refused).as("rounds in which both met").isPositive();
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads"));
    }

    @Test
    void processes_that_take_the_same_fire_upload_into_folders_of_their_own() {
        CamelContext one = lake.loadedContext();
        CamelContext two = other.loadedContext();
        for (int round = 0; round < ROUNDS; round++) {
            table.next();
            String fire = String.format("20261122T0415%02d000Z", round);
            List<CompletableFuture<Exchange>> both = Stream.of(one, two)
                    .map(context -> CompletableFuture.supplyAsync(() -> run(context, fire), OwnThread::start))
                    .toList();
            long published = both.stream()
                    .map(CompletableFuture::join)
                    .filter(exchange -> exchange.getProperty(CaravanConstants.MANIFEST) != null)
                    .count();

            assertThat(published).as("round " + round).isEqualTo(1);
            assertThat(lake.state("t").get("runId").asText()).isEqualTo(fire);
            table.versions("round " + round);
            table.assertWhole("round " + round);
        }
        table.clean();
        assertThat(table.dataFiles()).isEqualTo(table.named());
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads"));
    }

    private static Exchange run(CamelContext context, String fire) {
        return context.createProducerTemplate()
                .send("direct:t.run", exchange -> exchange.setProperty(CaravanConstants.RUN_ID, fire));
    }

    private static CompletableFuture<ExportResult> start(TestLake lake) {
        return CompletableFuture.supplyAsync(() -> lake.export("t"), OwnThread::start);
    }

    @Test
    void who_is_held_up_before_the_catalog_finds_that_another_process_has_done_it() throws Exception {
        lake.published("t");
        table.next();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch passed = new CountDownLatch(1);
        glue.fail(1, RacingSwapsTest::isUpdate, new Fault.Meanwhile(() -> {
            held.countDown();
            await(passed);
        }));
        CompletableFuture<ExportResult> slow = start(other);
        await(held);

        PublicationRecovery.now(lake.pod().context());
        String finished = lake.state("t").get("runId").asText();
        table.next();
        String later = lake.published("t").runId();
        passed.countDown();
        ExportResult result = slow.get(60, TimeUnit.SECONDS);

        assertThat(result.runId()).isEqualTo(finished);
        assertThat(lake.state("t").get("runId").asText()).isEqualTo(later);
        table.assertWhole("after all");
        assertThat(table.versions("after all")).containsExactly("2");
    }

    @Test
    void who_is_held_up_cannot_lead_readers_to_files_that_were_taken_back() throws Exception {
        String first = lake.published("t").runId();
        int version = Integer.parseInt(table.reader().table("t").versionId());
        table.next();
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch passed = new CountDownLatch(1);
        glue.fail(1, RacingSwapsTest::isUpdate, new Fault.Meanwhile(() -> {
            held.countDown();
            await(passed);
        }));
        CompletableFuture<ExportResult> slow = start(other);
        await(held);
        // It cannot be finished any more, so whoever looks takes it back.
        String lost = lake.state("t").at("/publishing/moves/0/to").asText();
        Files.delete(lake.objects().resolve(lost));
        PublicationRecovery.now(lake.pod().context());
        assertThat(lake.state("t").has("publishing")).isFalse();

        passed.countDown();
        ExportResult result = slow.get(60, TimeUnit.SECONDS);

        assertThat(result.isPublished()).isFalse();
        assertThat(lake.state("t").get("runId").asText()).isEqualTo(first);
        assertThat(table.reader().table("t").versionId())
                .as("readers were never led elsewhere: who took it back has changed the version, and nobody else")
                .isEqualTo("" + (version + 1));
        table.assertWhole("after all");
        assertThat(table.versions("after all")).containsExactly("0");
    }

    @Test
    void a_change_of_the_table_by_hand_meanwhile_is_kept_and_no_failure() throws IOException {
        lake.published("t");
        String before = table.reader().location("t");
        table.next();
        glue.fail(1, RacingSwapsTest::isUpdate, new Fault.Meanwhile(() -> table.reader()
                .describe("t", "by hand")));

        String run = other.published("t").runId();

        assertThat(table.reader().location("t")).endsWith("/run=" + run + "/").isNotEqualTo(before);
        assertThat(table.reader().table("t").description()).isEqualTo("by hand");
        table.assertWhole("after all");
    }

    private static boolean isUpdate(ProxiedRequest request) {
        return request.operation().equals("UpdateTable");
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
