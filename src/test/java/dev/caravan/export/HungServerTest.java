package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.LoggedLines;
import dev.caravan.ProxiedRequest;
import dev.caravan.SameRows;
import dev.caravan.StoppedProcesses;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.component.ActiveRuns;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.run.ActiveRun;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database server that stays connected and says nothing more, at each stage of a run. */
@Timeout(120)
class HungServerTest {
    @TempDir
    private Path folder;

    private final LoggedLines log = LoggedLines.of("dev.caravan.limit");
    private final Set<ActiveRun> runs = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
    private TestLake lake;
    private FaultyProxy s3;
    private StoppedProcesses stopped;

    @BeforeEach
    void open() {
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        lake = TestLake.open("hung", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.wait.warn-after", "500ms")
                .set("caravan.source.read-timeout", "2s")
                .set("caravan.chunk.retry.delay", "20ms")
                .set("caravan.retry.maximum", "1");
        stopped = new StoppedProcesses(lake.database());
        lake.sql("CREATE TABLE t (i int, words text); ALTER TABLE t ALTER words SET STORAGE PLAIN;"
                + "INSERT INTO t SELECT i, repeat(md5(i::text), 60) FROM generate_series(1, 30000) i; ANALYZE t");
    }

    @AfterEach
    void close() {
        stopped.close();
        lake.close();
        s3.close();
        log.close();
    }

    @Test
    void in_the_middle_of_the_rows_the_wait_is_told_and_the_run_is_tried_again() {
        lake.table("t", "table", "t", "readers", "1", "batchRows", "500", "fileSize", "200000");
        int[] process = new int[1];
        s3.fail(1, request -> isUpload(request, "00000-00003"), new Fault.Meanwhile(() -> {
            note();
            process[0] = stopped.stopOne("query LIKE 'COPY%'");
        }));
        s3.fail(1, request -> isUpload(request, "00000-00003"), new Fault.Meanwhile(this::note));

        lake.published("t");

        assertThat(runs).hasSize(2);
        SameRows.assertSame(lake, "t", "t");
        assertThat(log.lines())
                .anyMatch(line ->
                        line.matches("WARN No progress for .* with further rows of chunk 0 of table t, run \\S+,"
                                + " from PostgreSQL at 127\\.0\\.0\\.1:\\d+, server process " + process[0]
                                + "; it is ended after 2 s \\(caravan\\.source\\.read-timeout\\)"));
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads"));
    }

    @Test
    void one_of_several_readers_costs_its_own_chunk_alone() {
        lake.table("t", "table", "t", "readers", "4", "batchRows", "500", "fileSize", "200000");
        s3.fail(1, request -> isUpload(request, "00001-00001"), new Fault.Meanwhile(() -> {
            note();
            stopped.stopOne("query LIKE 'COPY%ctid >= %ctid < %'");
        }));
        s3.fail(1, request -> isUpload(request, "00001-00001"), new Fault.Meanwhile(this::note));

        lake.published("t");

        assertThat(runs).hasSize(1);
        SameRows.assertSame(lake, "t", "t");
    }

    @Test
    void the_holder_of_the_snapshot_does_not_keep_the_run_from_its_end() {
        lake.table("t", "table", "t", "readers", "4", "batchRows", "500", "fileSize", "200000");
        s3.fail(
                1,
                request -> isUpload(request, "00001-00001"),
                new Fault.Meanwhile(
                        () -> stopped.stopOne("state = 'idle in transaction' AND query LIKE '%pg_export_snapshot%'"
                                + " OR state = 'idle in transaction' AND query NOT LIKE 'COPY%'")));

        lake.published("t");

        SameRows.assertSame(lake, "t", "t");
    }

    @Test
    void while_the_run_is_planned() throws Exception {
        // The planner computes what is immutable, and waits for the lock meanwhile.
        lake.sql("CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql IMMUTABLE AS"
                + " 'BEGIN PERFORM pg_advisory_xact_lock_shared(9); RETURN 1; END'");
        lake.table("t", "query", "SELECT i, words FROM t WHERE f() = 1");
        try (Connection other = TestStack.connect(lake.database());
                Statement statement = other.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(9)");
            Thread stop = new Thread(() -> {
                stopped.stopOne("query LIKE '%f() = 1%' AND wait_event_type = 'Lock'");
                unlock(other);
            });
            stop.start();

            lake.published("t");

            stop.join();
        }
        assertThat(log.lines()).anyMatch(line -> line.startsWith("WARN Ended: no progress for 2 s with the plan of "));
        SameRows.assertSame(lake, "t", "t");
    }

    @Test
    void a_first_row_may_take_longer_and_slow_rows_are_progress() {
        lake.set("caravan.source.default.answer-timeout", "60s");
        lake.table(
                "t",
                "query",
                "SELECT i, repeat(md5(i::text), 500) AS words, pg_sleep(CASE i WHEN 1 THEN 4 ELSE 0.5 END)::text AS waited"
                        + " FROM generate_series(1, 8) i");

        assertThat(lake.published("t").rows()).isEqualTo(8);

        assertThat(log.lines()).noneMatch(line -> line.startsWith("WARN Ended"));
        assertThat(log.lines()).anyMatch(line -> line.contains("with the first row of chunk 0"));
    }

    @Test
    void a_first_row_that_never_comes_fails_the_run_and_publishes_nothing() {
        lake.set("caravan.source.answer-timeout", "2s").set("caravan.retry.maximum", "0");
        lake.table("t", "query", "SELECT i, pg_sleep(60)::text AS waited FROM t");

        ExportException failure = Objects.requireNonNull(lake.export("t").failure());

        assertThat(failure.code()).isEqualTo(ErrorCode.READ_INTERRUPTED);
        assertThat(failure.what()).contains("no progress for 2 s with the first row of chunk 0");
        assertThat(failure.hint()).contains("raise caravan.source.answer-timeout");
        assertThat(lake.files("t")).isEmpty();
    }

    @Test
    void a_server_that_accepts_and_never_answers_fails_the_login() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            lake.set("caravan.source.silent.url", "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x")
                    .set("caravan.source.silent.user", "x")
                    .set("caravan.source.silent.login-timeout", "1s")
                    .table("t", "table", "t", "source", "silent");

            ExportException failure = Objects.requireNonNull(lake.export("t").failure());

            assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
            assertThat(failure.what())
                    .contains("no progress for 1 s with the login, from PostgreSQL at 127.0.0.1:"
                            + silent.getLocalPort());
            assertThat(failure.hint()).contains("caravan.source.silent.login-timeout");
        }
    }

    @Test
    void a_server_that_hangs_with_tls_in_between_is_ended_too() throws IOException {
        // The driver asks for TLS with its first message, and waits for the answer to that.
        try (ServerSocket silent = new ServerSocket(0, 100, InetAddress.getLoopbackAddress())) {
            lake.set(
                            "caravan.source.tls.url",
                            "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/x?sslmode=require")
                    .set("caravan.source.tls.user", "x")
                    .set("caravan.source.login-timeout", "1s")
                    .table("t", "table", "t", "source", "tls");

            ExportException failure = Objects.requireNonNull(lake.export("t").failure());

            assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_UNREACHABLE);
            assertThat(failure.hint()).contains("caravan.source.login-timeout");
        }
    }

    private void note() {
        ActiveRuns.of(lake.pod().context()).find("t").ifPresent(runs::add);
    }

    private static void unlock(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_unlock(9)");
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isUpload(ProxiedRequest request, String name) {
        return request.method().equals("PUT")
                && request.path().contains("/uploads/")
                && request.path().contains(name)
                && !request.headers().containsKey("x-amz-copy-source");
    }
}
