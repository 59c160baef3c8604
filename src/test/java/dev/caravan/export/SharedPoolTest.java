package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.OwnThread;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs that share a pool which is too small for all the readers that they want. */
class SharedPoolTest {
    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.open("pool", folder).set("caravan.retry.maximum", "0");
        for (String table : List.of("a", "b", "c")) {
            lake.sql("CREATE TABLE " + table + " WITH (fillfactor = 10) AS"
                            + " SELECT i, md5(i::text) AS words FROM generate_series(1, 60000) i")
                    .table(table, "table", table, "readers", "4", "batchRows", "100");
        }
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void they_take_what_there_is_and_never_wait_for_each_other(int connections) throws Exception {
        lake.set("caravan.source.pool-size", Integer.toString(connections)).set("caravan.runs.maximum", "2");
        lake.published("a");

        TableExport export = new TableExport(lake.pod().context());
        List<CompletableFuture<ExportResult>> runs = List.of("a", "b", "c").stream()
                .map(table -> CompletableFuture.supplyAsync(() -> export.run(table), OwnThread::start))
                .toList();

        for (CompletableFuture<ExportResult> run : runs) {
            ExportResult result = run.get(60, TimeUnit.SECONDS);
            assertThat(result.failure()).isNull();
            assertThat(result.rows()).isEqualTo(60_000);
        }
        assertThat(lake.files("a")).hasSizeBetween(1, 4);
        SameRows.assertSame(lake, "a", "a");
    }
}
