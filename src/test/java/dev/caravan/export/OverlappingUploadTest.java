package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.component.ActiveRuns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverlappingUploadTest {
    private static final int ROWS = 40_000;

    @TempDir
    private Path folder;

    private FaultyProxy s3;
    private TestLake lake;

    @BeforeEach
    void open() {
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        lake = TestLake.open("overlap", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .sql("CREATE TABLE t AS SELECT i, repeat(md5(i::text), 30) AS words FROM generate_series(1, " + ROWS
                        + ") i")
                .table("t", "table", "t", "readers", "1", "batchRows", "500", "fileSize", "200000");
    }

    @AfterEach
    void close() {
        lake.close();
        s3.close();
    }

    @Test
    void the_next_file_is_read_meanwhile_and_a_third_waits_so_that_a_slow_store_slows_the_read() {
        AtomicInteger staged = new AtomicInteger();
        AtomicLong atFirst = new AtomicLong();
        AtomicLong secondsLater = new AtomicLong();
        s3.fail(1, request -> request.path().contains("/uploads/"), new Fault.Meanwhile(() -> {
            waitUntil(() -> staged() >= 2);
            waitUntil(this::isReadAtRest);
            atFirst.set(rowsRead());
            staged.set((int) staged());
            pause(1_500);
            secondsLater.set(rowsRead());
        }));

        lake.published("t");

        assertThat(staged).hasValue(2);
        assertThat(secondsLater.get()).isEqualTo(atFirst.get()).isLessThan(ROWS);
        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.value("SELECT count(DISTINCT i) FROM " + lake.parquet("t")))
                    .isEqualTo((long) ROWS);
        }
        assertThat(staged()).isZero();
    }

    private boolean isReadAtRest() {
        long before = rowsRead();
        pause(500);
        return rowsRead() == before;
    }

    private long rowsRead() {
        return ActiveRuns.of(lake.pod().context()).find("t").orElseThrow().rowsRead();
    }

    private long staged() {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("\\d+-\\d+\\.parquet")
                            && file.toString().contains("staging"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void waitUntil(BooleanSupplier condition) {
        for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
            pause(100);
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
