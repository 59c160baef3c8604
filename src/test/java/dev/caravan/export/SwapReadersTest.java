package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Child;
import dev.caravan.DuckDb;
import dev.caravan.OwnThread;
import dev.caravan.TestLake;
import dev.caravan.component.lakepublish.PublicationRecovery;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A reader that follows the Glue table while the table is published again and again. */
class SwapReadersTest {
    private static final int SWAPS = Integer.getInteger("test.swaps", 60);
    /** Every so many swaps, another process runs the table too and is killed. */
    private static final int BETWEEN_KILLS = 30;

    private static final int CHANGES = 12;
    private static final int ROWS = 1_500;

    @TempDir
    private Path folder;

    private TestLake lake;
    private CatalogTable table;
    private final AtomicBoolean isOver = new AtomicBoolean();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger vanished = new AtomicInteger();

    @BeforeEach
    void open() {
        lake = TestLake.open("readers", folder).set("caravan.retry.maximum", "3");
        table = new CatalogTable(lake, ROWS);
    }

    @AfterEach
    void close() {
        lake.close();
        table.close();
    }

    @Test
    void a_reader_never_sees_a_mixture_or_an_empty_table_during_swaps_and_kills() {
        table.define("swap", "fileSize", "20000", "batchRows", "500");
        lake.published("t");
        CompletableFuture<Void> reader = CompletableFuture.runAsync(this::readOn, OwnThread::start);
        for (int swap = 1; swap <= SWAPS; swap++) {
            table.next();
            if (swap % BETWEEN_KILLS == 0) {
                kill(new Random().nextInt(2_500));
                PublicationRecovery.now(lake.pod().context());
            }
            lake.published("t");
        }
        isOver.set(true);
        reader.join();

        assertThat(reads).hasValueGreaterThan(SWAPS / 10);
        assertThat(vanished).as("files that went under a reader").hasValue(0);
        table.assertWhole("after all");
    }

    @Test
    void a_reader_finds_the_table_whole_while_its_mode_changes() {
        table.define("replace");
        lake.published("t");
        CompletableFuture<Void> reader = CompletableFuture.runAsync(this::readOn, OwnThread::start);
        for (int change = 1; change <= CHANGES; change++) {
            table.next();
            table.define(
                    change % 3 == 0 ? "replace" : "swap", "keepRuns", "1", "keepFor", change % 4 == 0 ? "1h" : "0");
            lake.published("t");
        }
        isOver.set(true);
        reader.join();

        assertThat(reads).hasValueGreaterThan(CHANGES);
        table.assertWhole("after all");
    }

    private void readOn() {
        long last = -1;
        try (DuckDb duck = DuckDb.open()) {
            while (!isOver.get()) {
                String location = table.reader().location("t");
                List<Path> files = table.reader().files("t");
                if (!location.equals(table.reader().location("t"))) {
                    continue;
                }
                last = read(duck, location, files, last);
            }
        }
    }

    /** A file may go under a reader only if readers are led elsewhere by then. */
    private long read(DuckDb duck, String location, List<Path> files, long last) {
        List<List<String>> rows;
        try {
            rows = duck.text("SELECT min(version), max(version), count(*), count(DISTINCT i) FROM "
                    + DuckDb.parquet(files.toArray(Path[]::new)));
        } catch (RuntimeException | AssertionError e) {
            boolean isGone = files.isEmpty() || files.stream().anyMatch(file -> !Files.exists(file));
            assertThat(isGone).as(String.valueOf(e)).isTrue();
            assertThat(table.reader().location("t")).isNotEqualTo(location);
            vanished.incrementAndGet();
            return last;
        }
        reads.incrementAndGet();
        List<String> row = rows.get(0);
        assertThat(row.get(0)).as("one version at " + location).isEqualTo(row.get(1));
        assertThat(row.subList(2, 4)).as("all rows at " + location).containsOnly("" + ROWS);
        long version = Long.parseLong(row.get(0));
        assertThat(version).as("never back").isGreaterThanOrEqualTo(last);
        return version;
    }

    /** Another process runs the table as well, until it is killed. */
    private void kill(int millis) {
        TestLake other = lake.beside(folder.resolve("other" + reads.get()));
        try (Child child = other.exportInProcess(folder.resolve("killed"), "t")) {
            if (!child.endsWithin(millis)) {
                child.kill();
            }
        }
    }
}
