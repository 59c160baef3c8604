package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The page that lists where Caravan reaches into libraries names what there is, and all of it. */
class UpgradingPageTest {
    /** What no library promises to keep: its private parts, its implementations, and reflection upon anything. */
    private static final Pattern REACHES_IN = Pattern.compile(String.join(
            "|",
            "import org\\.apache\\.camel\\.(impl|management|dsl|main|tooling|catalog\\.impl|support\\.management)\\.",
            "import org\\.apache\\.camel\\.component\\.platform\\.http\\.(vertx|PlatformHttpPluginRegistry)",
            "import org\\.postgresql\\.(core|jdbc)\\.",
            "import org\\.apache\\.parquet\\.(internal|hadoop\\.ColumnChunk|hadoop\\.ParquetFile|compression)",
            "import org\\.apache\\.parquet\\.bytes\\.ByteBufferAllocator",
            "import org\\.apache\\.parquet\\.column\\.statistics\\.(Float|Double)Statistics",
            "import org\\.quartz\\.(impl|simpl|spi)\\.",
            "import org\\.jolokia\\.",
            "import org\\.gaul\\.",
            "import org\\.snakeyaml\\.engine\\.v2\\.(parser|scanner|composer)\\.",
            "import com\\.zaxxer\\.",
            "import com\\.sun\\.security\\.",
            "setAccessible\\(|Class\\.forName\\(|\\.getDeclaredField\\(|\\.getMethod\\(\"|\"sun\\.",
            "defineHiddenClass"));

    private static final Pattern FILE = Pattern.compile("`([A-Za-z0-9-]+\\.(?:java|yaml|properties))`");
    private static final Pattern ROW = Pattern.compile("\\| `[^|]*\\.(?:java|yaml|properties)` \\|.*");
    private static final Pattern TEST = Pattern.compile("`([A-Za-z0-9]+(?:Test|IT))`");

    private static List<String> page;
    private static List<Path> sources;

    @BeforeAll
    static void read() throws IOException {
        page = Files.readAllLines(Path.of("docs/upgrading.md"));
        try (Stream<Path> found = Files.walk(Path.of("src"))) {
            sources = found.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void every_file_and_test_that_it_names_exists() {
        Set<String> files =
                sources.stream().map(path -> path.getFileName().toString()).collect(Collectors.toSet());

        assertThat(files).containsAll(named(FILE, ""));
        assertThat(files).containsAll(named(TEST, ".java"));
    }

    @Test
    void every_file_that_reaches_into_a_library_is_named() throws IOException {
        Set<String> reaching = new TreeSet<>();
        for (Path source : sources) {
            if (source.startsWith("src/main")
                    && REACHES_IN.matcher(code(source)).find()) {
                reaching.add(source.getFileName().toString());
            }
        }

        assertThat(reaching).isNotEmpty();
        assertThat(named(FILE, ""))
                .as("add a row with what it relies on, why, and the test that notices, or do without")
                .containsAll(reaching);
    }

    @Test
    void every_row_says_which_test_notices() {
        List<String> rows =
                page.stream().filter(line -> ROW.matcher(line).matches()).toList();

        assertThat(rows).hasSizeGreaterThan(40).allSatisfy(row -> {
            String last = row.substring(row.lastIndexOf('|', row.length() - 2));
            assertThat(TEST.matcher(last).find() || last.contains("only speed"))
                    .as(row)
                    .isTrue();
        });
    }

    private static Set<String> named(Pattern pattern, String suffix) {
        return page.stream()
                .flatMap(line -> pattern.matcher(line).results())
                .map(found -> found.group(1) + suffix)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String code(Path source) throws IOException {
        return source.toString().endsWith(".java") ? Files.readString(source) : "";
    }
}
