package dev.caravan.plan;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.OwnThread;
import dev.caravan.TestStack;
import dev.caravan.batch.Target;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.local.postgres.LocalPostgres;
import dev.caravan.read.BadValueReport;
import dev.caravan.read.BatchLimits;
import dev.caravan.read.ChunkReader;
import dev.caravan.read.RejectedRow;
import dev.caravan.source.Snapshot;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A table that somebody changes while a run begins. */
class TableLockTest {
    private String database;

    @BeforeEach
    void table() {
        database = TestStack.freshDatabase("lock");
        TestStack.execute(database, "CREATE TABLE t (id int); INSERT INTO t SELECT generate_series(1, 10)");
    }

    @Test
    void a_change_under_way_is_waited_for_and_the_plan_sees_all_of_it() throws Exception {
        try (Connection changing = TestStack.connect(database);
                Statement statement = changing.createStatement()) {
            changing.setAutoCommit(false);
            statement.execute("ALTER TABLE t ALTER id TYPE bigint; ALTER TABLE t ADD COLUMN note text");
            CompletableFuture<List<Object>> read =
                    CompletableFuture.supplyAsync(() -> read(request("public.t", "")), OwnThread::start);
            await("the plan waits", this::isWaiting);
            changing.commit();

            assertThat(read.get(30, TimeUnit.SECONDS)).containsExactly(Target.INT64, Target.STRING, 10);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER TABLE t ALTER id TYPE bigint",
                "ALTER TABLE t DROP COLUMN id",
                "ALTER TABLE t RENAME id TO no",
                "ALTER TABLE t ADD COLUMN note text",
                "TRUNCATE t"
            })
    void no_change_gets_between_plan_and_read(String change) throws Exception {
        TableRequest request = request("T", "");
        try (Snapshot snapshot = Snapshot.open(source(), "table t")) {
            TableRun run = Planner.plan(snapshot, request, "now");

            assertThatThrownBy(() ->
                            TestStack.connect(database).createStatement().execute("SET lock_timeout = 200; " + change))
                    .isInstanceOfSatisfying(SQLException.class, refused -> assertThat(refused.getSQLState())
                            .isEqualTo("55P03"));
            assertThat(rows(snapshot, run)).isEqualTo(10);
        }
    }

    /** A query is parsed only after its snapshot; the rewritten table would look empty. */
    @ParameterizedTest
    @ValueSource(strings = {"ALTER TABLE t ALTER id TYPE bigint", "TRUNCATE t", "VACUUM FULL t"})
    void a_table_that_was_rewritten_after_the_snapshot_is_never_read_as_empty(String change) throws Exception {
        try (Snapshot snapshot = Snapshot.open(source(), "a query")) {
            try (Statement first = snapshot.connection().createStatement()) {
                first.execute("SELECT 1");
            }
            TestStack.execute(database, change);

            assertThatThrownBy(() -> Planner.plan(snapshot, request("", "SELECT id FROM t"), "now"))
                    .isInstanceOfSatisfying(ExportException.class, failure -> {
                        assertThat(failure.code()).isEqualTo(ErrorCode.READ_INTERRUPTED);
                        assertThat(failure.what()).contains("rewritten or truncated after the snapshot");
                    });
        }
        assertThat(read(request("", "SELECT id FROM t"))).last().isEqualTo(change.startsWith("TRUNCATE") ? 0 : 10);
    }

    /** What a function reads is locked when it is called, which is while the rows are read. */
    @ParameterizedTest
    @ValueSource(strings = {"ALTER TABLE t ALTER id TYPE bigint", "TRUNCATE t"})
    void a_table_that_was_rewritten_below_a_function_is_never_read_as_empty(String change) {
        TestStack.execute(
                database,
                "CREATE FUNCTION f() RETURNS SETOF bigint STABLE LANGUAGE plpgsql AS"
                        + " 'BEGIN RETURN QUERY EXECUTE ''SELECT id::bigint FROM t''; END'");
        TableRequest request = request("", "SELECT * FROM f() AS id");
        try (Snapshot snapshot = Snapshot.open(source(), "a query")) {
            TableRun run = Planner.plan(snapshot, request, "now");
            TestStack.execute(database, change);

            assertThatThrownBy(() -> rows(snapshot, run))
                    .isInstanceOfSatisfying(ExportException.class, failure -> assertThat(failure.code())
                            .isEqualTo(ErrorCode.READ_INTERRUPTED));
        }
        assertThat(read(request)).last().isEqualTo(change.startsWith("TRUNCATE") ? 0 : 10);
    }

    @Test
    void what_cannot_be_locked_is_read_all_the_same() {
        TestStack.execute(
                database, "CREATE MATERIALIZED VIEW m AS SELECT id FROM t; CREATE VIEW v AS SELECT id FROM t");
        TestStack.execute(database, "CREATE TABLE \"Odd \"\"name\" (id int)");

        assertThat(read(request("m", ""))).last().isEqualTo(10);
        assertThat(read(request("public . v", ""))).last().isEqualTo(10);
        assertThat(read(request("\"Odd \"\"name\"", ""))).last().isEqualTo(0);
    }

    @Test
    void a_name_is_locked_as_it_is_and_nothing_else_can_stand_in_it() {
        assertThat(TableLock.quoted("Public.Orders")).contains("\"public\".\"orders\"");
        assertThat(TableLock.quoted("\"My \"\"own\"\".\".t")).contains("\"My \"\"own\"\".\".\"t\"");
        assertThat(TableLock.quoted("t; DROP TABLE t")).isEmpty();
        assertThat(TableLock.quoted("\"t\"; DROP TABLE \"t\"")).isEmpty();
    }

    private boolean isWaiting() throws SQLException {
        try (Connection connection = TestStack.connect(database);
                Statement statement = connection.createStatement();
                var result = statement.executeQuery("SELECT count(*) FROM pg_locks WHERE NOT granted AND database = "
                        + "(SELECT oid FROM pg_database WHERE datname = current_database())")) {
            result.next();
            return result.getInt(1) > 0;
        }
    }

    /** The types of the columns, and how many rows came. */
    private List<Object> read(TableRequest request) {
        try (Snapshot snapshot = Snapshot.open(source(), request.subject())) {
            TableRun run = Planner.plan(snapshot, request, "now");
            List<Object> found = new ArrayList<>(run.columns().stream()
                    .map(column -> column.field().target())
                    .toList());
            found.add(rows(snapshot, run));
            return found;
        }
    }

    private static int rows(Snapshot snapshot, TableRun run) {
        int rows = 0;
        BadValueReport none = new BadValueReport() {
            @Override
            public void met(String column, BadValuePolicy policy, String rule, long values) {
                throw new AssertionError(rule);
            }

            @Override
            public void rejected(RejectedRow row) {
                throw new AssertionError(row.toString());
            }
        };
        try (ChunkReader reader = new ChunkReader(
                snapshot.connection(), run.chunks().get(0), run.subject(), BatchLimits.DEFAULT, (r, b) -> {}, none)) {
            while (reader.hasNext()) {
                rows += reader.next().rows();
            }
        }
        return rows;
    }

    private TableRequest request(String table, String query) {
        return new TableRequest("t", table, query, List.of(), List.of(), "", BadValuePolicies.FAIL, Map.of());
    }

    private PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(TestStack.postgres().jdbcUrl(database));
        source.setUser(LocalPostgres.USER);
        source.setPassword(LocalPostgres.PASSWORD);
        return source;
    }
}
