package dev.caravan.export;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.OwnThread;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four readers of a table in which others write without a pause see what was there when the run began, and nothing else. */
class ChangingTableTest {
    private static final int ROWS = 20_000;
    private static final int BALANCE = 100;

    /** Every row of the table, in a form that both servers print. */
    private static final String FINGERPRINT =
            "SELECT count(*), sum(balance), md5(string_agg(id || ':' || balance || ':' || words, ',' ORDER BY id)) FROM ";

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy s3;
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger changes = new AtomicInteger();
    private final List<CompletableFuture<Void>> writers = new ArrayList<>();

    @BeforeEach
    void open() {
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        lake = TestLake.open("changing", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString());
        lake.sql("CREATE TABLE t (id int PRIMARY KEY, balance int, words text) WITH (fillfactor = 60);"
                        + "ALTER TABLE t ALTER words SET STORAGE PLAIN;"
                        + "INSERT INTO t SELECT i, " + BALANCE + ", repeat(md5(i::text), 30) FROM generate_series(1, "
                        + ROWS + ") i; CREATE SEQUENCE ids START " + (ROWS + 1))
                .table("t", "table", "t", "readers", "4", "batchRows", "200", "fileSize", "1000000");
    }

    @AfterEach
    void close() throws Exception {
        over.set(true);
        for (CompletableFuture<Void> writer : writers) {
            writer.get(30, TimeUnit.SECONDS);
        }
        lake.close();
        s3.close();
    }

    @Test
    void what_others_write_meanwhile_never_shows_and_what_they_take_never_vanishes() {
        writers.add(CompletableFuture.runAsync(this::moveMoney, OwnThread::start));
        writers.add(CompletableFuture.runAsync(this::replaceRows, OwnThread::start));
        writers.add(CompletableFuture.runAsync(this::vacuum, OwnThread::start));
        List<Object> seenBySnapshot = new ArrayList<>();
        List<Integer> changesBefore = new ArrayList<>();
        s3.fail(1, request -> request.path().endsWith("-00000.parquet"), new Fault.Meanwhile(() -> {
            changesBefore.add(changes.get());
            seenBySnapshot.addAll(inTheSnapshotOfTheRun());
        }));
        s3.fail(request -> request.path().contains("/uploads/"), new Fault.Meanwhile(() -> {
            int before = changes.get();
            await("changes during the run", () -> changes.get() > before + 10);
        }));

        lake.published("t");

        assertThat(changes.get()).isGreaterThan(changesBefore.get(0) + 20);
        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.text(FINGERPRINT + lake.parquet("t")).get(0)).hasToString(seenBySnapshot.toString());
        }
        assertThat(seenBySnapshot).startsWith(Integer.toString(ROWS), Integer.toString(ROWS * BALANCE));
        assertThat(SameRows.postgres(lake.database(), FINGERPRINT + "t").get(0)).isNotEqualTo(seenBySnapshot);
    }

    /** Each change of a balance is undone in another row of the same statement; the new versions go to other pages. */
    private void moveMoney() {
        Random random = new Random(1);
        write(
                changes,
                statement -> statement.execute(
                        "WITH picked AS (SELECT id, row_number() OVER (ORDER BY id) AS n, count(*) OVER () AS all_of"
                                + " FROM (SELECT id FROM t WHERE id > " + random.nextInt(ROWS)
                                + " ORDER BY id LIMIT 40 FOR UPDATE) q)"
                                + " UPDATE t SET balance = balance + CASE WHEN n % 2 = 0 THEN 1 ELSE -1 END FROM picked"
                                + " WHERE t.id = picked.id AND picked.n <= all_of / 2 * 2"));
    }

    private void replaceRows() {
        Random random = new Random(2);
        write(
                changes,
                statement -> statement.execute("WITH gone AS (DELETE FROM t WHERE id IN (SELECT id FROM t WHERE id > "
                        + random.nextInt(ROWS) + " LIMIT 20) RETURNING balance, words)"
                        + " INSERT INTO t SELECT nextval('ids'), balance, words FROM gone"));
    }

    private void vacuum() {
        // Changes no row, however often it is made.
        write(new AtomicInteger(), statement -> statement.execute("VACUUM t"));
    }

    private interface Change {
        void make(Statement statement) throws SQLException;
    }

    private void write(AtomicInteger made, Change change) {
        try (Connection connection = TestStack.connect(lake.database());
                Statement statement = connection.createStatement()) {
            while (!over.get()) {
                try {
                    change.make(statement);
                    made.incrementAndGet();
                } catch (SQLException e) {
                    // Two writers that wait for each other: one of them begins anew.
                    assertThat(e.getSQLState()).isIn("40P01", "40001");
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    private List<Object> inTheSnapshotOfTheRun() {
        String name = String.valueOf(SameRows.postgres(lake.database(), "SELECT pg_ls_dir('pg_snapshots')")
                .get(0)
                .get(0));
        try (Connection connection = TestStack.connect(lake.database());
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '" + name + "'");
            try (ResultSet result = statement.executeQuery(FINGERPRINT + "t")) {
                result.next();
                return List.of(result.getString(1), result.getString(2), result.getString(3));
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
