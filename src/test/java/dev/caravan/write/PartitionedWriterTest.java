package dev.caravan.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.caravan.DuckDb;
import dev.caravan.LoggedLines;
import dev.caravan.batch.Field;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Target;
import dev.caravan.partition.Partition;
import dev.caravan.partition.PartitionLevel;
import dev.caravan.partition.Partitioning;
import dev.caravan.partition.Transform;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which files are open, which end first, and what they are called. */
class PartitionedWriterTest {
    /** A column that is the partition, and one that is not. */
    private static final List<Field> FIELDS = List.of(new Field("p", Target.INT64), new Field("id", Target.INT64));

    @TempDir
    private Path folder;

    @Test
    void the_file_that_was_used_least_recently_ends_first() {
        List<Long> ended = new ArrayList<>();
        try (PartitionedWriter writer = writer(false, 2, false)) {
            for (long partition : new long[] {1, 2, 1, 3, 2, 2, 3, 1}) {
                writer.append(rows(partition), false).forEach(file -> ended.add(number(file)));
                assertThat(writer.openFiles()).isLessThanOrEqualTo(2);
            }
            assertThat(ended).containsExactly(2L, 1L, 2L);
            assertThat(writer.begunAgain()).isEqualTo(2);

            List<DataFile> last = writer.append(rows(3, 4), true);
            assertThat(last)
                    .extracting(DataFile::name)
                    .containsExactly("p=1/t-00004.parquet", "p=3/t-00002.parquet", "p=4/t-00005.parquet");
        }
    }

    @Test
    void within_a_batch_partitions_are_used_in_the_order_in_which_they_come() {
        try (PartitionedWriter writer = writer(false, 2, false)) {
            assertThat(writer.append(rows(5, 4, 5, 3, 4), true))
                    .extracting(DataFile::name, DataFile::rows)
                    .containsExactly(
                            tuple("p=5/t-00000.parquet", 2L),
                            tuple("p=4/t-00001.parquet", 2L),
                            tuple("p=3/t-00002.parquet", 1L));
        }
    }

    @ParameterizedTest
    @CsvSource({"true, 16", "false, 256"})
    void fewer_files_are_open_where_the_rows_of_a_partition_come_together(boolean isInOrder, int most) {
        try (PartitionedWriter writer = new PartitionedWriter(
                folder, "t-", WriteOptions.DEFAULT, division(false, isInOrder), (column, rule) -> {})) {
            writer.append(rows(IntStream.range(0, 300).asLongStream().toArray()), false);
            assertThat(writer.openFiles()).isEqualTo(most);
        }
        assertThat(folder.toFile().list()).hasSize(300 - most);
    }

    @Test
    void a_chunk_without_rows_has_one_file_in_the_folder_of_nulls() {
        try (PartitionedWriter writer = writer(false, 2, false);
                DuckDb duck = DuckDb.open()) {
            List<DataFile> files = writer.append(rows(), true);

            assertThat(files).hasSize(1);
            DataFile file = files.get(0);
            assertThat(file.name()).isEqualTo("p=__HIVE_DEFAULT_PARTITION__/t-00000.parquet");
            assertThat(file.partition()).isEqualTo(new Partition(Arrays.asList((String) null)));
            assertThat(file.rows()).isZero();
            assertThat(duck.columns(file.path())).isEqualTo(Map.of("id", "BIGINT"));
            assertThat(duck.count(file.path())).isZero();
        }
    }

    @Test
    void batches_without_rows_bring_no_file_of_their_own() {
        try (PartitionedWriter writer = writer(false, 2, false)) {
            assertThat(writer.append(rows(), false)).isEmpty();
            assertThat(writer.append(rows(1), false)).isEmpty();
            assertThat(writer.append(rows(), true)).extracting(DataFile::rows).containsExactly(1L);
        }
    }

    @Test
    void a_chunk_whose_files_ended_before_has_no_further_one() {
        WriteOptions tiny = new WriteOptions(Compression.ZSTD, 1, 1);
        try (PartitionedWriter writer = writer(tiny, division(false, false), 2)) {
            assertThat(writer.append(rows(1, 2), false)).hasSize(2);
            assertThat(writer.append(rows(), true)).isEmpty();
        }
    }

    @Test
    void a_column_that_is_a_partition_is_in_the_files_if_it_is_kept() {
        try (DuckDb duck = DuckDb.open()) {
            for (boolean keeps : new boolean[] {true, false}) {
                try (PartitionedWriter writer = writer(keeps, 2, false)) {
                    // A batch of one partition is not copied, one of several is.
                    List<DataFile> files = new ArrayList<>(writer.append(rows(7), false));
                    files.addAll(writer.append(rows(7, 8), true));

                    assertThat(files).hasSize(2);
                    for (DataFile file : files) {
                        assertThat(duck.columns(file.path()).keySet())
                                .containsExactlyElementsOf(keeps ? List.of("p", "id") : List.of("id"));
                        if (keeps) {
                            assertThat(duck.value("SELECT count(*) FROM " + DuckDb.parquet(file.path())
                                            + " WHERE p IS DISTINCT FROM " + number(file)))
                                    .isEqualTo(0L);
                        }
                    }
                }
            }
        }
    }

    @Test
    void many_files_that_are_begun_again_are_told_once_with_the_remedy() {
        try (LoggedLines log = LoggedLines.of(PartitionedWriter.class.getName())) {
            try (PartitionedWriter writer = writer(false, 1, false)) {
                for (int i = 0; i < 103; i++) {
                    writer.append(rows(i % 2), false);
                }
                writer.append(rows(), true);
            }
            assertThat(log.lines())
                    .containsExactly("WARN Of 103 files for 2 partitions of table t, 101 were begun again since no more"
                            + " could be open. Set sortBy to the columns of partitionBy, so that the rows of a partition come together, or make"
                            + " the partitions larger");
        }
    }

    @ParameterizedTest
    @CsvSource({"102, 0", "104, 1000"})
    void few_files_that_are_begun_again_are_not_told(int alternating, int others) {
        try (LoggedLines log = LoggedLines.of(PartitionedWriter.class.getName())) {
            try (PartitionedWriter writer = writer(false, 1, false)) {
                for (int i = 0; i < alternating / 2; i++) {
                    writer.append(rows(1, 2), false);
                }
                for (int i = 0; i < others; i += 100) {
                    int first = 10 + i;
                    writer.append(
                            rows(IntStream.range(0, 100)
                                    .mapToLong(p -> first + p)
                                    .toArray()),
                            false);
                }
                writer.append(rows(), true);
            }
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void files_that_end_for_their_size_are_not_begun_again() {
        WriteOptions tiny = new WriteOptions(Compression.ZSTD, 1, 1);
        try (PartitionedWriter writer = writer(tiny, division(false, false), 2)) {
            for (int i = 0; i < 5; i++) {
                assertThat(writer.append(rows(1), false)).hasSize(1);
            }
            assertThat(writer.begunAgain()).isZero();
        }
    }

    @Test
    void a_chunk_that_is_not_finished_leaves_no_file() {
        try (PartitionedWriter writer = writer(false, 10, false)) {
            writer.append(rows(1, 2, 3), false);
            assertThat(folder).isNotEmptyDirectory();
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void closing_leaves_the_files_that_are_finished() {
        List<DataFile> files;
        try (PartitionedWriter writer = writer(false, 1, false)) {
            files = writer.append(rows(1, 2), false);
        }
        assertThat(folder.toFile().list())
                .containsExactly(files.get(0).path().getFileName().toString());
    }

    @Test
    void files_of_a_partition_that_no_folder_can_have_are_removed_too() {
        Partitioning years = new Partitioning(
                List.of(new PartitionLevel("y", Transform.YEAR, "at", "int", false)), ZoneId.of("UTC"), false, false);
        List<Field> fields = List.of(new Field("at", Target.TIMESTAMP_UTC));
        LongVector at = new LongVector();
        at.add(0);
        PartitionedWriter.Division division = new PartitionedWriter.Division(years, "table t", false);
        try (PartitionedWriter writer = writer(WriteOptions.DEFAULT, division, 5)) {
            writer.append(new RowBatch(fields, List.of(at), 1, 0), false);
            at.refill(new byte[0]);
            at.add(Long.MAX_VALUE);
            assertThatThrownBy(() -> writer.append(new RowBatch(fields, List.of(at), 1, 0), true))
                    .hasMessageContaining("Column at of table t holds year 294247");
        }
        assertThat(folder).isEmptyDirectory();
    }

    private PartitionedWriter writer(boolean keepsColumns, int open, boolean isInOrder) {
        return writer(WriteOptions.DEFAULT, division(keepsColumns, isInOrder), open);
    }

    private PartitionedWriter writer(WriteOptions options, PartitionedWriter.Division division, int open) {
        return new PartitionedWriter(
                folder,
                "t-",
                options,
                division,
                (column, rule) -> {
                    throw new AssertionError(rule);
                },
                open);
    }

    private static PartitionedWriter.Division division(boolean keepsColumns, boolean isInOrder) {
        Partitioning partitioning = new Partitioning(
                List.of(new PartitionLevel("p", Transform.COLUMN, "p", "bigint", false)),
                ZoneId.of("UTC"),
                keepsColumns,
                false);
        return new PartitionedWriter.Division(partitioning, "table t", isInOrder);
    }

    /** A row of each of these partitions. */
    private static RowBatch rows(long... partitions) {
        LongVector p = new LongVector();
        LongVector id = new LongVector();
        for (long partition : partitions) {
            p.add(partition);
            id.add(partition * 10);
        }
        return new RowBatch(FIELDS, List.of(p, id), partitions.length, 16L * partitions.length);
    }

    private static long number(DataFile file) {
        return Long.parseLong(String.valueOf(file.partition().values().get(0)));
    }
}
