package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.Await;
import dev.caravan.Child;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.Main;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pod of its own process, whose route folder is edited while it runs. */
class DroppedInTableTest {
    private static final String EVERY_SECOND = "* * * * * ?";

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;
    private int port;
    private Child pod;

    @BeforeEach
    void start() throws Exception {
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        lake = TestLake.open("pod", folder);
        lake.sql("CREATE TABLE t AS SELECT i FROM generate_series(1, 100) i");
        port = freePort();
        Map<String, String> environment = new TreeMap<>(TestStack.get().environment());
        environment.put("CARAVAN_SOURCE_DEFAULT_URL", TestStack.postgres().jdbcUrl(lake.database()));
        environment.put("CARAVAN_LAKE_BUCKET", lake.bucket());
        environment.put("CARAVAN_LAKE_ENDPOINT", s3.endpoint().toString());
        environment.put("CARAVAN_STAGING_DIR", lake.staging().toString());
        environment.put("CARAVAN_ROUTES_POLL_INTERVAL", "200ms");
        environment.put("CARAVAN_MANAGEMENT_PORT", Integer.toString(port));
        pod = Child.start(
                folder,
                environment,
                Main.class.getName(),
                "run",
                "--routes",
                lake.routes().toString());
        await("the pod runs", () -> pod.out().contains("Caravan runs"));
    }

    @AfterEach
    void close() {
        pod.close();
        lake.close();
        s3.close();
    }

    @Test
    void a_file_is_dropped_in_edited_broken_fixed_and_removed() throws Exception {
        lake.table("t", "table", "t", "schedule", EVERY_SECOND);
        await("the table is published", () -> rows() == 100);
        SameRows.assertSame(lake, "t", "t");

        lake.table("t", "table", "t", "schedule", EVERY_SECOND, "where", "i <= 10");
        await("the edited file is live", () -> rows() == 10);

        String file = "t.camel.yaml";
        String sound = Files.readString(lake.routes().resolve(file));
        lake.file(file, sound.replace("schedule", "shedule"));
        await("the fault is in the log", () -> pod.out().contains("no parameter 'shedule'"));
        assertThat(pod.out().lines().filter(line -> line.contains("shedule")))
                .singleElement()
                .asString()
                .contains("t.camel.yaml:5:", "Did you mean 'schedule'?");
        assertThat(get("/observe/health/ready").statusCode()).isEqualTo(503);
        assertThat(get("/observe/metrics").body()).contains("caravan_route_files_rejected 1.0");
        assertThat(jolokia("dev.caravan").toString() + jolokia("org.apache.camel"))
                .contains("shedule");
        String run = runId();
        await("the version before goes on", () -> !runId().equals(run));

        lake.file(file, sound.replace("i <= 10", "i <= 20"));
        await("the fixed file is live", () -> rows() == 20);
        await("the pod is ready", () -> get("/observe/health/ready").statusCode() == 200);

        Files.delete(lake.routes().resolve(file));
        await("the table is removed", () -> pod.out().contains("t.camel.yaml: removed."));
        String last = runId();
        lake.table("later", "table", "t", "schedule", EVERY_SECOND);
        await("two more seconds came due", () -> runsOf("later") >= 2);
        assertThat(runId()).isEqualTo(last);
        assertThat(pod.out()).doesNotContain("\tat ");
        assertThat(pod.err()).isEmpty();
    }

    @Test
    void its_steps_are_seen_and_a_run_in_flight_ends_after_sigterm() throws Exception {
        s3.fail(
                1,
                request -> request.path().endsWith(".parquet"),
                new Fault.Meanwhile(() -> await("the signal", () -> pod.out().contains("Asked to end"))));
        lake.table(
                "t", "table", "t", "schedule", EVERY_SECOND, "catalog", "crawler", "crawler", "pod-" + lake.bucket());
        await("the upload begins", () -> s3.count(request -> request.path().endsWith(".parquet")) > 0);

        String routes = get("/observe/jolokia/list/org.apache.camel?maxDepth=2").body();
        assertThat(routes)
                .contains("name=\\\"t\\\"", "name=\\\"t.run\\\"", "name=\\\"t.upload\\\"")
                .contains("t-plan", "t-read", "t-batches", "t-write", "t-upload", "t-publish", "t-catalog");
        pod.terminate();

        assertThat(pod.exit()).as(pod.out()).isZero();
        SameRows.assertSame(lake, "t", "t");
        assertThat(pod.out()).contains("Asked to end").doesNotContain("\tat ");
        assertThat(lake.staging()).isEmptyDirectory();
    }

    private long rows() {
        return lake.json("_caravan/t/runs/" + runId() + ".json").get("rows").asLong();
    }

    private long runsOf(String table) {
        return lake.ownFiles().stream()
                .filter(name -> name.startsWith(table + "/runs/"))
                .count();
    }

    private String runId() {
        return lake.state("t").get("runId").asText();
    }

    private JsonNode jolokia(String domain) throws Exception {
        return new ObjectMapper()
                .readTree(get("/observe/jolokia/read/" + domain + ":*,type=services")
                        .body());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
    }

    private void await(String what, Callable<Boolean> condition) {
        Await.await(what, () -> {
            assertThat(pod.isAlive())
                    .as(what + "; the pod said: " + pod.out() + pod.err())
                    .isTrue();
            try {
                return condition.call();
            } catch (UncheckedIOException e) {
                // It asks for a document that is not written yet.
                return false;
            }
        });
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
