package dev.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.TestStack;
import dev.caravan.source.Snapshot;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What a server does not tell this role, or does not know, is unknown and nothing else; the run goes on. */
class SourceFactsTest {
    private static final String ROLE = "facts_reader";
    private static final List<String> ALL = List.of(
            "version",
            "systemIdentifier",
            "database",
            "relation",
            "snapshot",
            "horizon",
            "lsn",
            "timeline",
            "isStandby");

    private String database;

    @BeforeEach
    void database() {
        database = TestStack.freshDatabase("facts");
        TestStack.execute(
                database,
                "DO $$ BEGIN IF to_regrole('" + ROLE + "') IS NULL THEN CREATE ROLE " + ROLE + " LOGIN PASSWORD '"
                        + ROLE + "'; END IF; END $$; CREATE TABLE t (i int); COMMENT ON TABLE t IS 'said';"
                        + " COMMENT ON COLUMN t.i IS 'said of i'; GRANT SELECT ON t TO " + ROLE);
    }

    @Test
    void a_role_that_may_only_read_the_table_is_told_all() {
        assertThat(known(plan("t").facts())).containsOnlyKeys(ALL);
        assertThat(plan("t").comments()).isEqualTo(new SourceComments("said", Map.of("i", "said of i")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            REVOKE EXECUTE ON FUNCTION pg_control_system() FROM PUBLIC              | systemIdentifier
            REVOKE EXECUTE ON FUNCTION pg_control_checkpoint() FROM PUBLIC          |
            REVOKE EXECUTE ON FUNCTION pg_current_wal_flush_lsn() FROM PUBLIC       | lsn timeline
            REVOKE EXECUTE ON FUNCTION pg_walfile_name(pg_lsn) FROM PUBLIC          | timeline
            ALTER FUNCTION pg_catalog.pg_control_system() RENAME TO no_more         | systemIdentifier
            ALTER FUNCTION pg_catalog.pg_last_wal_replay_lsn() RENAME TO no_more    |
            ALTER FUNCTION pg_catalog.pg_is_in_recovery() RENAME TO no_more         | isStandby lsn timeline
            ALTER FUNCTION pg_catalog.txid_snapshot_xmin(txid_snapshot) RENAME TO no_more | horizon
            """)
    void what_is_refused_is_unknown_and_all_else_is_told(String revoke, @Nullable String unknown) throws SQLException {
        TestStack.execute(database, revoke);

        try (Snapshot snapshot = Snapshot.open(source(), "t")) {
            TableRun plan = Planner.plan(snapshot, TableRequest.of("t"), "now");

            List<String> expected = ALL.stream()
                    .filter(name ->
                            unknown == null || !List.of(unknown.split(" ")).contains(name))
                    .toList();
            assertThat(known(plan.facts())).containsOnlyKeys(expected);
            assertThat(plan.comments().table()).isEqualTo("said");
            // A snapshot cannot be exported from within a savepoint.
            assertThat(snapshot.share().id()).isNotEmpty();
        }
    }

    @Test
    void what_the_server_cannot_tell_in_its_present_state_is_unknown() {
        TestStack.execute(
                database,
                "CREATE FUNCTION pg_catalog.no_more(pg_lsn) RETURNS text LANGUAGE plpgsql AS"
                        + " 'BEGIN RAISE EXCEPTION ''recovery is in progress'' USING ERRCODE = ''55000''; END';"
                        + " ALTER FUNCTION pg_catalog.pg_walfile_name(pg_lsn) RENAME TO before;"
                        + " ALTER FUNCTION pg_catalog.no_more(pg_lsn) RENAME TO pg_walfile_name");

        assertThat(known(plan("t").facts())).doesNotContainKey("timeline").containsKey("lsn");
    }

    @Test
    void comments_that_may_not_be_read_are_missing() {
        TestStack.execute(database, "REVOKE SELECT ON pg_description FROM PUBLIC");

        TableRun plan = plan("t");

        assertThat(plan.comments()).isEqualTo(SourceComments.NONE);
        assertThat(known(plan.facts())).containsOnlyKeys(ALL);
    }

    private TableRun plan(String table) {
        try (Snapshot snapshot = Snapshot.open(source(), table)) {
            return Planner.plan(snapshot, TableRequest.of(table), "now");
        }
    }

    private static Map<String, Object> known(SourceFacts facts) {
        Map<String, Object> known = new LinkedHashMap<>();
        new ObjectMapper().<JsonNode>valueToTree(facts).properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                known.put(field.getKey(), field.getValue().asText());
            }
        });
        return known;
    }

    private PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(TestStack.postgres().jdbcUrl(database));
        source.setUser(ROLE);
        source.setPassword(ROLE);
        return source;
    }
}
