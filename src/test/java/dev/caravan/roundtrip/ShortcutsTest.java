package dev.caravan.roundtrip;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.batch.Field;
import dev.caravan.batch.IntVector;
import dev.caravan.batch.ListVector;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.StructVector;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import dev.caravan.write.ColumnSummary;
import dev.caravan.write.Compression;
import dev.caravan.write.DataFile;
import dev.caravan.write.TableWriter;
import dev.caravan.write.WriteOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.ColumnOrder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What files say of many values at once, for readers that skip by it, is true of each: in columns of many pages and row groups. */
class ShortcutsTest {
    private static final int ROWS = 30_000;
    private static final int BATCH = 2_500;

    private final DuckDb duck = DuckDb.open();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        duck.close();
    }

    @ParameterizedTest
    @EnumSource(ShortcutCase.class)
    void no_shortcut_hides_a_row(ShortcutCase column) throws IOException {
        DataFile file = write(column, "s", WriteOptions.DEFAULT);

        assertThat(new ParquetPushdown().hidden(file.path())).isEmpty();
        assertThat(new DuckPushdown(duck).differences(file.path())).isEmpty();
    }

    @Test
    void a_range_is_left_out_where_there_is_a_NaN_and_kept_where_there_is_none() throws IOException {
        DataFile file = write(ShortcutCase.DOUBLES_WITH_A_NAN_IN_SOME_PAGES, "s", WriteOptions.DEFAULT);

        int with = 0;
        int without = 0;
        try (ParquetFileReader reader = PlainPages.open(file.path())) {
            long first = 0;
            for (BlockMetaData group : reader.getRowGroups()) {
                ColumnChunkMetaData chunk = group.getColumns().get(1);
                long end = first + group.getRowCount();
                boolean hasNan = first < 7_078 && end > (first + 922) / 1_000 * 1_000 + 77;
                assertThat(chunk.getStatistics().hasNonNullValue())
                        .as("rows %s to %s", first, end)
                        .isEqualTo(!hasNan);
                assertThat(reader.readColumnIndex(chunk) == null).isEqualTo(hasNan);
                assertThat(chunk.getStatistics().getNumNulls()).isGreaterThanOrEqualTo(0);
                with += hasNan ? 1 : 0;
                without += hasNan ? 0 : 1;
                first = end;
            }
        }
        assertThat(with).isPositive();
        assertThat(without).isPositive();
        // Of the whole column nothing is known either.
        assertThat(summary(file, "v").min()).isNull();
        assertThat(summary(file, "v").max()).isNull();
        assertThat(summary(file, "id").max()).isEqualTo("" + (ROWS - 1));
    }

    @Test
    void numbers_have_the_order_that_every_reader_knows() throws IOException {
        DataFile file = write(ShortcutCase.ZEROS, "s", WriteOptions.DEFAULT);

        try (ParquetFileReader reader = PlainPages.open(file.path())) {
            assertThat(reader.getFileMetaData().getSchema().getColumns())
                    .allSatisfy(leaf ->
                            assertThat(leaf.getPrimitiveType().columnOrder()).isEqualTo(ColumnOrder.typeDefined()));
        }
        assertThat(summary(file, "v")).extracting(ColumnSummary::min).isEqualTo("-0.0");
        assertThat(summary(file, "v")).extracting(ColumnSummary::max).isEqualTo("0.0");
    }

    /** The writer keeps filters by dotted path. */
    @Test
    void a_column_with_a_dot_in_its_name_does_not_get_the_filter_of_a_field_of_that_path() throws IOException {
        DataFile file = write(ShortcutCase.SORTED_LONGS, "s.x", WriteOptions.DEFAULT);

        assertThat(new DuckPushdown(duck).differences(file.path())).isEmpty();
        assertThat(duck.text("SELECT DISTINCT path_in_schema FROM parquet_metadata('" + file.path()
                        + "') WHERE bloom_filter_offset IS NOT NULL ORDER BY 1"))
                .containsExactly(List.of("id"), List.of("l, list, element"), List.of("v"));
    }

    @Test
    void booleans_and_bytes_have_no_filter() throws IOException {
        for (ShortcutCase column : List.of(ShortcutCase.BOOLEANS, ShortcutCase.BYTES)) {
            DataFile file = write(column, "s", WriteOptions.DEFAULT);

            assertThat(duck.text("SELECT DISTINCT path_in_schema FROM parquet_metadata('" + file.path()
                            + "') WHERE bloom_filter_offset IS NOT NULL ORDER BY 1"))
                    .as(column.name())
                    .containsExactly(List.of("id"));
        }
    }

    private static ColumnSummary summary(DataFile file, String column) {
        return file.columns().stream()
                .filter(found -> found.column().equals(column))
                .findFirst()
                .orElseThrow();
    }

    /**
     * A column of the values, one with NULLs among them, a struct with a field x of them and, under the last name, the row numbers once
     * more; all of it with Bloom filters.
     */
    private DataFile write(ShortcutCase column, String last, WriteOptions options) {
        Target target = column.target();
        List<Field> fields = List.of(
                new Field("id", Target.INT32),
                new Field("v", target),
                new Field("l", new Target.ListOf(target)),
                new Field("s", new Target.StructOf(List.of(new Field("x", target)))),
                new Field(last.equals("s") ? "n" : last, Target.INT32));
        WriteOptions filtered = new WriteOptions(Compression.NONE, 200_000, Long.MAX_VALUE)
                .withMemory(options.memoryBytes())
                .withBloomFilters(Set.copyOf(fields.stream()
                        .map(Field::name)
                        .filter(name -> !name.equals("n"))
                        .toList()));
        try (TableWriter writer = new TableWriter(folder, column.name(), filtered)) {
            for (int first = 0; ; first += BATCH) {
                List<Vector> vectors = fields.stream()
                        .map(field -> field.target().vector(new byte[0]))
                        .toList();
                for (int row = first; row < first + BATCH; row++) {
                    ((IntVector) vectors.get(0)).add(row);
                    column.add(row, vectors.get(1));
                    list(column, row, (ListVector) vectors.get(2));
                    struct(column, row, (StructVector) vectors.get(3));
                    ((IntVector) vectors.get(4)).add(-row);
                }
                var file = writer.write(new RowBatch(fields, vectors, BATCH, 100L * BATCH), first + BATCH == ROWS);
                if (file.isPresent()) {
                    return file.get();
                }
            }
        }
    }

    private static void list(ShortcutCase column, int row, ListVector out) {
        if (row % 10 == 0) {
            out.addNull();
            return;
        }
        if (row % 10 > 5) {
            column.add(row, out.elements());
        } else if (row % 10 > 3) {
            out.elements().addNull();
        }
        out.endList();
    }

    private static void struct(ShortcutCase column, int row, StructVector out) {
        if (row % 11 == 0) {
            out.addNull();
            return;
        }
        if (row % 11 == 1 || row / 3_000 == 4) {
            out.fields().get(0).addNull();
        } else {
            column.add(row, out.fields().get(0));
        }
        out.endStruct();
    }
}
