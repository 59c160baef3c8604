package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.Await;
import dev.caravan.Child;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.Main;
import dev.caravan.ProxiedRequest;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ctrl-C in an export: the first ends it in good order and tells what became of each table, the second ends it at once. */
@Timeout(120)
class InterruptedExportTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SECONDS = Duration.ofSeconds(15);

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;

    @BeforeEach
    void open() {
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        lake = TestLake.open("interrupt", folder)
                .sql("CREATE TABLE t AS SELECT i, md5(i::text) AS words FROM generate_series(1, 3000) i");
    }

    @AfterEach
    void close() {
        lake.close();
        s3.close();
    }

    /** As from a terminal: whoever runs the tests may have them ignore SIGINT, which processes inherit. */
    @Test
    void while_one_table_waits_for_a_lock_and_others_have_not_begun() throws Exception {
        lake.table("a", "table", "t").table("b", "table", "locked").table("c", "table", "locked");
        lake.sql("CREATE TABLE locked (i int)");
        try (Connection holder = TestStack.connect(lake.database());
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE locked IN ACCESS EXCLUSIVE MODE");
            assumeTrue(canHaveSignals(), "env of coreutils 8.31 is not here");
            try (Child child = Child.start(
                    folder,
                    environment(),
                    withSignals("export", "--routes", lake.routes().toString(), "--all", "--json"))) {
                await(
                        child,
                        () -> child.err().contains("holds ACCESS EXCLUSIVE on locked")
                                && child.out().contains("\"a\""));
                long begin = System.nanoTime();
                child.interrupt();

                assertThat(child.exit()).as(child.err()).isEqualTo(130);
                assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(SECONDS);
                Map<String, JsonNode> lines = lines(child);
                assertThat(lines).containsOnlyKeys("a", "b", "c");
                assertThat(lines.get("a").get("status").asText()).isEqualTo("published");
                for (String table : List.of("b", "c")) {
                    assertThat(lines.get(table).get("status").asText()).isEqualTo("interrupted");
                    assertThat(lines.get(table).get("error").asText()).startsWith("STOPPED: ");
                }
                assertThat(child.err()).contains("Asked to end", "1 of 3 tables were published (a)");
            }
        }
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("dead-letter"));
    }

    @Test
    void a_second_one_ends_the_process_at_once() throws Exception {
        lake.table("t", "table", "t");
        CountDownLatch publishes = new CountDownLatch(1);
        s3.fail(
                request -> {
                    boolean isCopy = request.headers().containsKey("x-amz-copy-source");
                    if (isCopy) {
                        publishes.countDown();
                    }
                    return isCopy;
                },
                new Fault.Hang());
        try (Child child = export("t")) {
            assertThat(publishes.await(60, TimeUnit.SECONDS)).as(child.err()).isTrue();
            child.terminate();
            await(child, () -> child.err().contains("Asked to end"));
            long begin = System.nanoTime();
            child.terminate();

            assertThat(child.exit()).isEqualTo(143);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
            assertThat(child.err()).contains("A second signal ends the process at once", "Asked a second time");
        }
    }

    /** A commit that is under way is not taken back, and said to have happened. */
    @Test
    void a_table_that_is_being_published_is_published_and_none_after_it() throws Exception {
        lake.table("t", "table", "t").table("u", "table", "t");
        CountDownLatch publishes = new CountDownLatch(1);
        AtomicReference<Child> exporting = new AtomicReference<>();
        s3.fail(1, request -> isOf(request, "/t/", "x-amz-copy-source"), new Fault.Meanwhile(() -> {
            publishes.countDown();
            Await.await("the signal", () -> says(exporting.get(), Child::err, "Asked to end"));
        }));
        s3.fail(
                request -> request.method().equals("PUT") && request.path().contains("_caravan/u/uploads"),
                new Fault.Meanwhile(
                        () -> Await.await("the end of t", () -> says(exporting.get(), Child::out, "t: 3,000 rows"))));
        try (Child child = export("t", "u")) {
            exporting.set(child);
            assertThat(publishes.await(60, TimeUnit.SECONDS)).as(child.err()).isTrue();
            child.terminate();

            assertThat(child.exit()).as(child.err()).isEqualTo(143);
            assertThat(child.out()).contains("t: 3,000 rows").contains("u: interrupted, nothing published.");
            assertThat(child.err()).contains("1 of 2 tables were published (t)");
        }
        assertThat(lake.files("t")).hasSize(1);
        assertThat(lake.files("u")).isEmpty();
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads"));
    }

    private static boolean says(@Nullable Child child, Function<Child, String> where, String what) {
        return child != null && where.apply(child).contains(what);
    }

    private static boolean isOf(ProxiedRequest request, String path, String header) {
        return request.headers().containsKey(header) && request.path().contains(path);
    }

    private static void await(Child child, Callable<Boolean> condition) {
        Await.await("what it says", () -> condition.call() || !child.isAlive());
        assertThat(Await.comesTrue(Duration.ZERO, condition))
                .as(child.out() + child.err())
                .isTrue();
    }

    private static Map<String, JsonNode> lines(Child child) throws Exception {
        Map<String, JsonNode> lines = new TreeMap<>();
        for (String line : child.out().lines().toList()) {
            JsonNode object = JSON.readTree(line);
            lines.put(object.get("table").asText(), object);
        }
        return lines;
    }

    private static boolean canHaveSignals() throws Exception {
        return new ProcessBuilder("env", "--default-signal=INT", "true").start().waitFor() == 0;
    }

    private static List<String> withSignals(String... arguments) {
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
        command.addAll(Child.caravan(arguments));
        return command;
    }

    private Child export(String... arguments) {
        List<String> command =
                new ArrayList<>(List.of("export", "--routes", lake.routes().toString()));
        command.addAll(List.of(arguments));
        return Child.start(folder, environment(), Main.class.getName(), command.toArray(String[]::new));
    }

    private Map<String, String> environment() {
        Map<String, String> environment = new TreeMap<>(TestStack.get().environment());
        environment.put("CARAVAN_SOURCE_DEFAULT_URL", TestStack.postgres().jdbcUrl(lake.database()));
        environment.put("CARAVAN_LAKE_BUCKET", lake.bucket());
        environment.put("CARAVAN_LAKE_ENDPOINT", s3.endpoint().toString());
        environment.put("CARAVAN_STAGING_DIR", lake.staging().toString());
        return environment;
    }
}
