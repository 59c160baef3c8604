package dev.caravan.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.batch.BytesVector;
import dev.caravan.batch.Field;
import dev.caravan.batch.Geography;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** GeoParquet's metadata stand only in files of which they are true. */
class GeoParquetTest {
    private static final String POINT = "0101000000000000000000F03F0000000000000040";
    private static final String POINT_M = "01D1070000000000000000F03F00000000000000400000000000000840";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POINT EMPTY       | 0101000000000000000000F87F000000000000F87F
            POINT Z           | 01E9030000000000000000F03F00000000000000400000000000000840
            big-endian        | 00000000013FF00000000000004000000000000000
            POLYGON EMPTY     | 010300000000000000
            MULTIPOINT        | 0104000000010000000101000000000000000000F03F0000000000000040
            COLLECTION        | 0107000000010000000104000000010000000101000000000000000000F03F0000000000000040
            mixed byte order  | 01070000000100000000000000013FF00000000000004000000000000000
            """)
    void the_seven_geometries_in_two_and_three_dimensions_are_told(String name, String wkb) {
        assertThat(metadata(Arrays.asList(wkb, null, POINT))).contains("\"v\":{\"encoding\":\"WKB\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POINT M               | 01D1070000000000000000F03F00000000000000400000000000000840
            POINT ZM              | 01B90B0000000000000000F03F000000000000004000000000000008400000000000001040
            CIRCULARSTRING        | 010800000003000000000000000000000000000000000000000000000000000000000000000000F03F000000000000F03F00000000000000400000000000000000
            CURVEPOLYGON EMPTY    | 010A00000000000000
            TIN EMPTY             | 011000000000000000
            curve in a collection | 010700000002000000010100000000000000000000000000000000000000010800000000000000
            """)
    void a_column_with_another_geometry_is_plain_binary(String name, String wkb) {
        assertThat(metadata(Arrays.asList(POINT, null, wkb))).isNull();
    }

    @Test
    void a_column_is_judged_by_itself_and_file_by_file() {
        Target geometry = Target.geometry(new Geography(Geography.WGS_84, false));
        List<Field> fields = List.of(new Field("a", geometry), new Field("b", geometry));
        try (TableWriter writer = new TableWriter(folder, "two-", WriteOptions.DEFAULT)) {
            DataFile mixed = writer.write(batch(fields, List.of(List.of(POINT_M), List.of(POINT))), true)
                    .orElseThrow();
            DataFile clean = writer.write(batch(fields, List.of(List.of(POINT), List.of(POINT))), true)
                    .orElseThrow();

            assertThat(metadata(mixed.path()))
                    .contains("\"primary_column\":\"b\"")
                    .doesNotContain("\"a\"");
            assertThat(metadata(clean.path())).contains("\"primary_column\":\"a\"", "\"b\":{");
        }
    }

    private @Nullable String metadata(List<@Nullable String> values) {
        List<Field> fields = List.of(new Field("v", Target.geometry(new Geography(Geography.WGS_84, false))));
        try (TableWriter writer = new TableWriter(folder, "one-", WriteOptions.DEFAULT)) {
            for (int i = 0; i < values.size() - 1; i++) {
                writer.write(batch(fields, List.of(Collections.singletonList(values.get(i)))), false);
            }
            String last = values.get(values.size() - 1);
            return metadata(writer.write(batch(fields, List.of(Collections.singletonList(last))), true)
                    .orElseThrow()
                    .path());
        }
    }

    private static RowBatch batch(List<Field> fields, List<List<@Nullable String>> columns) {
        return new RowBatch(
                fields,
                columns.stream().map(GeoParquetTest::vector).toList(),
                columns.get(0).size(),
                100);
    }

    private static Vector vector(List<@Nullable String> values) {
        BytesVector vector = new BytesVector();
        for (String value : values) {
            if (value == null) {
                vector.addNull();
            } else {
                byte[] bytes = HexFormat.of().parseHex(value);
                vector.add(bytes, 0, bytes.length);
            }
        }
        return vector;
    }

    private static @Nullable String metadata(Path file) {
        try (DuckDb duck = DuckDb.open()) {
            List<List<@Nullable String>> found = duck.text(
                    "SELECT decode(value) FROM parquet_kv_metadata('" + file + "') WHERE decode(key) = 'geo'");
            return found.isEmpty() ? null : found.get(0).get(0);
        }
    }
}
