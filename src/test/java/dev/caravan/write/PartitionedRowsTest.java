package dev.caravan.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.partition.Partitioning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Random batches over random partitions: every row is in the file of its partition once, whatever the bounds are. */
class PartitionedRowsTest {
    /** The least that there is. */
    private static final long MEMORY = 4L << 20;

    private static final int MOST_ROWS = 1_500;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = """
            regions, days, open, fileBytes,     batches
                  1,    1,    4, 1099511627776, 15
                  2,    2,    1, 1099511627776, 5
                  3,    6,    7, 1099511627776, 6
                  6,   10,   64, 1099511627776, 6
                 12,   11, 2000, 1099511627776, 6
                  2,    2,    3, 100000,        10
                  2,    1,    5, 30000,         15
            """)
    void every_row_is_in_the_file_of_its_partition_once(int regions, int days, int open, long fileBytes, int batches)
            throws IOException {
        EventRows rows = new EventRows(regions, days);
        WriteOptions options = new WriteOptions(Compression.ZSTD, 1 << 20, fileBytes).withMemory(MEMORY);
        List<DataFile> files = new ArrayList<>();
        int next = 0;
        try (PartitionedWriter writer = writer(options, EventRows.byRegionAndDay(false), open)) {
            for (int i = 1; i <= batches; i++) {
                int count = i == batches ? 0 : random.nextInt(MOST_ROWS);
                files.addAll(writer.append(rows.batch(next, next + count), i == batches));
                next += count;
                assertThat(writer.openFiles()).isLessThanOrEqualTo(open);
                assertThat(writer.held() <= MEMORY || writer.openFiles() == 1)
                        .as("%d files hold %d, seed %d", writer.openFiles(), writer.held(), seed)
                        .isTrue();
            }
            assertThat(writer.openFiles()).isZero();
        }

        assertThat(files).extracting(DataFile::name).doesNotHaveDuplicates();
        assertThat(files.stream().mapToLong(DataFile::rows).sum()).isEqualTo(next);
        judge(files, rows.expected(0, next));
    }

    /** Has DuckDB compare the files, in the folders that their names say, with the rows that there have to be. */
    private void judge(List<DataFile> files, String expected) throws IOException {
        Path lake = folder.resolve("lake");
        Partitioning partitioning = EventRows.byRegionAndDay(false);
        for (DataFile file : files) {
            assertThat(file.name())
                    .isEqualTo(
                            partitioning.folder(file.partition()) + file.path().getFileName());
            Path to = lake.resolve(file.name());
            Files.createDirectories(to.getParent());
            Files.move(file.path(), to);
        }
        try (DuckDb duck = DuckDb.open()) {
            duck.execute("CREATE TABLE expected AS " + expected);
            duck.execute("CREATE TABLE written AS SELECT * FROM read_parquet('" + lake
                    + "/*/*/*.parquet', hive_partitioning = true, filename = true, file_row_number = true,"
                    + " hive_types = {'region': VARCHAR, 'dt': DATE})");
            String columns = "id, region, moment, words, flag, amount, tags, place, attributes FROM ";
            assertThat(duck.text("SELECT " + columns + "written EXCEPT ALL SELECT " + columns + "expected LIMIT 5"))
                    .as("not expected, seed %d", seed)
                    .isEmpty();
            assertThat(duck.text("SELECT " + columns + "expected EXCEPT ALL SELECT " + columns + "written LIMIT 5"))
                    .as("missing, seed %d", seed)
                    .isEmpty();
            assertThat(duck.text("SELECT id, moment, dt FROM written WHERE dt IS DISTINCT FROM moment::DATE LIMIT 5"))
                    .as("in another folder, seed %d", seed)
                    .isEmpty();
            assertThat(duck.text("SELECT * FROM (SELECT id, lag(id) OVER (PARTITION BY region, dt"
                            + " ORDER BY parse_filename(filename), file_row_number) AS before FROM written)"
                            + " WHERE before > id LIMIT 5"))
                    .as("out of order, seed %d", seed)
                    .isEmpty();
        }
    }

    @Test
    void a_file_ends_with_the_batch_that_brings_it_to_its_size() {
        EventRows rows = new EventRows(2, 1);
        WriteOptions options = new WriteOptions(Compression.NONE, 1 << 20, 30_000);
        List<DataFile> early = new ArrayList<>();
        List<DataFile> last;
        try (PartitionedWriter writer = writer(options, EventRows.byRegionAndDay(false), 100)) {
            for (int i = 0; i < 40; i++) {
                List<DataFile> ended = writer.append(rows.batch(i * 200, i * 200 + 200), false);
                assertThat(ended)
                        .allSatisfy(
                                file -> assertThat(file.path()).isRegularFile().hasSize(file.bytes()));
                early.addAll(ended);
            }
            last = writer.append(rows.batch(0, 0), true);
            assertThat(writer.begunAgain()).isZero();
        }
        assertThat(early).hasSizeGreaterThan(8).allSatisfy(file -> assertThat(file.bytes())
                .isBetween(10_000L, 60_000L));
        assertThat(last).isNotEmpty().hasSizeLessThan(7);
    }

    private PartitionedWriter writer(WriteOptions options, Partitioning partitioning, int open) {
        return new PartitionedWriter(
                folder.resolve("staging"),
                "00007-",
                options,
                new PartitionedWriter.Division(partitioning, "table t", false),
                (column, rule) -> {
                    throw new AssertionError(rule);
                },
                open);
    }
}
