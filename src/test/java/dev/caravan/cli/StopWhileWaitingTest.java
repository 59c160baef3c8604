package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Child;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.Main;
import dev.caravan.ProxiedRequest;
import dev.caravan.StoppedProcesses;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SIGTERM for processes that wait for something that does not move, with the limits of production, which are far away. */
@Timeout(180)
class StopWhileWaitingTest {
    /** What they wait for. */
    enum Hang {
        LOGIN,
        ROWS,
        UPLOAD,
        PART,
        PUBLICATION,
        CATALOG,
        CRAWLER
    }

    /** Far below every limit, and with room for a machine that has other work. */
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final CountDownLatch hangs = new CountDownLatch(1);
    private TestLake lake;
    private FaultyProxy s3;
    private FaultyProxy glue;
    private StoppedProcesses stopped;
    private ServerSocket silent;

    @BeforeEach
    void open() throws IOException {
        silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        glue = FaultyProxy.before(TestStack.get().glueEndpoint());
        lake = TestLake.open("stop", folder);
        stopped = new StoppedProcesses(lake.database());
        lake.sql("CREATE TABLE t (i int, words text); ALTER TABLE t ALTER words SET STORAGE PLAIN;"
                + "INSERT INTO t SELECT i, repeat(md5(i::text), 60) FROM generate_series(1, 20000) i");
    }

    @AfterEach
    void close() throws IOException {
        stopped.close();
        lake.close();
        s3.close();
        glue.close();
        silent.close();
    }

    @ParameterizedTest
    @EnumSource
    void a_pod_ends_with_zero_within_its_grace_and_a_few_seconds(Hang hang) throws Exception {
        arrange(hang, "* * * * * ?");
        try (Child pod = start(List.of("run"))) {
            Duration took = terminated(pod, 0);

            assertThat(took).as(pod.out()).isLessThan(SOON);
            assertThat(pod.out()).contains("Asked to end");
        }
        assertNothingIsHalf(hang);
    }

    @ParameterizedTest
    @EnumSource
    void an_export_ends_soon_and_says_by_its_code_that_a_signal_ended_it(Hang hang) throws Exception {
        arrange(hang, "0 0 0 1 1 ? 2099");
        try (Child export = start(List.of("export", "t"))) {
            Duration took = terminated(export, 143);

            assertThat(took).as(export.err()).isLessThan(SOON);
            assertThat(export.out()).contains("t: interrupted, ").contains("STOPPED");
            assertThat(export.err())
                    .contains(
                            "Asked to end",
                            hang == Hang.CATALOG || hang == Hang.CRAWLER ? "1 of 1 table" : "0 of 1 table")
                    .doesNotContain("\tat ");
        }
        assertNothingIsHalf(hang);
        assertThat(lake.ownFiles())
                .as("a run that was asked to end is no failure")
                .noneMatch(name -> name.contains("dead-letter"));
        // An upload may be on its way while the rows stand still, and a publication that is half done needs its
        // uploads.
        if (hang != Hang.ROWS && hang != Hang.PUBLICATION) {
            assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads"));
        }
    }

    private Duration terminated(Child child, int code) throws InterruptedException {
        assertThat(hangs.await(60, TimeUnit.SECONDS))
                .as(child.out() + child.err())
                .isTrue();
        long begin = System.nanoTime();
        child.terminate();
        assertThat(child.exit()).as(child.out() + child.err()).isEqualTo(code);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private void arrange(Hang hang, String schedule) {
        Map<String, String> table = new TreeMap<>(
                Map.of("table", "t", "schedule", schedule, "batchRows", "500", "fileSize", "200000", "readers", "1"));
        switch (hang) {
            case LOGIN -> {
                table.put("source", "silent");
                Thread accept = new Thread(() -> {
                    try {
                        silent.accept();
                        hangs.countDown();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
                accept.setDaemon(true);
                accept.start();
            }
            case ROWS ->
                s3.fail(1, StopWhileWaitingTest::isUpload, new Fault.Meanwhile(() -> {
                    stopped.stopOne("query LIKE 'COPY%'");
                    hangs.countDown();
                }));
            case UPLOAD -> s3.fail(told(StopWhileWaitingTest::isUpload), new Fault.Hang());
            case PART -> {
                table.put("fileSize", "100000000");
                table.put("compression", "none");
                s3.fail(told(request -> request.query().contains("partNumber=")), new Fault.Hang());
            }
            case PUBLICATION ->
                s3.fail(told(request -> request.headers().containsKey("x-amz-copy-source")), new Fault.Hang());
            case CATALOG -> {
                table.put("catalog", "crawler");
                glue.fail(told(request -> true), new Fault.Hang());
            }
            case CRAWLER -> {
                table.put("catalog", "crawler");
                glue.fail(
                        told(request -> request.operation().equals("GetCrawler")),
                        new Fault.Answer(
                                200,
                                "application/x-amz-json-1.1",
                                "{\"Crawler\":{\"Name\":\"c\",\"State\":\"STOPPING\",\"DatabaseName\":\"lake\"}}"));
            }
        }
        List<String> parameters = new ArrayList<>();
        table.forEach((name, value) -> parameters.addAll(List.of(name, value)));
        lake.table("t", parameters.toArray(String[]::new));
    }

    private Predicate<ProxiedRequest> told(Predicate<ProxiedRequest> which) {
        return request -> {
            boolean isIt = which.test(request);
            if (isIt) {
                hangs.countDown();
            }
            return isIt;
        };
    }

    private Child start(List<String> arguments) throws IOException {
        Map<String, String> environment = new TreeMap<>(TestStack.get().environment());
        environment.put("CARAVAN_SOURCE_DEFAULT_URL", TestStack.postgres().jdbcUrl(lake.database()));
        environment.put("CARAVAN_SOURCE_SILENT_URL", "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x");
        environment.put("CARAVAN_SOURCE_SILENT_USER", "x");
        environment.put("CARAVAN_LAKE_BUCKET", lake.bucket());
        environment.put("CARAVAN_LAKE_ENDPOINT", s3.endpoint().toString());
        environment.put("CARAVAN_LAKE_PART_SIZE", "5242880");
        environment.put("CARAVAN_LAKE_MULTIPART_THRESHOLD", "5242880");
        environment.put("CARAVAN_GLUE_ENDPOINT", glue.endpoint().toString());
        environment.put("CARAVAN_STAGING_DIR", lake.staging().toString());
        environment.put("CARAVAN_MANAGEMENT_PORT", Integer.toString(freePort()));
        environment.put("CARAVAN_SHUTDOWN_TIMEOUT", "1");
        List<String> all = new ArrayList<>(arguments);
        all.addAll(1, List.of("--routes", lake.routes().toString()));
        return Child.start(folder, environment, Main.class.getName(), all.toArray(String[]::new));
    }

    /** What a reader sees is the table, or nothing; and nothing is left on the disk, nor of uploads in parts. */
    private void assertNothingIsHalf(Hang hang) throws IOException {
        boolean isPublished = hang == Hang.CATALOG || hang == Hang.CRAWLER;
        assertThat(lake.files("t").isEmpty()).isEqualTo(!isPublished);
        assertThat(lake.openUploads()).isEmpty();
        if (Files.isDirectory(lake.staging())) {
            try (var staged = Files.walk(lake.staging())) {
                assertThat(staged).noneMatch(file -> file.toString().endsWith(".parquet"));
            }
        }
    }

    private static boolean isUpload(ProxiedRequest request) {
        return request.method().equals("PUT")
                && request.path().endsWith(".parquet")
                && !request.headers().containsKey("x-amz-copy-source");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
