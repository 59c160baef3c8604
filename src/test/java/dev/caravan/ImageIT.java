package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the container image is made of, put together as its build does; a container engine is not needed. */
class ImageIT {
    /** What is promised, and what the base image may take of it: it is 15 MB. */
    private static final long PROMISED = 250_000_000 - 20_000_000;

    @TempDir
    private Path folder;

    private Path content;

    @BeforeEach
    void assemble() {
        assumeTrue(Runtime.version().feature() >= 25, "the image has the runtime of JDK 25");
        content = folder.resolve("caravan");
        try (Child assembling = Child.start(
                folder,
                Map.of("JAVA_HOME", System.getProperty("java.home")),
                List.of(Path.of("image/assemble.sh").toAbsolutePath().toString(), content.toString()))) {
            assertThat(assembling.exit()).as(assembling.err()).isZero();
        }
    }

    @Test
    void weighsLessThanIsPromised() throws IOException {
        try (Stream<Path> files = Files.walk(content)) {
            assertThat(files.filter(Files::isRegularFile)
                            .mapToLong(ImageIT::size)
                            .sum())
                    .isLessThan(PROMISED);
        }
    }

    @Test
    void itHasTheLicenceAndWhatTheJarHasAsASbom() {
        assertThat(content.resolve("LICENSE")).content().contains("Apache License");
        assertThat(Files.exists(content.resolve("bom.json"))).isEqualTo(Files.exists(Path.of("target/bom.json")));
    }

    @Test
    void itsRuntimeHasEveryModuleThatAnExportNeeds() {
        try (TestLake lake = TestLake.open("image", folder)) {
            lake.sql("CREATE TABLE t AS SELECT i, i * 1.5 AS n, now() AS at, md5(i::text) AS words,"
                            + " json_build_object('i', i) AS j FROM generate_series(1, 3000) i")
                    .table("t", "table", "t", "catalog", "crawler", "crawler", "image-" + lake.bucket());
            Map<String, String> environment = new TreeMap<>(TestStack.get().environment());
            environment.put("CARAVAN_SOURCE_DEFAULT_URL", TestStack.postgres().jdbcUrl(lake.database()));
            environment.put("CARAVAN_LAKE_BUCKET", lake.bucket());
            environment.put("CARAVAN_STAGING_DIR", lake.staging().toString());
            try (Child export =
                    Child.start(folder, environment, command("export", "t", "--routes", "" + lake.routes()))) {
                assertThat(export.exit()).as(export.out() + export.err()).isZero();
                assertThat(export.err()).isEmpty();
            }
            SameRows.assertSame(lake, "t", "t");
        }
    }

    private List<String> command(String... arguments) {
        return Stream.concat(
                        Stream.of(
                                content.resolve("runtime/bin/java").toString(),
                                "@" + content.resolve("java.options"),
                                "-cp",
                                content.resolve("caravan.jar").toString(),
                                "dev.caravan.Main"),
                        Stream.of(arguments))
                .toList();
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
