package dev.caravan.pod.management;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.pod.management.RawHttp.Reply;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names by which the port is reached: those that a page of another site could have (DNS rebinding), and those that probes use. */
class HostNamesTest {
    private static final String JOLOKIA = "/observe/jolokia";

    @TempDir
    static Path dir;

    private static ServedPod served;
    private static RawHttp http;

    @BeforeAll
    static void start() throws Exception {
        served = ServedPod.start(dir, "unused", new Credentials("operator", "correct horse battery"));
        http = served.http();
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:9876",
                "127.0.0.1.evil.example",
                "localhost.evil.example",
                "127.0.0.1@evil",
                "localhost@evil",
                "localhost:80@evil:80",
                "evil.example.",
                "evil.example.:9876",
                "caravan.dev",
                "caravan..",
                "evil.svc.example",
                "-",
                "."
            })
    void anotherHostNameIsRefused(String host) throws Exception {
        for (String path : List.of(JOLOKIA, "/observe/health/live", "/observe/metrics")) {
            assertThat(http.get(path, "Host: " + host).status()).as(path).isIn(400, 403);
        }
        assertThat(http.get("http://127.0.0.1" + JOLOKIA, "Host: " + host).status())
                .isIn(400, 403);
        assertThat(http.get(JOLOKIA, "Host: 127.0.0.1", "Host: " + host).status())
                .isIn(400, 403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "localhost",
                "10.1.2.3:9876",
                "[::1]:9876",
                "caravan:9876",
                "Caravan_1",
                "caravan-0",
                "localhost.:9876",
                "caravan.data.svc:9876",
                "caravan.data.svc.:9876",
                "caravan.data.svc.cluster.local.:9876",
                "CONSOLE.example.com",
                "console.example.com.:9876"
            })
    void addressesNamesThatNobodyCanRegisterAndSetNamesAreAnswered(String host) throws Exception {
        assertThat(http.get("/observe/health/live", "Host: " + host).status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/observe/health", "/observe/health/live", "/observe/health/ready"})
    void probesMayLackAHostNameAndTheBody(String path) throws Exception {
        String end = " HTTP/1.0\r\n";
        assertThat(http.raw("GET " + path + end + "\r\n").text()).contains(" 200 OK", "\"status\"");
        for (String head :
                List.of(end, end + "Host: caravan\r\n", " HTTP/1.1\r\nConnection: close\r\nHost: caravan\r\n")) {
            Reply reply = http.raw("HEAD " + path + head + "\r\n");
            assertThat(reply.status()).as(head).isEqualTo(200);
            assertThat(reply.text()).contains("application/json", "nosniff").endsWith("\r\n\r\n");
        }
        assertThat(http.send("HEAD", path, "", "Host: evil.example").status()).isEqualTo(403);
        assertThat(http.raw("GET " + path + end + "Origin: http://\r\n\r\n").status())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/observe/metrics",
                "/observe/healthy",
                JOLOKIA,
                "/observe/health/../jolokia",
                "/observe/health/%2e%2e/metrics",
                "/observe/health/%zz/../../metrics",
                "//observe/jolokia"
            })
    void nothingElseMay(String path) throws Exception {
        for (String version : List.of("HTTP/1.0", "HTTP/1.1")) {
            assertThat(http.raw("GET " + path + " " + version + "\r\nConnection: close\r\n\r\n")
                            .status())
                    .as(version)
                    .isIn(400, 403);
        }
        assertThat(http.send("HEAD", path, "").status()).isIn(400, 405);
    }
}
