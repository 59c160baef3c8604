package dev.caravan.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of folders, as Hive writes them and as an independent reader reads them. */
class HiveFolderTest {
    @TempDir
    private Path folder;

    @Test
    void every_character_that_hive_escapes_is_escaped_and_no_other_one() {
        String escaped = IntStream.range(1, 0x180)
                .filter(c -> !HiveFolder.escape("" + (char) c).equals("" + (char) c))
                .mapToObj(c -> String.format("%02X", c))
                .collect(Collectors.joining(" "));

        assertThat(escaped)
                .isEqualTo(
                        "01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 10 11 12 13 14 15 16 17 18 19 1A 1B 1C 1D 1E 1F"
                                + " 22 23 25 27 2A 2F 3A 3D 3F 5B 5C 5D 5E 7B 7F");
        assertThat(HiveFolder.escape("a/b=c\n%")).isEqualTo("a%2Fb%3Dc%0A%25");
    }

    /** Not of {@code null} in any case, which DuckDB takes for NULL, as Athena and Spark do not. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "plain",
                "with space",
                " at both ends ",
                "a/b",
                "..",
                "50%",
                "%2F",
                "a=b&c",
                "it's \"quoted\"",
                "tab\tline\nfeed\r",
                "{[^]}",
                "Zürich 東京 😀",
                "back\\slash",
                "a+b",
                "nil"
            })
    void a_reader_finds_the_value(String value) throws IOException {
        Path inside = folder.resolve(HiveFolder.of("c", value));
        Files.createDirectories(inside);
        try (DuckDb duck = DuckDb.open()) {
            String file = inside.resolve("f.parquet").toString().replace("'", "''");
            duck.execute("COPY (SELECT 1 AS x) TO '" + file + "' (FORMAT parquet)");

            assertThat(duck.value("SELECT c FROM read_parquet('" + folder
                            + "/*/*.parquet', hive_partitioning = true, hive_types = {'c': VARCHAR})"))
                    .isEqualTo(value);
        }
    }

    @Test
    void null_has_the_folder_that_hive_gives_it() {
        Partition partition = new Partition(Arrays.asList("a", null));

        assertThat(HiveFolder.of("dt", null)).isEqualTo("dt=__HIVE_DEFAULT_PARTITION__");
        assertThat(HiveFolder.listed(partition)).isEqualTo(List.of("a", "__HIVE_DEFAULT_PARTITION__"));
        assertThat(HiveFolder.of("a:b", "x")).isEqualTo("a%3Ab=x");
    }
}
