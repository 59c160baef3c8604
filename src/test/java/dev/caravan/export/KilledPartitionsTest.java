package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Child;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.OwnThread;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.component.lakepublish.PublicationRecovery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A reader that polls the partitions of a table while processes publish it and are killed: each partition is whole, of one of the versions
 * between which the table changes. The profile {@code full} has more kills.
 */
class KilledPartitionsTest {
    private static final int PUBLICATIONS = 20;
    private static final int KILLS = Integer.getInteger("test.partition.kills", 2);
    private static final int KILLED = 137;
    private static final int POLL_MILLIS = 5;

    /** Before which request a process is killed; Glue still gets that one if it is marked. */
    private static final List<String> MOMENTS = List.of(
            "BatchUpdatePartition!",
            "BatchDeletePartition",
            "BatchCreatePartition!",
            "BatchUpdatePartition",
            "UpdateTable!",
            "BatchCreatePartition",
            "UpdateTable",
            "BatchDeletePartition",
            "GetPartitions",
            "BatchDeletePartition!");

    /** Two versions of the rows, between which a reader may come. */
    private record Versions(Map<String, String> before, Map<String, String> after) {}

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy glue;
    private DayTable table;
    private volatile Versions now = new Versions(Map.of(), Map.of());
    private final AtomicInteger polls = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);

    @BeforeEach
    void open() {
        glue = FaultyProxy.before(TestStack.get().glueEndpoint());
        lake = TestLake.open("killedpartitions", folder);
        table = new DayTable(lake, folder);
        table.define("keepFor", "1h");
    }

    @AfterEach
    void close() {
        end.countDown();
        lake.close();
        table.close();
        glue.close();
    }

    @Test
    void each_partition_is_whole_and_of_one_version_through_publications_and_kills() throws Exception {
        lake.published("t");
        now = new Versions(table.source(), table.source());
        CompletableFuture<Void> reader = CompletableFuture.runAsync(this::readOn, OwnThread::start);
        int kills = 0;
        for (int i = 1; i <= Math.max(PUBLICATIONS, KILLS * 2); i++) {
            Map<String, String> before = now.after();
            Map<String, String> after = table.next();
            now = new Versions(before, after);
            String where = "publication " + i;
            // A day comes with odd versions, and goes with even ones.
            String moment = MOMENTS.get(kills % MOMENTS.size());
            if (kills < KILLS && (moment.startsWith("BatchCreate") ? i % 2 == 1 : i % 2 == 0)) {
                kill(moment, folder.resolve("killed" + kills++));
                where += ", killed at " + moment;
                DayTable.assertOfEither(where, table.found(where), before, after);
                PublicationRecovery.now(lake.pod().context());
            } else {
                lake.published("t");
            }
            assertThat(table.found(where)).as(where).isEqualTo(after);
            table.assertWhole(where);
            assertThat(reader.isCompletedExceptionally()).as(where).isFalse();
        }
        end.countDown();
        reader.get(60, TimeUnit.SECONDS);

        assertThat(polls).as("reads").hasValueGreaterThan(PUBLICATIONS / 2);
        table.define("keepFor", "0");
        table.next();
        lake.published("t");
        table.assertWhole("without earlier runs");
        table.assertClean("without earlier runs");
    }

    private void kill(String moment, Path own) {
        TestLake other =
                lake.beside(own).set("caravan.glue.endpoint", glue.endpoint().toString());
        CompletableFuture<Child> started = new CompletableFuture<>();
        Runnable kill = () -> started.join().kill();
        glue.fail(
                1,
                request -> request.operation().equals(moment.replace("!", "")),
                moment.endsWith("!") ? new Fault.Meanwhile(kill) : new Fault.Instead(kill));
        try (Child child = other.exportInProcess(own, "t")) {
            started.complete(child);
            assertThat(child.exit()).as(moment + ": " + child.err()).isEqualTo(KILLED);
        }
        glue.heal();
    }

    private void readOn() {
        try {
            while (!end.await(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                Versions first = now;
                Map<String, String> found = table.found("poll " + polls.get());
                Versions last = now;
                polls.incrementAndGet();
                if (last.before().equals(first.before()) || last.before().equals(first.after())) {
                    assertOneOf(first, last, found);
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A poll may last from one publication into the next. */
    private static void assertOneOf(Versions first, Versions last, Map<String, String> found) {
        Map<String, List<String>> possible = new TreeMap<>();
        for (Map<String, String> each : List.of(first.before(), first.after(), last.after())) {
            each.forEach((value, rows) ->
                    possible.computeIfAbsent(value, any -> new ArrayList<>()).add(rows));
        }
        found.forEach((value, rows) -> assertThat(rows).as("partition " + value).isIn(possible.get(value)));
        possible.forEach((value, versions) -> {
            if (versions.size() == 3) {
                assertThat(found).containsKey(value);
            }
        });
    }
}
