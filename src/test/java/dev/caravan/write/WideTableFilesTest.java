package dev.caravan.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.batch.BytesVector;
import dev.caravan.batch.Field;
import dev.caravan.batch.IntVector;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A writer's share of memory bounds what is unusual; tables of many columns have the row groups and files that their sizes ask for. */
class WideTableFilesTest {
    private static final long SEED = 11;

    /** The share of one of four readers with the default heap of export, of one of two, and of one alone. */
    private static final String SHARES = """
            columns, share, rows
              16, 4700, 120000
             100, 4700,  30000
             300, 4700,  10000
             300, 9400,  20000
             600, 9400,  10000
            1600, 18800,  6000
            """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, textBlock = SHARES)
    void ordinary_values_have_the_row_groups_and_files_of_a_writer_with_much_memory(int columns, int share, int rows)
            throws IOException {
        long bytes = (long) share << 10;

        List<List<Long>> files = write(columns, rows, bytes, bytes);

        assertThat(files).isEqualTo(write(columns, rows, bytes, 1L << 30)).hasSize(1);
        assertThat(files.get(0)).hasSizeLessThan(6);
    }

    @Test
    void a_file_of_100_columns_has_dozens_of_row_groups() throws IOException {
        List<List<Long>> files = write(100, 12_000, 1, 4700 << 10);

        assertThat(files).hasSizeBetween(1, 2);
        assertThat(files.get(0)).hasSizeGreaterThan(35);
    }

    /** The rows of each row group of each file. */
    private List<List<Long>> write(int columns, int rows, long rowGroupBytes, long memoryBytes) throws IOException {
        List<Field> fields = IntStream.range(0, columns)
                .mapToObj(i -> new Field("c" + i, target(i)))
                .toList();
        WriteOptions options =
                new WriteOptions(Compression.ZSTD, rowGroupBytes, Long.MAX_VALUE).withMemory(memoryBytes);
        // As large as a batch of the reader: half of its share, at twelve bytes a value on the wire.
        int batch = rowGroupBytes > 1 ? (int) Math.min(5_000, rowGroupBytes / 2 / columns / 12) : 300;
        Random random = new Random(SEED);
        List<List<Long>> files = new ArrayList<>();
        try (TableWriter writer = new TableWriter(folder, "t-", options)) {
            for (int first = 0; first < rows; first += batch) {
                int count = Math.min(batch, rows - first);
                List<Vector> vectors = new ArrayList<>();
                for (int column = 0; column < columns; column++) {
                    vectors.add(vector(column, first, count, random));
                }
                DataFile file = writer.write(new RowBatch(fields, vectors, count, 8L * count), first + count == rows)
                        .orElse(null);
                if (file != null) {
                    files.add(rowGroups(file.path()));
                }
            }
        }
        return files;
    }

    private static Target target(int column) {
        return switch (column % 4) {
            case 0, 1 -> Target.INT64;
            case 2 -> Target.INT32;
            default -> Target.STRING;
        };
    }

    /** Unique numbers, some with NULLs, numbers that repeat now and then, and a few words. */
    private static Vector vector(int column, int first, int count, Random random) {
        Vector vector = target(column).vector(new byte[0]);
        for (int row = first; row < first + count; row++) {
            if (column % 7 == 6 && random.nextInt(3) == 0) {
                vector.addNull();
            } else if (vector instanceof LongVector longs) {
                longs.add(column % 4 == 0 ? random.nextLong() : random.nextInt(5_000));
            } else if (vector instanceof IntVector ints) {
                ints.add(random.nextInt(300));
            } else {
                ((BytesVector) vector).add("word" + random.nextInt(40));
            }
        }
        return vector;
    }

    private static List<Long> rowGroups(Path file) throws IOException {
        try (ParquetFileReader reader = ParquetFileReader.open(
                new LocalInputFile(file),
                ParquetReadOptions.builder(new PlainParquetConfiguration()).build())) {
            return reader.getFooter().getBlocks().stream()
                    .map(BlockMetaData::getRowCount)
                    .toList();
        }
    }
}
