package dev.caravan.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.DuckDb;
import dev.caravan.batch.BytesVector;
import dev.caravan.batch.Field;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row groups and files end where the writer's share of memory does, whatever takes it. */
class WriterMemoryTest {
    private static final int BATCH = 2_000;

    /** The least that there is. */
    private static final long MEMORY = 4L << 20;

    @TempDir
    private Path folder;

    @Test
    void a_file_ends_when_its_bloom_filters_take_their_part_of_memory() {
        List<Field> fields = fields(24, Target.INT64);
        WriteOptions options = options(100_000).withBloomFilters(names(fields));

        List<DataFile> files = write(fields, 100_000, options, (row, column) -> row * 31L + column);

        assertThat(files).hasSizeGreaterThan(1);
        assertThat(filterBytes(files)).allSatisfy(bytes -> assertThat(bytes).isBetween(1L, MEMORY));
    }

    @Test
    void a_file_ends_when_its_footer_takes_its_part_of_memory() {
        List<Field> fields = fields(600, Target.INT64);

        List<DataFile> files = write(fields, 20_000, options(1), (row, column) -> row + column);

        assertThat(files).hasSize(2);
        assertThat(rowGroups(files.get(0))).isBetween(5L, 8L);
    }

    @Test
    void a_row_group_ends_when_dictionaries_take_the_memory() {
        List<Field> fields = fields(80, Target.STRING);

        // Every value twice in a page, so that a dictionary pays and grows.
        List<DataFile> files = write(fields, 30_000, options(Long.MAX_VALUE), (row, column) -> row / 2 * 100L + column);

        assertThat(files).hasSize(1);
        assertThat(rowGroups(files.get(0))).isGreaterThan(1);
    }

    @Test
    void the_same_rows_with_enough_memory_are_one_row_group() {
        List<Field> fields = fields(80, Target.STRING);

        List<DataFile> files = write(
                fields, 30_000, options(Long.MAX_VALUE).withMemory(1L << 30), (row, column) -> row / 2 * 100L + column);

        assertThat(files).hasSize(1);
        assertThat(rowGroups(files.get(0))).isEqualTo(1);
    }

    @Test
    void more_bloom_filters_than_memory_has_room_for_are_refused_before_a_row_is_written() {
        List<Field> fields = fields(300, Target.INT64);

        assertThatThrownBy(() ->
                        write(fields, BATCH, options(1_000_000).withBloomFilters(names(fields)), (row, column) -> row))
                .isInstanceOfSatisfying(ExportException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(ErrorCode.BAD_CONFIGURATION))
                .hasMessageContaining("bloomFilters asks for 300 Bloom filters")
                .hasMessageContaining("caravan.memory.budget");
    }

    @Test
    void more_columns_than_memory_has_room_for_are_refused_before_a_row_is_written() {
        List<Field> fields = List.of(new Field("s", new Target.StructOf(fields(3_000, Target.INT64))));

        assertThatThrownBy(() -> new TableWriter(folder, "t-", options(1_000_000))
                        .write(
                                new RowBatch(
                                        fields, List.of(fields.get(0).target().vector(new byte[0])), 0, 0),
                                true))
                .isInstanceOfSatisfying(ExportException.class, refusal -> assertThat(refusal.code())
                        .isEqualTo(ErrorCode.BAD_CONFIGURATION))
                .hasMessageContaining("3,000 columns")
                .hasMessageContaining("caravan.memory.budget");
    }

    private static WriteOptions options(long rowGroupBytes) {
        return new WriteOptions(Compression.ZSTD, rowGroupBytes, Long.MAX_VALUE).withMemory(MEMORY);
    }

    private static List<Field> fields(int count, Target target) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Field("c" + i, target))
                .toList();
    }

    private static Set<String> names(List<Field> fields) {
        return fields.stream().map(Field::name).collect(Collectors.toSet());
    }

    /** Writes rows, and sees that all of them are in the files. */
    private List<DataFile> write(List<Field> fields, int rows, WriteOptions options, Values values) {
        List<DataFile> files = new ArrayList<>();
        try (TableWriter writer = new TableWriter(folder, "t-", options)) {
            for (int first = 0; first < rows; first += BATCH) {
                List<Vector> vectors = new ArrayList<>();
                for (int column = 0; column < fields.size(); column++) {
                    Vector vector = fields.get(column).target().vector(new byte[0]);
                    for (int row = first; row < first + BATCH; row++) {
                        add(values.of(row, column), vector);
                    }
                    vectors.add(vector);
                }
                writer.write(new RowBatch(fields, vectors, BATCH, 8L * BATCH), first + BATCH >= rows)
                        .ifPresent(files::add);
            }
        }
        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.count(files.stream().map(DataFile::path).toArray(Path[]::new)))
                    .isEqualTo(rows);
        }
        return files;
    }

    private static void add(long value, Vector vector) {
        if (vector instanceof LongVector longs) {
            longs.add(value);
        } else {
            ((BytesVector) vector).add("a text of some forty characters " + value);
        }
    }

    private static List<Long> filterBytes(List<DataFile> files) {
        return numbers(files, "SELECT sum(bloom_filter_length) FROM parquet_metadata('%s')");
    }

    private static long rowGroups(DataFile file) {
        return numbers(List.of(file), "SELECT num_row_groups FROM parquet_file_metadata('%s')")
                .get(0);
    }

    private static List<Long> numbers(List<DataFile> files, String query) {
        try (DuckDb duck = DuckDb.open()) {
            return files.stream()
                    .map(file -> ((Number) duck.rows(String.format(query, file.path()))
                                    .get(0)
                                    .get(0))
                            .longValue())
                    .toList();
        }
    }

    /** The number of a row in a column. */
    private interface Values {
        long of(int row, int column);
    }
}
