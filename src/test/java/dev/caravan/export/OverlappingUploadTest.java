package dev.caravan.export;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.WaitingThreads;
import dev.caravan.component.ActiveRuns;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
        AtomicLong read = new AtomicLong();
        s3.fail(1, request -> request.path().contains("/uploads/"), new Fault.Meanwhile(() -> {
            await(
                    "the only reader waits",
                    () -> WaitingThreads.in("ChunkUploads", "finished") > 0 || rowsRead() == ROWS);
            read.set(rowsRead());
            staged.set((int) staged());
        }));

        lake.published("t");

        assertThat(staged).hasValue(2);
        assertThat(read.get()).isLessThan(ROWS);
        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.value("SELECT count(DISTINCT i) FROM " + lake.parquet("t")))
                    .isEqualTo((long) ROWS);
        }
        assertThat(staged()).isZero();
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
}
