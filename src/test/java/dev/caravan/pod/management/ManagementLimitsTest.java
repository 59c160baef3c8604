package dev.caravan.pod.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the unauthenticated port can be asked for: no more than a small heap holds, by no more connections than there are. */
class ManagementLimitsTest {
    private static final String JOLOKIA = "/observe/jolokia";
    private static final String JSON = "Content-Type: application/json";

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

    @Test
    void tooMuchAtOnceIsRefused() throws Exception {
        String lists = "[" + "{\"type\":\"list\"},".repeat(1999) + "{\"type\":\"list\"}]";
        assertThat(http.post(JOLOKIA, lists, JSON).status())
                .as("2,000 lists in 36 kB")
                .isEqualTo(413);
        assertThat(http.post(JOLOKIA, "[" + "{\"type\":\"list\"},".repeat(99) + "{\"type\":\"list\"}]", JSON)
                        .status())
                .isEqualTo(413);
        assertThat(http.post(JOLOKIA, " ".repeat(70_000) + ServedPod.read("orders"), JSON)
                        .status())
                .isEqualTo(413);
        assertThat(http.post(JOLOKIA, "[".repeat(30_000), JSON).status()).isEqualTo(400);
        assertThat(http.post(JOLOKIA, "{\"type\":\"read\"} {\"type\":\"exec\"}", JSON)
                        .status())
                .isEqualTo(400);
        assertThat(http.get(JOLOKIA, "X-Long: " + "x".repeat(20_000)).status()).isIn(400, 431);
        assertThat(http.get(JOLOKIA + "/" + "x".repeat(20_000)).status()).isIn(400, 414);
        assertThat(http.raw("POST " + JOLOKIA + " HTTP/1.1\r\nHost: localhost\r\n" + JSON
                                + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                                + ("1000\r\n" + "x".repeat(4096) + "\r\n").repeat(100) + "0\r\n\r\n")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void aListOfAllIsSmallForWhoLetsItShare() throws Exception {
        int whole = http.get(JOLOKIA + "/list").text().length();
        int shared = http.get(JOLOKIA + "/list?listCache=true").text().length();
        assertThat(shared).isLessThan(whole / 2);
    }

    @Test
    void listsAndReadsOfMoreThanFitsAreRefused() throws Exception {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        List<ObjectName> many = new ArrayList<>();
        try {
            for (int i = 0; i < 4_000; i++) {
                ObjectName name = new ObjectName("dev.caravan:type=crowd,name=" + i);
                server.registerMBean(new Crowd(), name);
                many.add(name);
            }
            for (String list : List.of(
                    "/list",
                    "/list/",
                    "//list",
                    "/LIST",
                    "/!list",
                    "/list/dev.caravan",
                    "/list/*",
                    "/list/dev.caravan/*",
                    "/list?maxDepth=9")) {
                assertThat(http.get(JOLOKIA + list).text()).as(list).doesNotContain("\"status\":200");
            }
            assertThat(http.post(JOLOKIA, "{\"type\":\"list\"}", JSON).status()).isEqualTo(413);
            assertThat(http.post(JOLOKIA, "{\"type\":\"LIST\",\"path\":\"dev.caravan\"}", JSON)
                            .status())
                    .isEqualTo(413);
            assertThat(http.get(JOLOKIA + "/list/java.lang").text()).contains("\"status\":200");
            assertThat(http.get(JOLOKIA + "/list/dev.caravan/type=crowd,name=7").text())
                    .contains("\"status\":200");
            assertThat(http.get(JOLOKIA + "/read/dev.caravan:type=crowd,*").status())
                    .isEqualTo(413);
            assertThat(http.get(JOLOKIA + "/read/dev.caravan:type=crowd,name=7").text())
                    .contains("\"status\":200");
        } finally {
            for (ObjectName name : many) {
                server.unregisterMBean(name);
            }
        }
    }

    /** Whoever opens connections and sends nothing takes no place of a probe. */
    @Test
    void idleConnectionsMakeRoomForRequests() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 3 * Connections.MOST; i++) {
                Socket socket = http.open();
                socket.getOutputStream().write("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII));
                idle.add(socket);
            }
            assertThat(http.get("/observe/health/live").status()).isEqualTo(200);
            assertThat(idle.get(0).getInputStream().read())
                    .as("the first was closed")
                    .isEqualTo(-1);
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }
}
