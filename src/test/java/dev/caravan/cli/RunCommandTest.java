package dev.caravan.cli;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real process, started from the class path of the tests. */
class RunCommandTest {
    @TempDir
    Path dir;

    @Test
    void aRunInFlightEndsAfterSigtermAndTheProcessExitsWithZero() throws Exception {
        Path routes = Files.createDirectory(dir.resolve("routes"));
        Files.writeString(routes.resolve("slow.yaml"), """
                - route:
                    id: slow
                    from:
                      uri: timer:slow
                      parameters: {delay: 0, repeatCount: 1}
                      steps:
                        - log: {message: "it began"}
                        - delay: {constant: 2000, asyncDelayed: false}
                        - to: "log:shop?showAll=false"
                        - log: {message: "it ended", logName: com.acme.Slow}
                """);
        int port = freePort();
        Process pod = start("-Dcaravan.lake.bucket=lake", "-Dcaravan.management.port=" + port);
        try {
            awaitInLog("it began");
            assertThat(get(port, "/observe/health/live").statusCode()).isEqualTo(200);
            assertThat(get(port, "/observe/metrics").body()).as(log()).contains("caravan_route_files_loaded 1.0");
            assertThat(get(port, "/observe/jolokia/exec/java.lang:type=Memory/gc")
                            .body())
                    .contains("forbidden");
            pod.destroy();
            assertThat(pod.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(pod.exitValue()).isZero();
            assertThat(log()).contains("it ended", "1 route file of ").doesNotContain("Exception");
            assertThat(loggers()).contains("slow", "shop", "com.acme.Slow").allMatch(RunCommandTest::isExpected);
        } finally {
            pod.destroyForcibly();
        }
    }

    @Test
    void badSettingsAreOneSentenceAndExitCodeTwo() throws Exception {
        Process without = start();
        assertThat(without.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(without.exitValue()).isEqualTo(2);
        assertThat(log()).contains("There is no folder", "--routes DIR").doesNotContain("\tat ");
    }

    @Test
    void aManagementPortInUseIsOneSentence() throws Exception {
        Files.createDirectory(dir.resolve("routes"));
        try (ServerSocket taken = new ServerSocket(0)) {
            Process pod = start("-Dcaravan.lake.bucket=lake", "-Dcaravan.management.port=" + taken.getLocalPort());
            assertThat(pod.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(pod.exitValue()).isEqualTo(2);
            assertThat(log())
                    .contains("the management port " + taken.getLocalPort() + " of 0.0.0.0 is in use")
                    .doesNotContain("\tat ");
        }
    }

    private Process start(String... options) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(options));
        // The production log, not that of the tests.
        command.add("-Dlogback.configurationFile=" + RunCommand.class.getResource("/logback.xml"));
        command.addAll(List.of("-cp", classPath(), "dev.caravan.Main", "run"));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("CARAVAN_"));
        return builder.directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("log").toFile())
                .start();
    }

    /** Without its empty entries, which mean the working folder and would make ./routes part of the product. */
    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.isEmpty())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private void awaitInLog(String text) {
        await("'" + text + "' in the log", () -> log().contains(text));
    }

    /** Whose lines there are, each of them a JSON object, since nobody looks at a terminal. */
    private Set<String> loggers() throws IOException {
        Set<String> loggers = new TreeSet<>();
        for (String line : log().lines().toList()) {
            loggers.add(new ObjectMapper().readTree(line).get("logger").asText());
        }
        return loggers;
    }

    private static boolean isExpected(String logger) {
        return logger.startsWith("dev.caravan.")
                || Set.of("slow", "shop", "com.acme.Slow").contains(logger);
    }

    private String log() throws IOException {
        return Files.readString(dir.resolve("log"));
    }

    private static HttpResponse<String> get(int port, String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
