package dev.caravan.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of folders are those of Hive, and DuckDB reads the values from them. */
class HiveFolderTest {
    /** What {@code FileUtils.charToEscape} of Hive lists besides the characters from 0 to 31. */
    private static final List<Character> OF_HIVE =
            List.of('"', '#', '%', '\'', '*', '/', ':', '=', '?', '\\', '\u007F', '{', '[', ']', '^');

    private static final int ASCII = 128;
    private static final int RANDOMS = 200;
    /** What file systems take as a name, less the name of the partition. */
    private static final int LONGEST_NAME = 250;

    @TempDir
    private Path folder;

    @Test
    void the_characters_of_ascii_that_hive_escapes_are_escaped_and_no_others() {
        for (char c = 1; c < ASCII; c++) {
            String text = "a" + c + "b";
            boolean isEscaped = c < ' ' || OF_HIVE.contains(c);
            assertThat(HiveFolder.of("p", text))
                    .as("character %d", (int) c)
                    .isEqualTo("p=a" + (isEscaped ? String.format(Locale.ROOT, "%%%02X", (int) c) : c) + "b");
        }
        assertThat(HiveFolder.of("p", "ä日😀\u0080\u2028")).isEqualTo("p=ä日😀\u0080\u2028");
    }

    @ParameterizedTest
    @CsvSource({
        "null, %6Eull",
        "NULL, %4EULL",
        "Null, %4Eull",
        "nULL, %6EULL",
        "nul, nul",
        "nulls, nulls",
        "anull, anull"
    })
    void the_text_null_has_an_escape(String text, String escaped) {
        assertThat(HiveFolder.of("p", text)).isEqualTo("p=" + escaped);
    }

    @Test
    void null_has_a_name_of_its_own_in_folders_and_catalogs() {
        assertThat(HiveFolder.of("p", null)).isEqualTo("p=__HIVE_DEFAULT_PARTITION__");
        assertThat(HiveFolder.listed(new Partition(Arrays.asList("a/b", null, "null"))))
                .containsExactly("a/b", "__HIVE_DEFAULT_PARTITION__", "null");
    }

    @Test
    void duckdb_reads_every_value_from_the_name_of_its_folder() throws IOException {
        long seed = new Random().nextLong();
        List<@Nullable String> values = new ArrayList<>();
        for (char c = 1; c < ASCII; c++) {
            values.addAll(List.of("" + c, "a" + c, c + "b", "a" + c + c + "b"));
        }
        values.addAll(Arrays.asList(
                null,
                "null",
                "NULL",
                "Null",
                "nULL",
                "%6Eull",
                "%",
                "%%",
                "%2",
                "%2F",
                "%zz",
                "a%2Fb",
                "007",
                "1e5",
                "true",
                "2026-11-27",
                "__HIVE_DEFAULT_PARTITION",
                "__hive_default_partition__",
                "ä",
                "a\u0308",
                "日本",
                "😀",
                "x=y/z=w",
                "x".repeat(LONGEST_NAME),
                "/".repeat(LONGEST_NAME / 3)));
        values.addAll(random(new Random(seed)));

        assertThat(read(values)).as("seed %d", seed).isEqualTo(values);
    }

    private static List<String> random(Random random) {
        return IntStream.range(0, RANDOMS)
                .mapToObj(i -> {
                    StringBuilder text = new StringBuilder();
                    for (int j = 0; j <= random.nextInt(12); j++) {
                        int most = random.nextInt(4) == 0 ? Character.MAX_CODE_POINT : 1 + random.nextInt(600);
                        int point = 1 + random.nextInt(most);
                        text.appendCodePoint(Character.getType(point) == Character.SURROGATE ? 'x' : point);
                    }
                    return text.toString();
                })
                .toList();
    }

    /** The value that each of these has when its folder is read. */
    private List<@Nullable String> read(List<@Nullable String> values) throws IOException {
        Map<String, @Nullable String> read = new LinkedHashMap<>();
        try (DuckDb duck = DuckDb.open()) {
            Path one = folder.resolve("one.parquet");
            duck.execute("COPY (SELECT 1 AS id) TO '" + one + "' (FORMAT parquet)");
            for (int i = 0; i < values.size(); i++) {
                Path of = folder.resolve(HiveFolder.of("p", values.get(i)));
                assertThat(of.getParent()).isEqualTo(folder);
                assertThat(of.getFileName().toString().getBytes(StandardCharsets.UTF_8).length)
                        .isLessThan(256);
                Files.createDirectories(of);
                Files.copy(one, of.resolve(i + ".parquet"));
            }
            duck.text("SELECT parse_filename(filename, true), p FROM read_parquet('" + folder
                            + "/*/*.parquet', hive_partitioning = true, hive_types = {'p': VARCHAR}, filename = true)")
                    .forEach(row -> read.put(String.valueOf(row.get(0)), row.get(1)));
        }
        return IntStream.range(0, values.size())
                .<@Nullable String>mapToObj(i -> read.getOrDefault(Integer.toString(i), "not read"))
                .toList();
    }
}
