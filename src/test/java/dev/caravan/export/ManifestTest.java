package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the manifest of a run says, held against what the server says. */
class ManifestTest {
    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.open("manifest", folder);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private JsonNode manifest() {
        return lake.json("_caravan/t/runs/" + lake.published("t").runId() + ".json");
    }

    private String sql(String query) {
        return Objects.requireNonNull(
                SameRows.postgres(lake.database(), query).get(0).get(0));
    }

    @Test
    void it_says_what_was_read_from_where() {
        lake.sql(
                "CREATE SCHEMA \"Odd\"; CREATE TABLE \"Odd\".\"T\" AS SELECT 1 AS a; COMMENT ON TABLE \"Odd\".\"T\" IS 'all'");
        lake.table("t", "table", "\"Odd\".\"T\"");

        JsonNode manifest = manifest();

        JsonNode server = manifest.get("server");
        assertThat(server.get("version").asText()).isEqualTo(sql("SHOW server_version"));
        assertThat(server.get("database").asText()).isEqualTo(lake.database());
        assertThat(server.get("relation").asText()).isEqualTo("\"Odd\".\"T\"");
        assertThat(server.get("systemIdentifier").asText())
                .isEqualTo(sql("SELECT system_identifier::text FROM pg_control_system()"));
        assertThat(server.get("isStandby").asBoolean()).isFalse();
        assertThat(server.get("timeline").asText())
                .isEqualTo(sql("SELECT timeline_id::text FROM pg_control_checkpoint()"));
        assertThat(server.get("snapshot").asText())
                .startsWith(server.get("horizon").asText() + ":");
        assertThat(sql("SELECT ('" + server.get("lsn").asText() + "'::pg_lsn <= pg_current_wal_lsn())::text"))
                .isEqualTo("true");
        assertThat(sql("SELECT (" + server.get("horizon").asText()
                        + " <= txid_snapshot_xmin(txid_current_snapshot()))::text"))
                .isEqualTo("true");
        assertThat(manifest.get("comment").asText()).isEqualTo("all");
        assertThat(manifest.get("version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void the_horizon_is_that_of_the_oldest_transaction_that_is_still_open() throws Exception {
        lake.sql("CREATE TABLE t AS SELECT 1 AS a");
        lake.table("t", "table", "t");
        try (var open = TestStack.connect(lake.database());
                var statement = open.createStatement()) {
            open.setAutoCommit(false);
            statement.execute("INSERT INTO t VALUES (2)");
            var transaction = statement.executeQuery("SELECT txid_current()");
            transaction.next();
            long oldest = transaction.getLong(1);
            lake.sql("INSERT INTO t VALUES (3)");

            assertThat(manifest().get("server").get("horizon").asLong()).isLessThanOrEqualTo(oldest);
            open.rollback();
        }
        long after = manifest().get("server").get("horizon").asLong();
        assertThat(after).isGreaterThan(0);
    }

    @Test
    void the_fingerprint_changes_with_the_columns_and_with_nothing_else() {
        lake.sql("CREATE TABLE t (a int, b text)");
        lake.table("t", "table", "t");
        String first = manifest().get("fingerprint").asText();
        lake.sql("INSERT INTO t VALUES (1, 'x'); COMMENT ON COLUMN t.a IS 'new'");
        assertThat(manifest().get("fingerprint").asText()).isEqualTo(first).matches("[0-9a-f]{64}");
        List<String> all = new ArrayList<>(List.of(first));
        for (String change : List.of(
                "ALTER TABLE t ALTER a SET NOT NULL",
                "ALTER TABLE t ADD c int",
                "ALTER TABLE t RENAME c TO d",
                "ALTER TABLE t ALTER d TYPE bigint")) {
            lake.sql(change);
            all.add(manifest().get("fingerprint").asText());
        }
        assertThat(all).doesNotHaveDuplicates();
    }

    @Test
    void chunks_name_their_pages_rows_and_files() {
        lake.sql(
                "CREATE TABLE t WITH (fillfactor = 10) AS SELECT i, md5(i::text) AS words FROM generate_series(1, 60000) i;"
                        + "ANALYZE t");
        lake.table("t", "table", "t", "readers", "2");

        JsonNode manifest = manifest();

        assertThat(manifest.get("chunks").size()).isGreaterThan(1);
        long rows = 0;
        List<String> files = new ArrayList<>();
        for (JsonNode chunk : manifest.get("chunks")) {
            assertThat(chunk.get("range").asText()).contains("ctid");
            rows += chunk.get("rows").asLong();
            chunk.get("files").forEach(file -> files.add(file.asText()));
        }
        assertThat(rows).isEqualTo(60_000);
        List<String> named = new ArrayList<>();
        manifest.get("files").forEach(file -> named.add(file.get("key").asText()));
        assertThat(files).containsExactlyInAnyOrderElementsOf(named);
        JsonNode seconds = manifest.get("seconds");
        assertThat(seconds.get("plan").asDouble()).isPositive();
        assertThat(seconds.get("read").asDouble()).isPositive();
        assertThat(seconds.get("publish").asDouble()).isNotNegative();
    }

    @Test
    void what_a_role_may_not_ask_is_left_out() {
        lake.sql("CREATE TABLE t AS SELECT 1 AS a;"
                + "ALTER FUNCTION pg_catalog.pg_control_system() RENAME TO no_more;"
                + "COMMENT ON COLUMN t.a IS 'still'");
        lake.table("t", "table", "t", "catalog", "none");

        JsonNode manifest = manifest();

        assertThat(manifest.get("server").get("systemIdentifier").isNull()).isTrue();
        assertThat(manifest.get("server").get("database").asText()).isEqualTo(lake.database());
        assertThat(manifest.get("columns").get(0).get("comment").asText()).isEqualTo("still");
    }

    @Test
    void a_query_has_no_relation_and_no_comment() {
        lake.table("t", "query", "SELECT 1 AS a");

        JsonNode manifest = manifest();

        assertThat(manifest.get("server").get("relation").isNull()).isTrue();
        assertThat(manifest.has("comment")).isFalse();
        assertThat(manifest.get("server").get("snapshot").asText()).contains(":");
    }
}
