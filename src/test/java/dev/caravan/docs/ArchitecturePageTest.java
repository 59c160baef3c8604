package dev.caravan.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page about the architecture names the packages and classes that there are. */
class ArchitecturePageTest {
    private static final Path ROOT = Path.of("src/main/java/dev/caravan");
    private static final Pattern COMMENT = Pattern.compile("(?s)/\\*\\*(.*?)\\*/");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z0-9.]+)` \\| (.*) \\|");
    private static final Pattern TYPE = Pattern.compile("`((?:[a-z0-9]+\\.)+)([A-Z][A-Za-z]+)`");
    private static final Pattern FILE = Pattern.compile("`([a-z][a-z/]*/[A-Z][A-Za-z]+\\.java)`");
    private static final Pattern TEST = Pattern.compile("`([A-Z][A-Za-z]+(?:Test|IT))`");

    private final String page = read(Path.of("docs/architecture.md"));

    @Test
    void the_package_map_has_every_package_with_its_sentence() throws IOException {
        Map<String, String> declared = new TreeMap<>();
        try (Stream<Path> found = Files.walk(ROOT)) {
            found.filter(path -> path.endsWith("package-info.java")
                            && !path.getParent().equals(ROOT))
                    .forEach(path -> declared.put(
                            ROOT.relativize(path.getParent()).toString().replace('/', '.'), sentence(read(path))));
        }
        Map<String, String> written = new TreeMap<>();
        String map = page.substring(page.indexOf("## Packages"), page.indexOf("## Terms"));
        ROW.matcher(map).results().forEach(row -> written.put(row.group(1), row.group(2)));

        assertThat(written).isEqualTo(declared);
    }

    @Test
    void every_class_file_and_test_that_it_names_exists() throws IOException {
        Set<String> names;
        try (Stream<Path> found = Files.walk(Path.of("src"))) {
            names = found.map(path -> path.getFileName().toString()).collect(Collectors.toSet());
        }
        Set<String> missing = new TreeSet<>();
        TYPE.matcher(page).results().forEach(type -> {
            if (!Files.exists(ROOT.resolve(type.group(1).replace('.', '/') + type.group(2) + ".java"))) {
                missing.add(type.group());
            }
        });
        FILE.matcher(page)
                .results()
                .filter(file -> !Files.exists(ROOT.resolve(file.group(1))))
                .forEach(file -> missing.add(file.group()));
        TEST.matcher(page)
                .results()
                .filter(test -> !names.contains(test.group(1) + ".java"))
                .forEach(test -> missing.add(test.group()));

        assertThat(TYPE.matcher(page).results()).hasSizeGreaterThan(20);
        assertThat(missing).isEmpty();
    }

    /** The Javadoc of a package as one line of Markdown. */
    private static String sentence(String packageInfo) {
        Matcher comment = COMMENT.matcher(packageInfo);
        assertThat(comment.find()).as(packageInfo).isTrue();
        List<String> lines = Arrays.stream(comment.group(1).split("\n"))
                .map(line -> line.replaceFirst("^ *\\*", "").strip())
                .toList();
        return String.join(" ", lines).strip().replaceAll("\\{@code ([^}]*)}", "`$1`");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
