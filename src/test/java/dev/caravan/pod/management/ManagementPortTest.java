package dev.caravan.pod.management;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.OwnThread;
import dev.caravan.pod.Pod;
import dev.caravan.pod.management.RawHttp.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The unauthenticated port as somebody who reaches it tries it, and as a web page in the browser of somebody who does. */
class ManagementPortTest {
    private static final String JOLOKIA = "/observe/jolokia";
    private static final String JSON = "Content-Type: application/json";
    private static final Credentials WHO = new Credentials("operator", "correct horse battery");
    private static final String AUTHORIZED = "Authorization: " + WHO.header();
    private static final String SECRET = "s3cr3t-value";

    @TempDir
    static Path dir;

    private static ServedPod served;
    private static Pod pod;
    private static RawHttp http;

    @BeforeAll
    static void start() throws Exception {
        served = ServedPod.start(dir, SECRET, WHO);
        pod = served.pod();
        http = served.http();
    }

    @AfterAll
    static void stop() {
        served.close();
    }

    @Test
    void readsAreAnswered() throws Exception {
        assertThat(http.get("/observe/health/live").status()).isEqualTo(200);
        assertThat(http.get("/observe/metrics").text()).contains("caravan_route_folder_look_age_seconds");
        assertThat(http.get(JOLOKIA).text()).contains("\"agent\":\"2.5.0\"");
        assertThat(http.get(JOLOKIA + "/read/" + route("orders") + "/State").text())
                .contains("\"value\":\"Started\"");
        assertThat(http.get(JOLOKIA + "/list/org.apache.camel?maxDepth=2").text())
                .contains("type=routes");
        assertThat(http.post(JOLOKIA, "[" + ServedPod.read("orders") + "," + ServedPod.read("users") + "]", JSON)
                        .text())
                .containsSubsequence("\"value\":\"Started\"", "\"value\":\"Started\"");
        for (String type : List.of("application/json; charset=utf-8", "text/json", "Text/JSON;charset=UTF-8")) {
            assertThat(http.post(JOLOKIA, ServedPod.read("orders"), "Content-Type: " + type)
                            .status())
                    .as(type)
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/exec/%s/stop()",
                "/exec/%s/stop",
                "/!exec/%s/stop()",
                "/!e!x!e!c/%s/stop()",
                "/%%65xec/%s/stop()",
                "//exec/%s/stop()",
                "/EXEC/%s/stop()",
                "?p=exec/%s/stop()",
                "/?p=/exec/%s/stop()",
                "/version?p=exec/%s/stop()",
                "/read/../exec/%s/stop()",
                "/write/%s/StatisticsEnabled/false"
            })
    void noGetChangesAnythingHoweverItIsSpelt(String path) throws Exception {
        for (String[] headers : List.of(new String[] {}, new String[] {AUTHORIZED})) {
            Reply reply = http.get(JOLOKIA + path.formatted(route("orders")), headers);
            assertThat(reply.text())
                    .doesNotContain("\"status\":200,\"timestamp\"")
                    .doesNotContain("\"value\":null");
        }
        assertThat(state("orders")).contains("Started");
    }

    @Test
    void anOperationNeedsJsonAndCredentials() throws Exception {
        String stop = exec("users", "stop()");

        assertThat(http.post(JOLOKIA, stop, JSON).status()).isEqualTo(401);
        assertThat(http.post(JOLOKIA, stop, JSON, "Authorization: Basic b3BlcmF0b3I6eA==")
                        .status())
                .isEqualTo(401);
        assertThat(http.post(JOLOKIA, "[" + ServedPod.read("users") + "," + stop + "]", JSON)
                        .status())
                .isEqualTo(401);
        assertThat(http.post(JOLOKIA, stop, "Content-Type: text/json").status()).isEqualTo(401);
        // What a page can have a browser send to any server; with "json" behind, too.
        for (String type : List.of(
                "text/plain",
                "text/plain; text/json",
                "text/plain;application/json",
                "text/jsonp",
                "multipart/form-data; boundary=text/json",
                "application/x-www-form-urlencoded")) {
            assertThat(http.post(JOLOKIA, stop, "Content-Type: " + type, AUTHORIZED)
                            .status())
                    .as(type)
                    .isEqualTo(415);
        }
        assertThat(http.post(JOLOKIA, stop, AUTHORIZED).status()).isEqualTo(415);
        assertThat(http.post(JOLOKIA, stop.replace("exec", "eXeC"), JSON).status())
                .isEqualTo(401);
        assertThat(state("users")).contains("Started");

        assertThat(http.post(JOLOKIA, stop, JSON, AUTHORIZED, "Origin: http://127.0.0.1:" + http.port())
                        .text())
                .contains("\"status\":200");
        assertThat(state("users")).contains("Stopped");
        Reply ready = http.get("/observe/health/ready");
        assertThat(ready.status())
                .as("one table that is stopped makes no pod unready")
                .isEqualTo(200);
        assertThat(ready.text()).contains("1 stopped by hand: users").doesNotContain("\"route:users\"");
        assertThat(http.get("/observe/metrics").text()).contains("caravan_routes_stopped 1.0");
        assertThat(http.post(JOLOKIA, exec("users", "start()"), JSON, AUTHORIZED)
                        .text())
                .contains("\"status\":200");
    }

    @Test
    void readsGoOnWhileAStopWaitsForARun() throws Exception {
        CountDownLatch run = new CountDownLatch(1);
        RouteBuilder.addRoutes(
                pod.context(),
                routes -> routes.from("direct:held").routeId("held").process(exchange -> run.await()));
        CompletableFuture<Reply> stopped;
        try (ProducerTemplate producer = pod.context().createProducerTemplate()) {
            CompletableFuture<Object> held = producer.asyncSendBody("direct:held", "");
            await("the run", () -> pod.context().getInflightRepository().size("held") == 1);
            stopped = CompletableFuture.supplyAsync(
                    () -> {
                        try {
                            return http.post(JOLOKIA, exec("held", "stop()"), JSON, AUTHORIZED);
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    },
                    OwnThread::start);
            await("the stop", () -> Thread.getAllStackTraces().keySet().stream()
                    .anyMatch(thread -> thread.getName().contains("ShutdownTask")));

            assertThat(state("orders")).contains("Started");
            assertThat(stopped).isNotDone();
            assertThat(held).isNotDone();
        } finally {
            run.countDown();
        }
        assertThat(stopped.get(30, TimeUnit.SECONDS).text()).contains("\"status\":200");
        pod.context().removeRoute("held");
    }

    @Test
    void aRouteThatAllTablesNeedMakesThePodUnreadyWhenItIsStopped() throws Exception {
        pod.context().getRouteController().stopRoute("dead-letter");
        try {
            assertThat(http.get("/observe/health/ready").status()).isEqualTo(503);
        } finally {
            pod.context().getRouteController().startRoute("dead-letter");
        }
        assertThat(http.get("/observe/health/ready").status()).isEqualTo(200);
    }

    @Test
    void onlyWhatTheAccessFileAllowsCanBeDoneAndSharedRoutesCannotBeStopped() throws Exception {
        for (String shared : List.of("retried-chunk", "dead-letter", "uploaded-part")) {
            for (String operation : List.of("stop()", "suspend()", "stop(long)", "remove()")) {
                assertThat(http.post(JOLOKIA, exec(shared, operation), JSON, AUTHORIZED)
                                .text())
                        .as(shared + " " + operation)
                        .contains("\"status\":403");
            }
            assertThat(state(shared)).contains("Started");
        }
        for (String bean : List.of(
                "java.lang:type=Memory\",\"operation\":\"gc",
                "com.sun.management:type=HotSpotDiagnostic\",\"operation\":\"dumpHeap\",\"arguments\":[\"/tmp/x\",true],\"x\":\"",
                "com.sun.management:type=DiagnosticCommand\",\"operation\":\"vmSystemProperties",
                "org.apache.camel:context=caravan,type=context,name=\\\"caravan\\\"\",\"operation\":\"stop()",
                "org.apache.camel:context=caravan,type=context,name=\\\"caravan\\\"\",\"operation\":\"sendBody(java.lang.String,java.lang.Object)")) {
            String exec = "{\"type\":\"exec\",\"mbean\":\"" + bean + "\"}";
            assertThat(http.post(JOLOKIA, exec, JSON, AUTHORIZED).text())
                    .as(bean)
                    .contains("\"status\":403");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://evil.example", "https://127.0.0.1.evil.example", "null", "http://127.0.0.1:1", "file://"
            })
    void aPageOfAnotherOriginIsRefusedEverywhere(String origin) throws Exception {
        for (String path : List.of(JOLOKIA, JOLOKIA + "/list", "/observe/metrics", "/observe/health", "/nothing")) {
            assertThat(http.get(path, "Origin: " + origin).status()).as(path).isEqualTo(403);
        }
        assertThat(http.post(JOLOKIA, exec("orders", "stop()"), JSON, AUTHORIZED, "Origin: " + origin)
                        .status())
                .isEqualTo(403);
        assertThat(http.send("OPTIONS", JOLOKIA, "", "Origin: " + origin).text())
                .contains(" 403 ")
                .doesNotContain("Access-Control");
    }

    @Test
    void aPageOfAnOriginThatIsSetLogsInForReadsToo() throws Exception {
        String origin = "Origin: http://hawtio.example:18080";
        for (String request : List.of("{\"type\":\"version\"}", ServedPod.read("orders"))) {
            Reply anonymous = http.post(JOLOKIA, request, JSON, origin);
            assertThat(anonymous.status())
                    .as("hawtio asks for user and password")
                    .isEqualTo(401);
            assertThat(anonymous.text()).contains("WWW-Authenticate: Basic");
            assertThat(http.post(JOLOKIA, request, JSON, origin, AUTHORIZED).status())
                    .isEqualTo(200);
        }
        assertThat(http.post(JOLOKIA, ServedPod.read("orders"), JSON, "Origin: http://hawtio.example")
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aPageOfAnotherSiteThatSendsNoOriginIsRefusedByWhatTheBrowserSays() throws Exception {
        String[] image = {"Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"};
        assertThat(http.get(JOLOKIA + "/version", image).status()).isEqualTo(403);
        assertThat(http.get("/observe/health", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate")
                        .status())
                .as("a link to it")
                .isEqualTo(200);
    }

    @Test
    void methodsThatNothingHasAreRefused() throws Exception {
        for (String method : List.of("PUT", "DELETE", "TRACE", "PATCH", "OPTIONS")) {
            assertThat(http.send(method, JOLOKIA, "").status()).as(method).isEqualTo(405);
        }
        assertThat(http.post("/observe/health", "{}", JSON).status()).isEqualTo(405);
    }

    @Test
    void noSecretIsShownByAnyRead() throws Exception {
        StringBuilder all = new StringBuilder();
        for (String path : List.of(
                "/observe/health",
                "/observe/metrics",
                "/observe/info",
                "/q/dev",
                "/q/dev/properties",
                "/observe/dev",
                JOLOKIA + "/read/*:*",
                JOLOKIA + "/read/java.lang:*",
                JOLOKIA + "/read/java.lang:type=Memory",
                JOLOKIA + "/read/java.lang:type=Runtime",
                JOLOKIA + "/read/java.lang:type=Runtime/SystemProperties",
                JOLOKIA + "/read/java.lang:type=Runtime/InputArguments,SystemProperties",
                JOLOKIA + "/read/java.lang:type=*/SystemProperties",
                JOLOKIA + "/read/org.apache.camel:*",
                JOLOKIA + "/read/quartz:*",
                JOLOKIA + "/read/com.zaxxer.hikari:*",
                JOLOKIA + "/list/org.apache.camel",
                JOLOKIA + "/search/*:*")) {
            all.append(http.get(path).text());
        }
        for (String name :
                List.of("java.lang:type=Runtime", "java.lang:*", "*:*", "org.apache.camel:type=endpoints,*")) {
            all.append(http.post(JOLOKIA, "{\"type\":\"read\",\"mbean\":\"" + name + "\"}", JSON)
                    .text());
        }
        assertThat(all.length()).as("something was read").isGreaterThan(100_000);
        assertThat(all.indexOf("HeapMemoryUsage")).isPositive();
        assertThat(all.indexOf("secretKey=xxxxxx")).isPositive();
        assertThat(all.indexOf(SECRET)).isEqualTo(-1);
        assertThat(all.indexOf(WHO.password())).isEqualTo(-1);
    }

    private static String state(String route) throws IOException {
        return http.get(JOLOKIA + "/read/" + route(route) + "/State").text();
    }

    private static String route(String id) {
        return "org.apache.camel:context=caravan,name=%22" + id + "%22,type=routes";
    }

    private static String exec(String id, String operation) {
        return "{\"type\":\"exec\",\"mbean\":\"" + ServedPod.bean(id) + "\",\"operation\":\"" + operation + "\"}";
    }
}
