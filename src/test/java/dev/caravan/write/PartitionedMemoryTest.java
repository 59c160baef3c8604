package dev.caravan.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.batch.BytesVector;
import dev.caravan.batch.Field;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import dev.caravan.partition.Partitioning;
import dev.caravan.partition.Transform;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of partitions that are open at the same moment stay within the writer's memory, together. */
class PartitionedMemoryTest {
    private static final int BATCH = 1_000;
    private static final int COLUMNS = 20;
    private static final long MEMORY = 8L << 20;
    private static final String TEXT = "a text of some forty characters, the number ";

    @TempDir
    private Path folder;

    private final List<DataFile> files = new ArrayList<>();
    private int open;
    private long held;

    private static final List<Field> FIELDS = fields();

    private static List<Field> fields() {
        List<Field> fields = new ArrayList<>(List.of(new Field("region", Target.STRING)));
        for (int i = 0; i < COLUMNS; i++) {
            fields.add(new Field("c" + i, i % 2 == 0 ? Target.INT64 : Target.STRING));
        }
        return List.copyOf(fields);
    }

    private PartitionedWriter writer(WriteOptions options, PartitionBounds bounds) {
        Partitioning partitioning = new Partitioning(
                List.of(RandomTable.level("region", Transform.COLUMN, "region", Target.STRING)),
                ZoneId.of("UTC"),
                false,
                false);
        return new PartitionedWriter(
                folder, "p-", options, partitioning, bounds, "table t", (level, rule, column, row, isFirst) -> {});
    }

    private static WriteOptions options(long memory) {
        return new WriteOptions(Compression.ZSTD, memory, Long.MAX_VALUE).withMemory(memory);
    }

    private static RowBatch batch(int first, IntFunction<String> region) {
        List<Vector> columns =
                FIELDS.stream().map(field -> field.target().vector(new byte[0])).toList();
        for (int row = first; row < first + BATCH; row++) {
            ((BytesVector) columns.get(0)).add(region.apply(row));
            for (int i = 1; i < columns.size(); i++) {
                long value = row * 31L + i;
                if (columns.get(i) instanceof LongVector longs) {
                    longs.add(value);
                } else {
                    ((BytesVector) columns.get(i)).add(TEXT + value);
                }
            }
        }
        return new RowBatch(FIELDS, columns, BATCH, 0);
    }

    private void write(PartitionedWriter writer, int rows, IntFunction<String> region) {
        for (int first = 0; first < rows; first += BATCH) {
            files.addAll(writer.take(batch(first, region), first + BATCH >= rows));
            open = Math.max(open, writer.open());
            held = Math.max(held, writer.held());
        }
        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.count(files.stream().map(DataFile::path).toArray(Path[]::new)))
                    .isEqualTo(rows);
        }
    }

    @Test
    void files_of_little_are_ended_when_all_of_them_take_the_memory() {
        try (PartitionedWriter writer = writer(options(MEMORY), PartitionBounds.MIXED)) {
            write(writer, 20_000, row -> "r" + row * 7919 % 250);

            assertThat(held).isBetween(MEMORY / 2, MEMORY);
            assertThat(open).isLessThan(250);
            assertThat(writer.again()).isPositive();
        }
    }

    @Test
    void the_largest_row_group_is_ended_before_a_file_is() {
        try (PartitionedWriter writer = writer(options(MEMORY), PartitionBounds.MIXED)) {
            write(writer, 60_000, row -> "r" + row % 3);

            assertThat(held).isBetween(MEMORY / 2, MEMORY);
            assertThat(files).hasSize(3);
            assertThat(rowGroups()).isGreaterThan(6);
            assertThat(writer.again()).isZero();
        }
    }

    @Test
    void the_file_of_a_partition_before_is_ended_where_rows_come_partition_by_partition() {
        try (PartitionedWriter writer = writer(options(MEMORY), PartitionBounds.BY_PARTITION)) {
            write(writer, 60_000, row -> "r" + row / 6_000);

            assertThat(held).isLessThanOrEqualTo(MEMORY);
            assertThat(open).isBetween(2, 4);
            assertThat(files).hasSize(10);
            assertThat(rowGroups()).isEqualTo(10);
        }
    }

    @Test
    void no_more_than_sixteen_files_wait_for_partitions_that_are_complete() {
        try (PartitionedWriter writer = writer(options(MEMORY).withMemory(1L << 30), PartitionBounds.BY_PARTITION)) {
            write(writer, 20_000, row -> "r" + row / 10);

            assertThat(open).isEqualTo(16);
            assertThat(files).hasSize(2_000);
        }
    }

    @Test
    void bloom_filters_of_many_files_share_the_part_of_memory_that_those_of_one_have() {
        Set<String> all = FIELDS.stream()
                .map(Field::name)
                .filter(name -> !name.equals("region"))
                .collect(Collectors.toSet());
        WriteOptions options = options(64L << 20).withBloomFilters(all);
        try (PartitionedWriter writer = writer(options, PartitionBounds.MIXED)) {
            write(writer, 5_000, row -> "r" + row % 100);

            assertThat(held).isLessThan(64L << 20);
            assertThat(files).hasSize(100);
        }
    }

    /** What the writer says that it holds is what the heap has, but for the vectors of a batch and what the JVM needs itself. */
    @Test
    void the_heap_holds_what_the_writer_says() {
        long besides = 6L << 20;
        try (PartitionedWriter warm = writer(options(MEMORY), PartitionBounds.MIXED)) {
            write(warm, 2_000, row -> "r" + row % 100);
        }
        long before = heap();
        try (PartitionedWriter writer = writer(options(1L << 30), PartitionBounds.MIXED)) {
            for (int first = 0; first < 40_000; first += BATCH) {
                writer.take(batch(first, row -> "r" + row % 200), false);
            }
            long taken = heap() - before;

            assertThat(writer.open()).isEqualTo(200);
            assertThat(writer.held()).isGreaterThan(20L << 20);
            assertThat(taken).isBetween(writer.held() - besides, writer.held() + besides);
        }
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            ManagementFactory.getMemoryMXBean().gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private long rowGroups() {
        try (DuckDb duck = DuckDb.open()) {
            return files.stream()
                    .mapToLong(file -> ((Number)
                                    duck.rows("SELECT num_row_groups FROM parquet_file_metadata('" + file.path() + "')")
                                            .get(0)
                                            .get(0))
                            .longValue())
                    .sum();
        }
    }
}
