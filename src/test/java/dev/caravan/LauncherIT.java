package dev.caravan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The launcher as a newcomer meets it; its PATH holds no Maven, so that no test can start a build. */
class LauncherIT {
    private static final Path LAUNCHER = Path.of("caravan").toAbsolutePath();

    @TempDir
    private Path folder;

    private Path tools;

    @BeforeEach
    void pathWithoutMavenAndJava() throws IOException {
        tools = Files.createDirectory(folder.resolve("tools"));
        for (String tool : List.of("bash", "dirname", "env", "find", "readlink", "sed", "tr")) {
            script(tools.resolve(tool), "exec " + whereIs(tool) + " \"$@\"");
        }
    }

    /** JUnit warns of each link that it removes. */
    @AfterEach
    void removeLinks() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path link : all.filter(Files::isSymbolicLink).toList()) {
                Files.delete(link);
            }
        }
    }

    @Test
    void runsThroughASymbolicLinkFromAnotherFolder() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("anywhere"), LAUNCHER);

        Outcome outcome = run(link, Map.of("CARAVAN_JAVA_HOME", System.getProperty("java.home")), "--help");

        assertThat(outcome.output()).contains("Usage: caravan");
        assertThat(outcome.exit()).isZero();
    }

    @Test
    void handsOptionsToTheJvm() throws Exception {
        Map<String, String> settings = Map.of(
                "CARAVAN_JAVA_HOME",
                System.getProperty("java.home"),
                "CARAVAN_JAVA_OPTS",
                "-Xmx128m -XshowSettings:vm");

        assertThat(run(LAUNCHER, settings, "--help").output()).contains("Max. Heap Size: 128");
    }

    @Test
    void aCacheThatDoesNotFitChangesNothingAndIsNotSpokenOf() throws Exception {
        Path clone = builtClone();
        Path target = clone.resolve("target");
        String version = Files.readString(Path.of(System.getProperty("java.home"), "release"))
                .replaceAll("(?s).*JAVA_RUNTIME_VERSION=\"([^\"]*)\".*", "$1");
        Path cache = Files.createDirectory(target.resolve("warm")).resolve(version + ".cache");
        Files.writeString(cache, "no cache at all");

        Outcome outcome =
                run(clone.resolve("caravan"), Map.of("CARAVAN_JAVA_HOME", System.getProperty("java.home")), "--help");

        assertThat(outcome.output()).startsWith("Usage: caravan");
        assertThat(outcome.exit()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pom.xml", "src/main", "bench/java"})
    void aChangeOfWhatTheJarsAreMadeOfStartsABuild(String changed) throws Exception {
        Path clone = builtClone();
        Files.setLastModifiedTime(
                clone.resolve(changed), FileTime.from(Instant.now().plusSeconds(60)));

        Outcome outcome = run(clone.resolve("caravan"), Map.of("JAVA_HOME", System.getProperty("java.home")), "--help");

        // There is no Maven to build with, which shows that one was looked for.
        assertThat(outcome.output()).startsWith("caravan: no Maven was found");
    }

    @Test
    void aJavaHomeWithoutJavaIsRefusedWithTheMend() throws Exception {
        Outcome outcome = run(LAUNCHER, Map.of("CARAVAN_JAVA_HOME", "/nowhere"), "--help");

        assertThat(outcome.output())
                .startsWith("caravan: CARAVAN_JAVA_HOME is /nowhere")
                .contains("set it to the home of a JDK 17 or later, or unset it");
        assertThat(outcome.exit()).isEqualTo(2);
    }

    @Test
    void anOldJdkIsRefusedWithTheMend() throws Exception {
        Path jdk = folder.resolve("jdk-11");
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"11.0.2\"\n");
        script(jdk.resolve("bin/java"), "exit 1");

        Outcome outcome = run(LAUNCHER, Map.of("CARAVAN_JAVA_HOME", jdk.toString()), "--help");

        assertThat(outcome.output()).contains("which is Java 11").contains("set it to the home of a JDK 17 or later");
        assertThat(outcome.exit()).isEqualTo(2);
    }

    @Test
    void withoutMavenTheFirstUseSaysWhatToInstall() throws Exception {
        Path freshClone = Files.createDirectory(folder.resolve("clone"));
        Path launcher = Files.copy(LAUNCHER, freshClone.resolve("caravan"));

        Outcome outcome = run(launcher, Map.of("JAVA_HOME", System.getProperty("java.home")), "--help");

        assertThat(outcome.output()).startsWith("caravan: no Maven was found").contains("install Maven 3.8 or later");
        assertThat(outcome.exit()).isEqualTo(2);
    }

    /** A clone whose sources are older than the jars that this build has made. */
    private Path builtClone() throws IOException {
        Path clone = Files.createDirectory(folder.resolve("built"));
        Files.copy(LAUNCHER, clone.resolve("caravan"));
        Files.copy(Path.of("pom.xml"), clone.resolve("pom.xml"), StandardCopyOption.COPY_ATTRIBUTES);
        for (String sources : List.of("src/main", "bench/java")) {
            Path empty = Files.createDirectories(clone.resolve(sources));
            Files.setLastModifiedTime(empty, FileTime.fromMillis(0));
        }
        Path target = Files.createDirectory(clone.resolve("target"));
        for (String part : List.of("caravan.jar", "caravan-local.jar", "lib", "lib-local")) {
            Files.createSymbolicLink(
                    target.resolve(part), Path.of("target", part).toAbsolutePath());
        }
        return clone;
    }

    private record Outcome(int exit, String output) {}

    private Outcome run(Path launcher, Map<String, String> settings, String argument) throws Exception {
        Path output = folder.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), argument)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("CARAVAN_") || name.contains("JAVA"));
        builder.environment().put("PATH", tools.toString());
        builder.environment().putAll(settings);
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ended in time").isTrue();
        return new Outcome(process.exitValue(), Files.readString(output));
    }

    private static void script(Path file, String line) throws IOException {
        Files.writeString(file, "#!/bin/sh\n" + line + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Path whereIs(String tool) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(place -> Path.of(place, tool))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(tool + " is not on the PATH"));
    }
}
