package dev.caravan.export;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.OwnThread;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A lock that somebody keeps: the run fails within its limit, and says who. */
class LockTimeoutTest {
    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.open("locktimeout", folder)
                .set("caravan.lock.timeout", "2s")
                .set("caravan.source.connection-timeout", "1s")
                .set("caravan.source.pool-size", "2")
                .sql("CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t VALUES (1);"
                        + "CREATE VIEW v AS SELECT id FROM (SELECT id FROM t) s; CREATE VIEW w AS SELECT id FROM v;"
                        + "CREATE TABLE p (id int) PARTITION BY RANGE (id);"
                        + "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);"
                        + "CREATE FUNCTION slow() RETURNS int LANGUAGE sql AS 'SELECT max(id) FROM t'");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @ParameterizedTest
    @CsvSource({
        "table, t, LOCK TABLE t IN ACCESS EXCLUSIVE MODE",
        "table, w, LOCK TABLE t IN ACCESS EXCLUSIVE MODE",
        "table, p, LOCK TABLE ONLY p1 IN ACCESS EXCLUSIVE MODE",
        "table, t, REINDEX INDEX t_pkey",
        "query, SELECT id FROM t, TRUNCATE t",
    })
    void the_message_names_who_holds_the_lock_and_attempts_do_not_multiply_the_limit(
            String kind, String read, String holds) throws Exception {
        lake.table("held", kind, read);
        lake.sql("CREATE TABLE free AS SELECT 1 AS i").table("free", "table", "free");
        lake.published("free");
        try (Connection holder = TestStack.connect(lake.database());
                Statement statement = holder.createStatement()) {
            statement.execute("SET application_name = 'migration 17'");
            holder.setAutoCommit(false);
            statement.execute(holds);
            String pid = Integer.toString(
                    holder.unwrap(org.postgresql.PGConnection.class).getBackendPID());
            long begin = System.nanoTime();

            ExportException failure = lake.export("held").failure();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
            assertThat(failure.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT);
            assertThat(failure.kind()).isEqualTo(ErrorKind.TRANSIENT);
            assertThat(failure.what())
                    .contains("pid " + pid, "user postgres", "'migration 17'", "idle in transaction", "holds ACCESS");
            assertThat(failure.hint()).contains("pg_terminate_backend", "caravan.lock.timeout");
            lake.published("free");
            holder.rollback();
        }
        lake.published("held");
    }

    /** The plan does not need this lock, so it is waited for while the rows are read. */
    @Test
    void a_lock_that_only_a_function_needs_is_told_within_seconds_and_waited_for() throws Exception {
        lake.set("caravan.retry.maximum", "0").table("called", "query", "SELECT slow() AS i");
        try (Connection holder = TestStack.connect(lake.database());
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE t IN ACCESS EXCLUSIVE MODE");
            String pid = Integer.toString(
                    holder.unwrap(org.postgresql.PGConnection.class).getBackendPID());
            long begin = System.nanoTime();

            ExportException failure = lake.export("called").failure();

            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
            assertThat(failure.code()).isEqualTo(ErrorCode.LOCK_TIMEOUT);
            assertThat(failure.what()).contains("pid " + pid, "holds ACCESS EXCLUSIVE on t");
            holder.rollback();
        }
        lake.published("called");
    }

    @Test
    void a_session_that_waits_for_the_lock_before_us_is_named_with_who_is_before_it() throws Exception {
        lake.table("held", "table", "t");
        try (Connection reader = TestStack.connect(lake.database());
                Connection changer = TestStack.connect(lake.database());
                Statement reads = reader.createStatement();
                Statement changes = changer.createStatement()) {
            reader.setAutoCommit(false);
            reads.execute("SELECT * FROM t");
            String pid = Integer.toString(
                    reader.unwrap(org.postgresql.PGConnection.class).getBackendPID());
            CompletableFuture<Void> change = CompletableFuture.runAsync(
                    () -> {
                        try {
                            changes.execute("ALTER TABLE t ADD COLUMN more int");
                        } catch (java.sql.SQLException e) {
                            throw new IllegalStateException(e);
                        }
                    },
                    OwnThread::start);
            awaitLockQueue(reads);

            assertThat(lake.export("held").failure().what())
                    .contains("waits for ACCESS EXCLUSIVE on t", "behind pid " + pid);
            reader.rollback();
            change.get();
        }
        lake.published("held");
    }

    @Test
    void a_pool_that_somebody_has_emptied_is_told_as_such() throws Exception {
        lake.set("caravan.retry.maximum", "0").table("t", "table", "t");
        lake.published("t");
        javax.sql.DataSource pool =
                lake.pod().context().getRegistry().lookupByNameAndType("default", javax.sql.DataSource.class);
        try (Connection one = pool.getConnection();
                Connection two = pool.getConnection()) {
            assertThat(one.isClosed() || two.isClosed()).isFalse();
            ExportException failure = lake.export("t").failure();

            assertThat(failure.code()).isEqualTo(ErrorCode.CONNECTION_TIMEOUT);
            assertThat(failure.getMessage())
                    .contains("every connection of the pool is in use", "active=2", "pool-size");
        }
        lake.published("t");
    }

    private static void awaitLockQueue(Statement statement) throws Exception {
        await("a lock is waited for", () -> {
            try (var waiting =
                    statement.executeQuery("SELECT 1 FROM pg_locks WHERE NOT granted AND relation = 't'::regclass")) {
                return waiting.next();
            }
        });
    }
}
