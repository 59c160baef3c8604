package dev.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.TestStack;
import dev.caravan.local.postgres.LocalPostgres;
import dev.caravan.source.Readers;
import dev.caravan.source.Snapshot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Chunks hold every row of the snapshot once, whatever becomes of the table between plan and read. */
class GrowingTableTest {
    private static final ChunkSizes FOUR = new ChunkSizes(4, 1, 1L << 40, Long.MAX_VALUE);

    private String database;

    @BeforeEach
    void database() {
        database = TestStack.freshDatabase("growing");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO t SELECT i, repeat('x', 500) FROM generate_series(5001, 9000) i",
                "UPDATE t SET words = words || 'y'",
                "DELETE FROM t WHERE i > 100",
                "DELETE FROM t; INSERT INTO t SELECT i, 'x' FROM generate_series(1, 20000) i",
                "CREATE TABLE more () INHERITS (t); INSERT INTO more SELECT i, 'x' FROM generate_series(1, 100) i",
            })
    void a_table_that_changes_after_the_plan_is_read_as_it_was(String change) throws SQLException {
        sql("CREATE TABLE t WITH (fillfactor = 10) AS SELECT i, md5(i::text) AS words FROM generate_series(1, 5000) i");

        assertSame("t", 4, change);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "CREATE TABLE p3 (i int); INSERT INTO p3 VALUES (6001);"
                        + "ALTER TABLE p ATTACH PARTITION p3 FOR VALUES FROM (6000) TO (7000)",
                "INSERT INTO p SELECT i FROM generate_series(1, 5999) i; DELETE FROM p1; UPDATE p SET i = 5999 - i",
            })
    void partitions_that_come_after_the_plan_take_and_bring_no_rows(String change) throws SQLException {
        sql("CREATE TABLE p (i int) PARTITION BY RANGE (i);"
                + "CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (3000);"
                + "CREATE TABLE nothing PARTITION OF p FOR VALUES FROM (8000) TO (9000);"
                + "CREATE TABLE p2 PARTITION OF p FOR VALUES FROM (3000) TO (6000);"
                + "INSERT INTO p SELECT i FROM generate_series(0, 5999) i");

        assertSame("p", 4, change);
    }

    @Test
    void members_without_pages_take_no_rows_from_their_neighbours() throws SQLException {
        sql("CREATE TABLE parent (i int); CREATE TABLE c1 () INHERITS (parent); CREATE TABLE c2 () INHERITS (parent);"
                + "CREATE TABLE c3 () INHERITS (parent); INSERT INTO c2 SELECT i FROM generate_series(1, 9000) i");

        assertSame("parent", 4, "INSERT INTO c1 VALUES (0); INSERT INTO c3 VALUES (0); INSERT INTO parent VALUES (0)");
    }

    private void assertSame(String table, int chunks, String change) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(TestStack.postgres().jdbcUrl(database));
        source.setUser(LocalPostgres.USER);
        source.setPassword(LocalPostgres.PASSWORD);
        TableRequest request = TableRequest.of("public." + table);
        try (Snapshot holder = Snapshot.open(source, request.subject());
                Readers readers = Readers.of(source, holder, request.subject(), wanted -> wanted)) {
            TableRun run = Planner.plan(holder, readers, FOUR, request, Agreement.NONE, "now");
            List<String> before = rows(holder, "SELECT * FROM " + table);
            assertThat(run.chunks()).hasSize(chunks);

            sql(change);

            List<String> read = new ArrayList<>();
            for (Chunk chunk : run.chunks()) {
                Readers.Lease lease = readers.lease();
                read.addAll(rows(lease.connection(), chunk.select()));
                lease.end(true);
            }
            assertThat(read).isEqualTo(before).isNotEmpty();
        }
    }

    private static List<String> rows(Snapshot snapshot, String select) throws SQLException {
        try (Statement statement = snapshot.connection().createStatement();
                ResultSet result = statement.executeQuery(select)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                rows.add(result.getString(1));
            }
            return rows;
        }
    }

    private void sql(String statements) {
        TestStack.execute(database, statements);
    }
}
