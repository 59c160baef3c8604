package dev.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.source.Snapshot;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A role that may not ask for everything, or a server that does not know all of it, can be read from all the same. */
class RevokedCatalogsTest {
    private static final String ROLE = "catalog_reader";

    private String database;

    @BeforeEach
    void database() {
        database = TestStack.freshDatabase("revoked");
        TestStack.execute(
                database,
                "DO $$ BEGIN IF to_regrole('" + ROLE + "') IS NULL THEN CREATE ROLE " + ROLE + " LOGIN PASSWORD '"
                        + ROLE + "'; END IF; END $$; CREATE UNLOGGED TABLE u AS SELECT 1 AS i;"
                        + " CREATE VIEW v AS SELECT * FROM u WHERE current_user <> '';"
                        + " CREATE MATERIALIZED VIEW m AS SELECT 1 AS i; GRANT SELECT ON u, v, m TO " + ROLE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            REVOKE SELECT ON pg_subscription_rel FROM PUBLIC                             | subscriptions    | 42501
            REVOKE SELECT ON pg_stat_subscription FROM PUBLIC                            | subscriptions    | 42501
            REVOKE SELECT ON pg_foreign_server FROM PUBLIC                               | foreign tables   | 42501
            REVOKE SELECT ON pg_collation FROM PUBLIC                                    | indexes          | 42501
            REVOKE EXECUTE ON FUNCTION pg_collation_actual_version(oid) FROM PUBLIC      | indexes          | 42501
            REVOKE EXECUTE ON FUNCTION pg_options_to_table(text[]) FROM PUBLIC           | foreign tables   | 42501
            ALTER FUNCTION pg_catalog.pg_collation_actual_version(oid) RENAME TO no_more | indexes          | 42883
            ALTER FUNCTION pg_catalog.pg_is_in_recovery() RENAME TO no_more              | standby          | 42883
            """)
    void what_cannot_be_asked_is_told_and_all_else_is_asked(String revoke, String subject, String state)
            throws SQLException {
        TestStack.execute(database, revoke);

        try (Snapshot snapshot = Snapshot.open(source(), "u")) {
            Completeness told =
                    Planner.plan(snapshot, TableRequest.of("v"), "now").completeness();

            assertThat(told.caveats())
                    .extracting(Caveat::kind)
                    .containsExactly(Caveat.Kind.UNLOGGED, Caveat.Kind.DEPENDS_ON_ROLE, Caveat.Kind.NOT_CHECKED);
            assertThat(told.notes())
                    .last()
                    .asString()
                    .contains(subject, "SQLSTATE " + state, "GRANT")
                    .doesNotContain("views that depend", "settings");
            // A snapshot cannot be exported from within a savepoint.
            assertThat(snapshot.share().id()).isNotEmpty();
        }
    }

    @Test
    void what_would_be_refused_is_refused_without_the_rest() {
        TestStack.execute(
                database,
                "REVOKE SELECT ON pg_collation FROM PUBLIC; ALTER DATABASE \"" + database
                        + "\" SET zero_damaged_pages = on");

        assertThatThrownBy(() -> completeness("u"))
                .isInstanceOfSatisfying(ExportException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.DAMAGE_HIDDEN));
    }

    @Test
    void a_materialized_view_is_read_where_policies_may_not_be_asked_for() {
        TestStack.execute(database, "REVOKE SELECT ON pg_policy FROM PUBLIC");

        assertThat(completeness("m").notes())
                .singleElement()
                .asString()
                .contains("policies of materialized views", "pg_policy", "SQLSTATE 42501");
    }

    @Test
    void another_failure_is_none_of_these() {
        TestStack.execute(
                database,
                "CREATE FUNCTION pg_catalog.no_more(oid) RETURNS text LANGUAGE plpgsql AS"
                        + " 'BEGIN RAISE EXCEPTION ''gone'' USING ERRCODE = ''57P01''; END';"
                        + " ALTER FUNCTION pg_catalog.pg_get_viewdef(oid) RENAME TO before;"
                        + " ALTER FUNCTION pg_catalog.no_more(oid) RENAME TO pg_get_viewdef");

        assertThatThrownBy(() -> completeness("v"))
                .isInstanceOfSatisfying(ExportException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.READ_INTERRUPTED));
    }

    private Completeness completeness(String table) {
        try (Snapshot snapshot = Snapshot.open(source(), table)) {
            return Planner.plan(snapshot, TableRequest.of(table), "now").completeness();
        }
    }

    private PGSimpleDataSource source() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(TestStack.postgres().jdbcUrl(database));
        source.setUser(ROLE);
        source.setPassword(ROLE);
        return source;
    }
}
