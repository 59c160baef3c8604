package dev.caravan.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.DuckDb;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Vector;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.partition.Partition;
import dev.caravan.partition.Partitioning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows go exactly once into a file of their partition, as an independent reader sees it; and what is open stays within its bounds. */
class PartitionedWriterTest {
    private static final int BATCH = 700;
    private static final long MEMORY = 4L << 20;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        // seed, regions, days, open files, bytes of a file
        "1,  1,   1,  256, 9223372036854775807",
        "2,  3,  40,  256, 9223372036854775807",
        "3,  9, 300,    4, 9223372036854775807",
        "4,  5,  90,    1, 9223372036854775807",
        "5, 20, 365,   16, 20000",
        "6,  2,  60,   16, 4000"
    })
    void rows_go_exactly_once_into_a_file_of_their_partition(long seed, int regions, int days, int open, long fileBytes)
            throws IOException {
        RandomTable table = new RandomTable(seed, regions, days);
        WriteOptions options = new WriteOptions(Compression.ZSTD, 1 << 20, fileBytes).withMemory(MEMORY);
        List<DataFile> files = new ArrayList<>();

        try (PartitionedWriter writer = writer(options, new PartitionBounds(open, false))) {
            for (int i = 0; i < 12; i++) {
                files.addAll(writer.take(table.batch(BATCH), i == 11));
                assertThat(writer.open()).isLessThanOrEqualTo(open);
                assertThat(writer.held()).isLessThanOrEqualTo(MEMORY);
            }
        }

        Path lake = lake(files);
        String written =
                "SELECT id, region, day, words, flag, ratio, tags, place, attributes FROM read_parquet('" + lake
                        + "/*/*/*.parquet', hive_partitioning = true, hive_types = {'region': VARCHAR, 'month': VARCHAR})";
        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.text(written + " EXCEPT ALL " + table.expected())).isEmpty();
            assertThat(duck.text(table.expected() + " EXCEPT ALL " + written)).isEmpty();
            assertThat(duck.text("SELECT month, day FROM read_parquet('" + lake
                            + "/*/*/*.parquet', hive_partitioning = true, hive_types = {'month': VARCHAR})"
                            + " WHERE month IS DISTINCT FROM strftime(day, '%Y-%m')"))
                    .isEmpty();
        }
        assertThat(files).extracting(DataFile::name).doesNotHaveDuplicates();
        assertThat(files).allSatisfy(file -> assertThat(file.name())
                .startsWith(RandomTable.byRegionAndMonth().folder(file.partition()) + "00007-"));
    }

    private PartitionedWriter writer(WriteOptions options, PartitionBounds bounds) {
        return writer(options, bounds, RandomTable.byRegionAndMonth());
    }

    private PartitionedWriter writer(WriteOptions options, PartitionBounds bounds, Partitioning partitioning) {
        return new PartitionedWriter(
                folder.resolve("staging"),
                "00007-",
                options,
                partitioning,
                bounds,
                "table t",
                (level, rule, column, row, isFirst) -> {
                    throw new AssertionError(rule);
                });
    }

    /** The files in the folders that their names say. */
    private Path lake(List<DataFile> files) throws IOException {
        Path lake = folder.resolve("lake");
        for (DataFile file : files) {
            Path to = lake.resolve(file.name());
            Files.createDirectories(to.getParent());
            Files.copy(file.path(), to);
        }
        return lake;
    }

    @Test
    void the_file_that_was_not_written_into_for_the_longest_time_is_ended() {
        List<String> ended = new ArrayList<>();
        try (PartitionedWriter writer = writer(WriteOptions.DEFAULT, new PartitionBounds(2, false))) {
            for (String region : "a b a c b".split(" ")) {
                writer.take(rows(region), false)
                        .forEach(file -> ended.add(file.partition().values().get(0)));
            }
            assertThat(ended).containsExactly("b", "a");
            assertThat(writer.again()).isEqualTo(1);
            assertThat(writer.take(rows("b"), true))
                    .extracting(DataFile::name)
                    .containsExactly(
                            "region=c/month=2026-01/00007-00002.parquet", "region=b/month=2026-01/00007-00003.parquet");
        }
    }

    private static RowBatch rows(String region) {
        List<Vector> columns = RandomTable.FIELDS.stream()
                .map(field -> field.target().vector(new byte[0]))
                .toList();
        columns.forEach(Vector::addNull);
        columns.get(1).truncate(0);
        ((dev.caravan.batch.BytesVector) columns.get(1)).add(region);
        columns.get(2).truncate(0);
        ((dev.caravan.batch.IntVector) columns.get(2)).add(20_454);
        return new RowBatch(RandomTable.FIELDS, columns, 1, 10);
    }

    @Test
    void a_partition_has_several_files_when_one_reaches_its_size() {
        WriteOptions options = new WriteOptions(Compression.ZSTD, 1 << 20, 4_000).withMemory(MEMORY);
        RandomTable table = new RandomTable(1, 1, 1);
        List<DataFile> files = new ArrayList<>();
        try (PartitionedWriter writer = writer(options, PartitionBounds.MIXED)) {
            for (int i = 0; i < 10; i++) {
                files.addAll(writer.take(table.batch(BATCH), i == 9));
            }
            assertThat(writer.again()).isZero();
        }
        assertThat(files).extracting(DataFile::partition).hasSizeGreaterThan(8);
        assertThat(files.stream().map(DataFile::partition).distinct()).hasSize(4);
    }

    @Test
    void a_chunk_without_rows_has_one_file_in_the_folder_of_nulls() {
        RowBatch none = new RowBatch(
                RandomTable.FIELDS,
                RandomTable.FIELDS.stream()
                        .map(field -> field.target().vector(new byte[0]))
                        .toList(),
                0,
                0);
        try (PartitionedWriter writer = writer(WriteOptions.DEFAULT, PartitionBounds.MIXED);
                DuckDb duck = DuckDb.open()) {
            List<DataFile> files = writer.take(none, true);

            assertThat(files).hasSize(1);
            assertThat(files.get(0).rows()).isZero();
            assertThat(files.get(0).name())
                    .isEqualTo(
                            "region=__HIVE_DEFAULT_PARTITION__/month=__HIVE_DEFAULT_PARTITION__/00007-00000.parquet");
            assertThat(files.get(0).partition()).isEqualTo(new Partition(Arrays.asList(null, null)));
            assertThat(duck.columns(files.get(0).path()))
                    .containsOnlyKeys("id", "day", "words", "flag", "ratio", "tags", "place", "attributes");
        }
    }

    @Test
    void an_empty_batch_at_the_end_of_a_chunk_with_rows_brings_no_file_of_its_own() {
        RowBatch none = new RowBatch(RandomTable.FIELDS, rows("a").columns(), 0, 0);
        try (PartitionedWriter writer = writer(WriteOptions.DEFAULT, PartitionBounds.MIXED)) {
            assertThat(writer.take(rows("a"), false)).isEmpty();
            assertThat(writer.take(none, true)).extracting(DataFile::rows).containsExactly(1L);
        }
    }

    @Test
    void a_column_that_is_a_partition_may_be_kept_in_the_files() {
        Partitioning once = RandomTable.byRegionAndMonth();
        Partitioning keeping = new Partitioning(once.levels(), once.timeZone(), true, false);
        try (PartitionedWriter writer = writer(WriteOptions.DEFAULT, PartitionBounds.MIXED, keeping);
                DuckDb duck = DuckDb.open()) {
            DataFile file = writer.take(rows("a b"), true).get(0);

            assertThat(file.name()).startsWith("region=a b/");
            assertThat(duck.value("SELECT region FROM '" + file.path() + "'")).isEqualTo("a b");
        }
    }

    @Test
    void bloom_filters_of_a_column_that_files_do_not_have_are_refused() {
        WriteOptions options = WriteOptions.DEFAULT.withBloomFilters(Set.of("id", "region"));
        try (PartitionedWriter writer = writer(options, PartitionBounds.MIXED)) {
            assertThatThrownBy(() -> writer.take(rows("a"), true))
                    .isInstanceOfSatisfying(ExportException.class, refusal -> {
                        assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
                        assertThat(refusal.hint()).startsWith("Remove it from bloomFilters");
                    })
                    .hasMessageContaining("bloomFilters names region, by which table t is partitioned");
        }
    }

    @Test
    void nothing_stays_on_the_disk_of_a_chunk_that_is_not_finished() throws IOException {
        WriteOptions options = new WriteOptions(Compression.ZSTD, 1 << 10, Long.MAX_VALUE).withMemory(MEMORY);
        RandomTable table = new RandomTable(1, 3, 1);
        try (PartitionedWriter writer = writer(options, PartitionBounds.MIXED)) {
            for (int i = 0; i < 10; i++) {
                assertThat(writer.take(table.batch(BATCH), false)).isEmpty();
            }
            assertThat(folder.resolve("staging")).isNotEmptyDirectory();
        }
        assertThat(folder.resolve("staging")).isEmptyDirectory();
    }
}
