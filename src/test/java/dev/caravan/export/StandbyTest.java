package dev.caravan.export;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.DuckDb;
import dev.caravan.TestLake;
import dev.caravan.local.postgres.LocalPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hot standby, which cannot assign transactions but can share snapshots. */
class StandbyTest {
    @TempDir
    private Path folder;

    @Test
    void several_readers_share_a_snapshot_of_a_standby_that_follows_its_primary() throws Exception {
        Path data = folder.resolve("primary");
        try (LocalPostgres before = LocalPostgres.builder().data(data).start()) {
            execute(
                    before,
                    "CREATE TABLE t WITH (fillfactor = 10) AS"
                            + " SELECT i, md5(i::text) AS words FROM generate_series(1, 60000) i");
        }
        Path copy = folder.resolve("standby");
        // With its owner, who may be another user.
        assertThat(new ProcessBuilder("cp", "-a", data.toString(), copy.toString())
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
        assertThat(new ProcessBuilder("touch", copy.resolve("standby.signal").toString())
                        .start()
                        .waitFor())
                .isZero();
        try (LocalPostgres primary = LocalPostgres.builder().data(data).start();
                LocalPostgres standby = LocalPostgres.builder()
                        .data(copy)
                        .setting(
                                "primary_conninfo",
                                "host=127.0.0.1 port=" + primary.port() + " user=" + LocalPostgres.USER + " password="
                                        + LocalPostgres.PASSWORD)
                        .start();
                TestLake lake = TestLake.open("standby", folder.resolve("lake"))) {
            assertThat(Files.exists(copy.resolve("standby.signal"))).isTrue();
            execute(primary, "UPDATE t SET words = 'new' WHERE i % 3 = 0; DELETE FROM t WHERE i > 57000");
            await("the standby has replayed it", () -> number(standby, "SELECT count(*) FROM t") == 57_000);
            lake.set("caravan.source.standby.url", standby.jdbcUrl())
                    .set("caravan.source.standby.user", LocalPostgres.USER)
                    .set("caravan.source.standby.password", LocalPostgres.PASSWORD)
                    .table("t", "table", "t", "source", "standby", "readers", "4");

            assertThat(lake.published("t").rows()).isEqualTo(57_000);

            assertThat(lake.files("t")).hasSize(4);
            assertThat(number(standby, "SELECT pg_is_in_recovery()::int")).isOne();
            try (DuckDb duck = DuckDb.open()) {
                assertThat(duck.value("SELECT count(DISTINCT i) || ' ' || count(*) FILTER (words = 'new') FROM "
                                + lake.parquet("t")))
                        .isEqualTo("57000 19000");
            }
            assertThat(caveats(lake)).containsExactly("STANDBY");
            JsonNode server = manifest(lake).get("server");
            assertThat(server.get("isStandby").asBoolean()).isTrue();
            assertThat(server.get("systemIdentifier").asText())
                    .isEqualTo(text(primary, "SELECT system_identifier FROM pg_control_system()"));
            assertThat(server.get("timeline").asInt()).isOne();
            String lsn = server.get("lsn").asText();
            assertThat(text(
                            standby,
                            "SELECT '" + lsn + "'::pg_lsn > '0/0' AND '" + lsn + "' <= pg_last_wal_replay_lsn()"))
                    .isEqualTo("t");

            execute(standby, "SELECT pg_wal_replay_pause()");
            lake.published("t");
            assertThat(caveats(lake)).containsExactly("REPLAY_PAUSED");
        }
    }

    private static List<String> caveats(TestLake lake) {
        return manifest(lake).findValuesAsText("kind");
    }

    private static JsonNode manifest(TestLake lake) {
        return lake.json(lake.state("t").get("manifest").asText());
    }

    private static long number(LocalPostgres server, String query) throws SQLException {
        return Long.parseLong(text(server, query));
    }

    private static String text(LocalPostgres server, String query) throws SQLException {
        try (Connection connection = server.connect(LocalPostgres.DATABASE);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }

    private static void execute(LocalPostgres server, String sql) throws SQLException {
        try (Connection connection = server.connect(LocalPostgres.DATABASE);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
