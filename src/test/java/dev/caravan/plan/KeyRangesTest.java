package dev.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.caravan.local.postgres.LocalPostgres;
import dev.caravan.local.postgres.PostgresPrograms;
import dev.caravan.roundtrip.Servers;
import dev.caravan.source.MaskKey;
import dev.caravan.source.Readers;
import dev.caravan.source.RowSecurity;
import dev.caravan.source.Snapshot;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A server without ctid ranges: PostgreSQL 12. */
class KeyRangesTest {
    private static LocalPostgres server;

    @BeforeAll
    static void start() {
        Optional<PostgresPrograms> oldest = Servers.oldest();
        assumeTrue(oldest.isPresent(), "no PostgreSQL 12 for this machine");
        server = LocalPostgres.builder().programs(oldest.get()).start();
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"smallint", "integer", "bigint"})
    void a_table_is_cut_by_its_key(String type) throws SQLException {
        sql("DROP TABLE IF EXISTS t; CREATE TABLE t (\"the id\" " + type + " PRIMARY KEY, words text);"
                + "INSERT INTO t SELECT i - 10000, md5(i::text) FROM generate_series(1, 20000) i");

        List<Chunk> unknown = plan("t");
        sql("ANALYZE t");
        List<Chunk> known = plan("t");

        for (List<Chunk> chunks : List.of(unknown, known)) {
            assertThat(chunks).hasSize(4);
            assertThat(chunks.get(0).select()).endsWith(" WHERE \"the id\" < " + bound(chunks.get(0)));
            assertThat(chunks.get(3).select()).endsWith(" WHERE \"the id\" >= " + bound(chunks.get(3)));
            assertThat(rows(chunks)).isEqualTo(rows("SELECT * FROM t"));
            assertThat(rows(chunks.get(1).select())).hasSizeBetween(4500, 5500);
        }
    }

    @Test
    void keys_with_gaps_are_cut_where_the_rows_are() throws SQLException {
        sql("DROP TABLE IF EXISTS t; CREATE TABLE t (id bigint PRIMARY KEY);"
                + "INSERT INTO t SELECT i::bigint * i * i * i FROM generate_series(1, 20000) i; ANALYZE t");

        for (Chunk chunk : plan("t")) {
            assertThat(rows(chunk.select())).hasSizeBetween(4000, 6000);
        }
    }

    @Test
    void what_has_no_such_key_or_lies_in_another_order_is_one_chunk() throws SQLException {
        sql("DROP TABLE IF EXISTS words, pair, loose, shuffled;"
                + "CREATE TABLE words (w text PRIMARY KEY); CREATE TABLE pair (a int, b int, PRIMARY KEY (a, b));"
                + "CREATE TABLE loose (i int); CREATE TABLE shuffled (i int PRIMARY KEY);"
                + "INSERT INTO words SELECT md5(i::text) FROM generate_series(1, 5000) i;"
                + "INSERT INTO pair SELECT i, i FROM generate_series(1, 5000) i;"
                + "INSERT INTO loose SELECT generate_series(1, 5000);"
                + "INSERT INTO shuffled SELECT i FROM generate_series(1, 5000) i ORDER BY md5(i::text); ANALYZE");

        for (String table : List.of("words", "pair", "loose", "shuffled")) {
            assertThat(plan(table)).as(table).hasSize(1);
        }
    }

    /** The bounds of ranges are values of the key, and go into statements and the manifest. */
    @ParameterizedTest
    @ValueSource(strings = {"hash", "drop", "null", "keep-last(1)", "constant(7)"})
    void a_masked_key_cuts_nothing(String mask) throws SQLException {
        sql("DROP TABLE IF EXISTS t; CREATE TABLE t (id int PRIMARY KEY, n numeric(9,3), words text);"
                + "INSERT INTO t SELECT i, i, md5(i::text) FROM generate_series(1, 20000) i; ANALYZE t");

        List<Chunk> chunks = plan(masked("t", Map.of("id", mask, "words", "keep-last(4)")));

        assertThat(chunks).singleElement().satisfies(chunk -> {
            assertThat(chunk.select()).endsWith(" FROM \"public\".\"t\"");
            assertThat(chunk.range()).isEmpty();
        });
        assertThat(plan(masked("t", Map.of("n", "hash")))).hasSize(4);
    }

    private static TableRequest masked(String table, Map<String, String> masks) {
        return new TableRequest(
                table,
                table,
                "",
                List.of(),
                List.of(),
                "",
                BadValuePolicies.FAIL,
                Map.of(),
                Map.of(),
                List.of(),
                RowSecurity.REFUSE,
                List.of(),
                Verification.ROWS,
                PartitionRequest.NONE,
                masks);
    }

    @Test
    void the_oldest_server_has_all_that_a_hash_needs() throws Exception {
        sql("DROP TABLE IF EXISTS t; CREATE TABLE t AS SELECT 4200.500 AS n, '10.0.0.1'::inet AS a");
        try (Snapshot snapshot = Snapshot.open(source(), "t").withMaskKey(MaskKey.of("k".repeat(32)));
                Statement statement = snapshot.connection().createStatement()) {
            Chunk chunk = Planner.plan(snapshot, masked("t", Map.of("n", "hash", "a", "hash")), "now")
                    .chunks()
                    .get(0);
            try (ResultSet result = statement.executeQuery(chunk.select())) {
                result.next();
                assertThat(result.getString(1)).isEqualTo(hmac("4200.5"));
                assertThat(result.getString(2)).isEqualTo(hmac("10.0.0.1"));
            }
            assertThat(chunk.select()).doesNotContain("k".repeat(32));
        }
    }

    /** A setting that a transaction has set stays behind as an empty one. */
    @Test
    void without_the_key_a_hash_is_an_error_and_no_hash_that_anybody_can_compute() throws SQLException {
        sql("DROP TABLE IF EXISTS t; CREATE TABLE t AS SELECT 'a' AS v");
        try (Connection connection = source().getConnection()) {
            String select;
            try (Snapshot snapshot =
                    Snapshot.on(connection, "t", Duration.ofSeconds(1)).withMaskKey(MaskKey.of("k".repeat(32)))) {
                select = Planner.plan(snapshot, masked("t", Map.of("v", "hash")), "now")
                        .chunks()
                        .get(0)
                        .select();
                connection.commit();
                try (Statement statement = connection.createStatement()) {
                    assertThatThrownBy(() -> statement.executeQuery(select)).hasMessageContaining("hexadecimal");
                }
            }
        }
    }

    private static String hmac(String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("k".repeat(32).getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    @Test
    void partitions_are_cut_between_them() throws SQLException {
        sql("DROP TABLE IF EXISTS p; CREATE TABLE p (i int) PARTITION BY HASH (i);"
                + "CREATE TABLE p0 PARTITION OF p FOR VALUES WITH (MODULUS 3, REMAINDER 0);"
                + "CREATE TABLE p1 PARTITION OF p FOR VALUES WITH (MODULUS 3, REMAINDER 1);"
                + "CREATE TABLE p2 PARTITION OF p FOR VALUES WITH (MODULUS 3, REMAINDER 2);"
                + "INSERT INTO p SELECT generate_series(1, 30000)");

        List<Chunk> chunks = plan("p");

        assertThat(chunks).hasSize(3);
        assertThat(rows(chunks)).hasSize(30_000).doesNotHaveDuplicates();
    }

    private static String bound(Chunk chunk) {
        return chunk.select().replaceFirst(".* ", "");
    }

    private static List<Chunk> plan(String table) {
        return plan(TableRequest.of(table));
    }

    private static PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.jdbcUrl());
        source.setUser(LocalPostgres.USER);
        source.setPassword(LocalPostgres.PASSWORD);
        return source;
    }

    private static List<Chunk> plan(TableRequest request) {
        PGSimpleDataSource source = source();
        try (Snapshot holder = Snapshot.open(source, request.table());
                Readers readers = Readers.of(source, holder, request.table(), wanted -> wanted)) {
            return Planner.plan(
                            holder.withMaskKey(MaskKey.of("k".repeat(32))),
                            readers,
                            new ChunkSizes(4, 1, 1L << 40, Long.MAX_VALUE),
                            request,
                            Agreement.NONE,
                            "now")
                    .chunks();
        }
    }

    private static List<List<String>> rows(List<Chunk> chunks) throws SQLException {
        List<List<String>> rows = new ArrayList<>();
        for (Chunk chunk : chunks) {
            rows.addAll(rows(chunk.select()));
        }
        return rows;
    }

    private static List<List<String>> rows(String select) throws SQLException {
        try (Connection connection = server.connect(LocalPostgres.DATABASE);
                Statement statement = connection.createStatement();
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

    private static void sql(String statements) throws SQLException {
        try (Connection connection = server.connect(LocalPostgres.DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }
}
