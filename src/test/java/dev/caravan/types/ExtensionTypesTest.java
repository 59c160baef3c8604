package dev.caravan.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.DuckDb;
import dev.caravan.batch.Field;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Vector;
import dev.caravan.types.PgType.Base;
import dev.caravan.write.TableWriter;
import dev.caravan.write.WriteOptions;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Types of extensions that the test server lacks, by their documented binary forms. */
class ExtensionTypesTest {
    private static final int SRID_4326 = 4326 << 8;

    @TempDir
    private Path folder;

    @Test
    void vectors_become_lists_of_float() {
        assertThat(lake(new Base("vector", "vector", -1, "vector"), "00020000" + "3f800000" + "c0490fdb"))
                .isEqualTo("[1.0, -3.1415927]");
        assertThat(lake(
                        new Base("halfvec", "vector", -1, "halfvec"),
                        "00050000" + "3c00" + "c248" + "0001" + "7c00" + "8000"))
                .isEqualTo("[1.0, -3.140625, 5.9604645e-08, inf, -0.0]");
        assertThat(lake(new Base("vector", "vector", -1, "vector"), "00000000")).isEqualTo("[]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            vector  | 0002
            vector  | 00020000 3f800000
            vector  | 00010000 3f800000 00
            halfvec | ffff0000
            """)
    void a_vector_that_is_cut_short_is_a_corrupt_frame(String type, String hex) {
        assertThatThrownBy(() -> lake(new Base(type, "vector", -1, type), hex.replace(" ", "")))
                .isInstanceOf(CorruptFrame.class)
                .hasMessageContaining("vector of");
    }

    /** What PostGIS 3 prints of ST_AsEWKB and ST_AsBinary. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POINT(1 2)          | 0101000020E6100000000000000000F03F0000000000000040 | 0101000000000000000000F03F0000000000000040
            POINT Z(1 2 3)      | 01010000A0E6100000000000000000F03F00000000000000400000000000000840 | 01E9030000000000000000F03F00000000000000400000000000000840
            POINT M(1 2 3)      | 0101000060E6100000000000000000F03F00000000000000400000000000000840 | 01D1070000000000000000F03F00000000000000400000000000000840
            POINT ZM(1 2 3 4)   | 01010000E0E6100000000000000000F03F000000000000004000000000000008400000000000001040 | 01B90B0000000000000000F03F000000000000004000000000000008400000000000001040
            big-endian          | 0020000001000010E63FF00000000000004000000000000000 | 00000000013FF00000000000004000000000000000
            LINESTRING          | 0102000020E61000000200000000000000000000000000000000000000000000000000F03F000000000000F03F | 01020000000200000000000000000000000000000000000000000000000000F03F000000000000F03F
            POLYGON EMPTY       | 0103000020E610000000000000 | 010300000000000000
            MULTIPOINT          | 0104000020E6100000010000000101000000000000000000F03F0000000000000040 | 0104000000010000000101000000000000000000F03F0000000000000040
            COLLECTION          | 0107000020E6100000010000000104000000010000000101000000000000000000F03F0000000000000040 | 0107000000010000000104000000010000000101000000000000000000F03F0000000000000040
            """)
    void geometry_becomes_wkb_without_the_srid_that_its_column_declares(String name, String ewkb, String wkb) {
        assertThat(decoded(new Base("geometry", "postgis", SRID_4326, "geometry"), null, ewkb))
                .isEqualTo(wkb);
        assertThat(decoded(new Base("geography", "postgis", -1, "geography"), null, ewkb))
                .isEqualTo(wkb);
        assertThat(decoded(new Base("geometry", "postgis", -1, "geometry"), Choice.parse("ewkb"), ewkb))
                .isEqualTo(ewkb);
    }

    @Test
    void an_srid_that_no_column_declares_is_not_dropped_in_silence() {
        assertThatThrownBy(() -> decoded(
                        new Base("geometry", "postgis", -1, "geometry"),
                        null,
                        "0101000020E6100000000000000000F03F0000000000000040"))
                .isInstanceOf(UnrepresentableValue.class)
                .hasMessageContaining("SRID 4326")
                .hasMessageContaining("ewkb");
    }

    @ParameterizedTest
    @CsvSource({
        "01",
        "0101000020E61000",
        "0101000000000000000000F03F",
        "010200000000000010",
        "0107000000FFFFFFFF",
        "02010000000000",
        "0199000000",
        "0101000000000000000000F03F000000000000004000",
        "0104000000010000000101"
    })
    void a_geometry_that_is_cut_short_or_no_geometry_is_a_corrupt_frame(String hex) {
        assertThatThrownBy(() -> decoded(new Base("geometry", "postgis", -1, "geometry"), null, hex))
                .isInstanceOf(CorruptFrame.class)
                .hasMessageContaining("geometry");
    }

    @Test
    void a_file_with_geometry_says_so_as_GeoParquet_has_it() {
        Path file = file(
                new Base("geometry", "postgis", SRID_4326, "geometry"),
                "0101000020E6100000000000000000F03F0000000000000040");
        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.text(
                            "SELECT decode(value) FROM parquet_kv_metadata('" + file + "') WHERE decode(key) = 'geo'"))
                    .containsExactly(List.of("{\"version\":\"1.1.0\",\"primary_column\":\"v\",\"columns\":"
                            + "{\"v\":{\"encoding\":\"WKB\",\"geometry_types\":[]}}}"));
            assertThat(duck.text("SELECT v FROM " + DuckDb.parquet(file))).containsExactly(List.of("POINT (1 2)"));
        }
        Path far = file(
                new Base("geometry", "postgis", 3857 << 8, "geometry"),
                "0101000020110F0000000000000000F03F0000000000000040");
        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.text(
                            "SELECT decode(value) FROM parquet_kv_metadata('" + far + "') WHERE decode(key) = 'geo'"))
                    .singleElement()
                    .asString()
                    .contains("\"crs\":null,\"srid\":3857");
        }
    }

    private String decoded(PgType type, @Nullable Choice choice, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        Mapping mapping = TypeMap.of(type, choice);
        var vector = (dev.caravan.batch.BytesVector) mapping.target().vector(bytes);
        mapping.decoder().valueInto(bytes, 0, bytes.length, vector);
        return HexFormat.of()
                .withUpperCase()
                .formatHex(vector.buffer(0), vector.offset(0), vector.offset(0) + vector.length(0));
    }

    private @Nullable String lake(PgType type, String hex) {
        try (DuckDb duck = DuckDb.open()) {
            return duck.text("SELECT v FROM " + DuckDb.parquet(file(type, hex)))
                    .get(0)
                    .get(0);
        }
    }

    private Path file(PgType type, String hex) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        Mapping mapping = TypeMap.of(type);
        Vector vector = mapping.target().vector(bytes);
        mapping.decoder().valueInto(bytes, 0, bytes.length, vector);
        List<Field> fields = List.of(new Field("v", mapping.target()));
        try (TableWriter writer = new TableWriter(folder, "x", WriteOptions.DEFAULT)) {
            return Objects.requireNonNull(writer.write(new RowBatch(fields, List.of(vector), 1, bytes.length), true)
                    .orElseThrow()
                    .path());
        }
    }
}
