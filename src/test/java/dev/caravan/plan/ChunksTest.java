package dev.caravan.plan;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.OwnThread;
import dev.caravan.TestStack;
import dev.caravan.WaitingThreads;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.local.postgres.LocalPostgres;
import dev.caravan.source.Readers;
import dev.caravan.source.Snapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Whatever a table is like, its chunks together are the table: every row once, in its order. */
class ChunksTest {
    /** A chunk for each reader, however small the table is. */
    private static final ChunkSizes FOUR = new ChunkSizes(4, 1, 1L << 40, Long.MAX_VALUE);

    private String database;

    @BeforeEach
    void database() {
        database = TestStack.freshDatabase("chunks");
    }

    @Test
    void a_table_is_cut_by_its_pages_and_the_last_chunk_has_no_end() {
        sql("CREATE TABLE t WITH (fillfactor = 10) AS SELECT i, md5(i::text) AS words FROM generate_series(1, 5000) i");

        List<Chunk> chunks = assertWhole("t", "");

        assertThat(chunks).hasSize(4);
        assertThat(chunks).extracting(Chunk::index).containsExactly(0, 1, 2, 3);
        assertThat(chunks.get(0).select()).contains("ctid < '(").doesNotContain("ctid >=");
        assertThat(chunks.get(2).select()).contains("ctid >= '(", "ctid < '(");
        assertThat(chunks.get(3).select()).contains("ctid >= '(").doesNotContain("ctid <");
    }

    @Test
    void a_chunk_looks_its_pages_up_and_scans_no_others() {
        sql("CREATE TABLE t WITH (fillfactor = 10) AS SELECT i, md5(i::text) AS words FROM generate_series(1, 5000) i");

        for (Chunk chunk : assertWhole("t", "")) {
            assertThat(rows(chunk.select(), "EXPLAIN ").toString()).contains("Tid Range Scan");
        }
    }

    @Test
    void pages_without_rows_and_rows_that_moved_are_no_trouble() {
        sql("CREATE TABLE t (i int, words text) WITH (fillfactor = 20);"
                + "INSERT INTO t SELECT i, md5(i::text) FROM generate_series(1, 4000) i;"
                + "DELETE FROM t WHERE i BETWEEN 500 AND 2500; UPDATE t SET words = words || words WHERE i % 7 = 0");

        assertThat(assertWhole("t", "")).hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "i % 2 = 0 OR i < 100|4",
                "t.words LIKE '%a%' -- or so|4",
                "public.t.i > 10|4",
                "i > (SELECT min(t2.i) FROM t t2)|4",
                "i > 5 ORDER BY i DESC|1",
                "i > 5 LIMIT 10|1",
                "i > 5 UNION ALL SELECT 1, 'x'|1",
            })
    void a_condition_means_for_all_chunks_what_it_means_for_the_table(String where, int chunks) {
        sql("CREATE TABLE t WITH (fillfactor = 10) AS SELECT i, md5(i::text) AS words FROM generate_series(1, 3000) i;"
                + " ANALYZE t");

        assertThat(assertWhole("t", where)).hasSize(chunks);
    }

    @Test
    void a_condition_that_leaves_little_leaves_one_chunk() {
        sql("CREATE TABLE t AS SELECT i, md5(i::text) AS words FROM generate_series(1, 30000) i; ANALYZE t");
        ChunkSizes sizes = new ChunkSizes(4, 200_000, 1L << 40, Long.MAX_VALUE);

        assertThat(plan(sizes, "t", "")).hasSize(4);
        assertThat(plan(sizes, "t", "i < 100")).hasSize(1);
    }

    @Test
    void partitions_are_cut_where_the_size_asks_for_it_small_ones_together() {
        sql("CREATE TABLE p (i int, words text) PARTITION BY RANGE (i);"
                + "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10) ;"
                + "CREATE TABLE p2 (words text, dropped int, i int) WITH (fillfactor = 10);"
                + "ALTER TABLE p2 DROP COLUMN dropped;"
                + "ALTER TABLE p ATTACH PARTITION p2 FOR VALUES FROM (10) TO (4000);"
                + "CREATE TABLE p3 PARTITION OF p FOR VALUES FROM (4000) TO (6000) PARTITION BY LIST (i);"
                + "CREATE TABLE p3_rest PARTITION OF p3 DEFAULT;"
                + "CREATE TABLE p4 PARTITION OF p DEFAULT;"
                + "INSERT INTO p SELECT i, md5(i::text) FROM generate_series(1, 7000) i; ANALYZE p");

        List<Chunk> chunks = assertWhole("p", "p.i <> 17");

        assertThat(chunks).hasSize(4);
        assertThat(chunks.get(0).select())
                .contains("FROM ONLY \"public\".\"p1\" AS \"p\"", "UNION ALL", "FROM ONLY \"public\".\"p2\"");
        assertThat(chunks.get(3).select()).contains("\"p3_rest\"", "\"p4\"");
    }

    @Test
    void a_table_with_heirs_is_read_with_them_and_no_row_twice() {
        sql("CREATE TABLE parent (i int, words text); CREATE TABLE child (more int) INHERITS (parent);"
                + "CREATE TABLE other (i int, words text); CREATE TABLE grandchild () INHERITS (child, other);"
                + "INSERT INTO parent SELECT i, md5(i::text) FROM generate_series(1, 900) i;"
                + "INSERT INTO child SELECT i, md5(i::text), 1 FROM generate_series(1, 900) i;"
                + "INSERT INTO grandchild SELECT i, md5(i::text), 1 FROM generate_series(1, 900) i");

        assertThat(assertWhole("parent", "")).hasSize(4);
    }

    @Test
    void materialized_views_are_cut_and_views_and_queries_are_not() {
        sql("CREATE TABLE t AS SELECT i, md5(i::text) AS words FROM generate_series(1, 3000) i;"
                + "CREATE MATERIALIZED VIEW m AS SELECT * FROM t; CREATE VIEW v AS SELECT * FROM t");

        assertThat(assertWhole("m", "")).hasSize(4);
        assertThat(assertWhole("v", "")).hasSize(1);
        assertThat(plan(
                        FOUR,
                        new TableRequest(
                                "q", "", "SELECT * FROM t", List.of(), List.of(), "", BadValuePolicies.FAIL, Map.of())))
                .hasSize(1);
    }

    @Test
    void a_table_without_pages_or_with_one_is_one_chunk() {
        sql("CREATE TABLE none (i int); CREATE TABLE one (i int, words text);"
                + "ALTER TABLE one ALTER words SET STORAGE EXTERNAL;"
                + "INSERT INTO one SELECT i, repeat(md5(i::text), 1000) FROM generate_series(1, 20) i");

        assertThat(assertWhole("none", "")).hasSize(1);
        assertThat(assertWhole("one", "")).hasSize(1);
    }

    @Test
    void where_members_have_rules_of_their_own_the_table_is_read_as_its_owner_meant_it() {
        sql("CREATE TABLE p (i int) PARTITION BY RANGE (i);"
                + "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (1000);"
                + "CREATE TABLE p2 PARTITION OF p DEFAULT; INSERT INTO p SELECT generate_series(1, 2000);"
                + "CREATE TABLE filtered AS SELECT generate_series(1, 2000) AS i;"
                + "ALTER TABLE filtered ENABLE ROW LEVEL SECURITY; CREATE POLICY half ON filtered USING (i % 2 = 0);"
                + "CREATE TABLE by_column AS SELECT generate_series(1, 2000) AS i;"
                + "DROP ROLE IF EXISTS chunk_reader; CREATE ROLE chunk_reader LOGIN PASSWORD 'x';"
                + "GRANT SELECT ON p, filtered TO chunk_reader; GRANT SELECT (i) ON by_column TO chunk_reader");
        PGSimpleDataSource reader = source();
        reader.setUser("chunk_reader");
        reader.setPassword("x");

        for (String table : List.of("p", "filtered", "by_column")) {
            assertThat(plan(reader, FOUR, TableRequest.of(table).allowingRowSecurity()))
                    .as(table)
                    .hasSize(1);
        }
        assertThat(plan(FOUR, "p", "")).hasSize(4);
        sql("DROP OWNED BY chunk_reader; DROP ROLE chunk_reader");
    }

    /** A reader that queued up behind the change would wait for the change, which waits for the run, which waits for its readers. */
    @Test
    void whoever_waits_to_change_the_table_does_not_stop_the_run_that_he_waits_for() throws Exception {
        sql("CREATE TABLE t AS SELECT i, md5(i::text) AS words FROM generate_series(1, 3000) i");
        CompletableFuture<?>[] change = new CompletableFuture<?>[1];
        try (Snapshot holder = Snapshot.open(source(), "table t");
                Readers readers = Readers.of(source(), holder, "table t", wanted -> {
                    change[0] = CompletableFuture.runAsync(
                            () -> sql("ALTER TABLE t ADD COLUMN more int"), OwnThread::start);
                    awaitChange();
                    return wanted;
                })) {
            TableRun run = Planner.plan(holder, readers, FOUR, TableRequest.of("t"), Agreement.NONE, "now");

            assertThat(readers.count()).isEqualTo(1);
            assertThat(run.chunks()).hasSize(1);
            assertThat(rows(holder.connection(), run.chunks().get(0).select())).hasSize(3000);
        }
        change[0].get(30, TimeUnit.SECONDS);
    }

    @Test
    void a_connection_that_broke_is_replaced_as_long_as_the_snapshot_is_held() throws Exception {
        sql("CREATE TABLE t AS SELECT i, md5(i::text) AS words FROM generate_series(1, 3000) i");
        try (Snapshot holder = Snapshot.open(source(), "table t");
                Readers readers = Readers.of(source(), holder, "table t", wanted -> 2)) {
            List<Chunk> chunks = Planner.plan(holder, readers, FOUR, TableRequest.of("t"), Agreement.NONE, "now")
                    .chunks();
            sql("DELETE FROM t; INSERT INTO t VALUES (0, 'new')");

            Readers.Lease first = readers.lease();
            Snapshot broken = first.connection();
            first.replace();
            List<List<String>> read = new ArrayList<>();
            for (Chunk chunk : chunks) {
                read.addAll(rows(first.connection().connection(), chunk.select()));
            }

            assertThat(read).hasSize(3000);
            assertThat(first.connection()).isNotEqualTo(broken);
            Readers.Lease holding = Stream.generate(readers::lease)
                    .limit(readers.count() - 1L)
                    .filter(lease -> !lease.isReplaceable())
                    .findFirst()
                    .orElseThrow();
            holding.replace();
            assertThat(first.isReplaceable()).isFalse();
            assertThatThrownBy(holding::connection)
                    .isInstanceOfSatisfying(ExportException.class, failure -> assertThat(failure.code())
                            .isEqualTo(ErrorCode.READ_INTERRUPTED));
        }
    }

    @Test
    void a_connection_that_has_read_to_the_end_serves_the_next_and_a_lease_waits_for_it() throws Exception {
        sql("CREATE TABLE t AS SELECT i, md5(i::text) AS words FROM generate_series(1, 3000) i");
        try (Snapshot holder = Snapshot.open(source(), "table t");
                Readers readers = Readers.alone(holder)) {
            Readers.Lease first = readers.lease();
            first.begin();
            CompletableFuture<Readers.Lease> next = CompletableFuture.supplyAsync(readers::lease, OwnThread::start);
            await("a thread that waits", () -> WaitingThreads.in("Readers", "lease") > 0);
            first.end(true);

            assertThat(next.get(30, TimeUnit.SECONDS).connection()).isEqualTo(holder);
        }
    }

    @Test
    void whoever_waits_for_a_connection_when_the_run_ends_gets_none() throws Exception {
        try (Snapshot holder = Snapshot.open(source(), "table t");
                Readers readers = Readers.alone(holder)) {
            Readers.Lease first = readers.lease();
            CompletableFuture<Readers.Lease> next = CompletableFuture.supplyAsync(readers::lease, OwnThread::start);
            await("a thread that waits", () -> WaitingThreads.in("Readers", "lease") > 0);
            readers.end();

            assertThat(next.get(30, TimeUnit.SECONDS)).isNull();
            assertThatThrownBy(first::connection).hasMessageContaining("the run has ended");
        }
    }

    /** Plans it with four readers, and reads every chunk as one connection does. */
    private List<Chunk> assertWhole(String table, String where) {
        List<Chunk> chunks = plan(FOUR, table, where);
        List<List<String>> read = new ArrayList<>();
        chunks.forEach(chunk -> read.addAll(rows(chunk.select(), "")));
        String whole = "SELECT * FROM " + table + (where.isEmpty() ? "" : " WHERE " + where);
        assertThat(read).isEqualTo(rows(whole, ""));
        return chunks;
    }

    private List<Chunk> plan(ChunkSizes sizes, String table, String where) {
        return plan(
                sizes,
                new TableRequest(table, table, "", List.of(), List.of(), where, BadValuePolicies.FAIL, Map.of()));
    }

    private List<Chunk> plan(ChunkSizes sizes, TableRequest request) {
        return plan(source(), sizes, request);
    }

    private static List<Chunk> plan(PGSimpleDataSource source, ChunkSizes sizes, TableRequest request) {
        try (Snapshot holder = Snapshot.open(source, request.subject());
                Readers readers = Readers.of(source, holder, request.subject(), wanted -> wanted)) {
            List<Chunk> chunks = Planner.plan(holder, readers, sizes, request, Agreement.NONE, "now")
                    .chunks();
            assertThat(readers.count()).isEqualTo(chunks.size());
            return chunks;
        }
    }

    private List<List<String>> rows(String select, String before) {
        try (Connection connection = TestStack.connect(database)) {
            return rows(connection, before + select);
        } catch (SQLException e) {
            throw new AssertionError(select, e);
        }
    }

    private static List<List<String>> rows(Connection connection, String select) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(select)) {
            List<List<String>> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(row);
            }
            return rows;
        }
    }

    private void awaitChange() {
        String waiting = "SELECT 1 FROM pg_locks WHERE NOT granted AND database = "
                + "(SELECT oid FROM pg_database WHERE datname = current_database())";
        await("the change waits", () -> !rows(waiting, "").isEmpty());
    }

    private void sql(String statements) {
        TestStack.execute(database, statements);
    }

    private PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(TestStack.postgres().jdbcUrl(database));
        source.setUser(LocalPostgres.USER);
        source.setPassword(LocalPostgres.PASSWORD);
        return source;
    }
}
