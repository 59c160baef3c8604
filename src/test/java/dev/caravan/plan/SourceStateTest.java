package dev.caravan.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.local.postgres.LocalPostgres;
import dev.caravan.source.RowSecurity;
import dev.caravan.source.Snapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What makes a read partial without an error is refused, or told. */
class SourceStateTest {
    private String database;

    @BeforeEach
    void database() {
        database = TestStack.freshDatabase("state");
        sql("CREATE TABLE t AS SELECT i, i::text AS words FROM generate_series(1, 10) i");
    }

    @Test
    void a_plain_table_has_no_caveat_and_is_named_with_its_schema() {
        assertThat(completeness(table("t")))
                .isEqualTo(new Completeness("public.t", RowSecurity.REFUSE, List.of(), List.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"zero_damaged_pages", "ignore_checksum_failure"})
    void a_setting_that_hides_damage_is_refused(String setting) {
        sql("ALTER DATABASE \"" + database + "\" SET " + setting + " = on");

        assertThatThrownBy(() -> completeness(table("t"))).isInstanceOfSatisfying(ExportException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.DAMAGE_HIDDEN);
            assertThat(failure.getMessage()).contains(setting, "ALTER DATABASE");
        });
    }

    @ParameterizedTest
    @CsvSource({"i, false", "d, false", "f, true", "s, true", "r, true"})
    void the_first_copy_of_a_subscription_is_waited_for(String state, boolean whole) {
        sql("CREATE SUBSCRIPTION \"" + database + "\" CONNECTION 'host=127.0.0.1 port=1' PUBLICATION p"
                + " WITH (connect = false, slot_name = NONE, enabled = false)");
        sql("INSERT INTO pg_subscription_rel (srsubid, srrelid, srsubstate) SELECT s.oid, 't'::regclass, '" + state
                + "' FROM pg_subscription s WHERE subname = '" + database + "'");
        sql("CREATE VIEW v AS SELECT * FROM t");
        try {
            for (String table : List.of("t", "v")) {
                if (whole) {
                    assertThat(kinds(table(table))).containsExactly(Caveat.Kind.SUBSCRIPTION_STOPPED);
                } else {
                    assertThatThrownBy(() -> completeness(table(table)))
                            .isInstanceOfSatisfying(ExportException.class, failure -> {
                                assertThat(failure.code()).isEqualTo(ErrorCode.SOURCE_NOT_READY);
                                assertThat(failure.getMessage()).contains("public.t", database);
                            });
                }
            }
        } finally {
            sql("DROP SUBSCRIPTION \"" + database + "\"");
        }
    }

    @Test
    void an_unlogged_table_is_told_whatever_it_is_read_through() {
        sql("CREATE UNLOGGED TABLE u AS SELECT 1 AS i; CREATE VIEW v AS SELECT * FROM u;"
                + "CREATE TABLE parent (i int); CREATE UNLOGGED TABLE child () INHERITS (parent)");

        for (TableRequest request : List.of(table("u"), table("v"), table("parent"), query("SELECT * FROM u"))) {
            assertThat(kinds(request)).as(request.subject()).containsExactly(Caveat.Kind.UNLOGGED);
        }
        assertThat(completeness(table("v")).notes())
                .containsExactly("public.u is unlogged: a crash of the server empties it.");
    }

    @Test
    void temporary_children_of_other_sessions_are_told() throws SQLException {
        sql("CREATE TABLE parent (i int)");
        try (Connection other = TestStack.connect(database);
                Statement statement = other.createStatement()) {
            statement.execute("CREATE TEMP TABLE child () INHERITS (parent); INSERT INTO child VALUES (1)");

            assertThat(kinds(table("parent"))).containsExactly(Caveat.Kind.TEMPORARY_CHILDREN);
        }
    }

    @Test
    void a_partition_whose_detachment_was_left_half_done_is_told() throws Exception {
        sql("CREATE TABLE p (i int) PARTITION BY RANGE (i); CREATE TABLE p1 PARTITION OF p FOR VALUES FROM (0) TO (10);"
                + "INSERT INTO p VALUES (1)");
        try (Connection holder = TestStack.connect(database);
                Statement held = holder.createStatement();
                Connection detaching = TestStack.connect(database);
                Statement statement = detaching.createStatement()) {
            held.execute("BEGIN; SELECT * FROM p");
            statement.execute("SET statement_timeout = '500ms'");
            assertThatThrownBy(() -> statement.execute("ALTER TABLE p DETACH PARTITION p1 CONCURRENTLY"))
                    .hasMessageContaining("statement timeout");
            held.execute("ROLLBACK");
        }

        assertThat(completeness(table("p")).notes())
                .singleElement()
                .asString()
                .contains("p1 is being detached from p", "FINALIZE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "current_user = 'postgres'",
                "pg_has_role('postgres', 'MEMBER')",
                "has_table_privilege('t', 'SELECT')",
                "current_setting('app.tenant', true) IS NULL",
            })
    void a_view_whose_rows_depend_on_who_reads_is_told(String condition) {
        sql("CREATE VIEW v AS SELECT * FROM t WHERE " + condition + "; CREATE VIEW above AS SELECT * FROM v");

        assertThat(kinds(table("v"))).containsExactly(Caveat.Kind.DEPENDS_ON_ROLE);
        assertThat(kinds(table("above"))).containsExactly(Caveat.Kind.DEPENDS_ON_ROLE);
        assertThat(kinds(table("information_schema.tables"))).contains(Caveat.Kind.DEPENDS_ON_ROLE);
    }

    @Test
    void a_name_without_its_schema_is_told_where_another_schema_has_it_too() {
        sql("CREATE SCHEMA other; CREATE TABLE other.t (i int)");

        assertThat(completeness(table("t")).notes())
                .containsExactly(
                        "public.t was found by search_path, and the schemas other have a relation of this name too:"
                                + " write schema.table.");
        assertThat(kinds(table("public.t"))).isEmpty();
    }

    @Test
    void a_function_that_turns_row_security_on_by_itself_is_told_where_it_may_be_called() {
        sql("CREATE FUNCTION f() RETURNS SETOF t STABLE LANGUAGE sql SET row_security = on AS 'SELECT * FROM t'");

        assertThat(kinds(query("SELECT * FROM f()"))).containsExactly(Caveat.Kind.SETS_ROW_SECURITY);
        assertThat(kinds(table("t"))).isEmpty();
    }

    @Test
    void an_index_of_an_outdated_collation_is_told_where_it_finds_the_rows() throws SQLException {
        assumeThat(collation()).as("collations with versions").isNotEmpty();
        sql("CREATE TABLE c (words text COLLATE \"" + collation() + "\"); CREATE INDEX by_words ON c (words);"
                + "INSERT INTO c SELECT i::text FROM generate_series(1, 20000) i; ANALYZE c;"
                + "UPDATE pg_collation SET collversion = '0' WHERE collname = '" + collation() + "'");

        TableRequest some =
                new TableRequest("c", "c", "", List.of(), List.of(), "words = '5'", BadValuePolicies.FAIL, Map.of());
        assertThat(completeness(some).notes()).singleElement().asString().contains("public.by_words", "REINDEX");
        assertThat(kinds(table("c"))).isEmpty();
    }

    @Test
    void foreign_tables_are_told_in_the_manifest_and_in_the_log_if_they_skip_rows() {
        sql("CREATE EXTENSION file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;"
                + "CREATE FOREIGN TABLE f (i int) SERVER files OPTIONS (program 'echo 1');"
                + "CREATE FOREIGN TABLE g (i int) SERVER files OPTIONS (program 'echo x', on_error 'ignore')");

        assertThat(kinds(table("f"))).containsExactly(Caveat.Kind.FOREIGN);
        assertThat(completeness(table("f")).notes()).isEmpty();
        assertThat(kinds(table("g"))).containsExactlyInAnyOrder(Caveat.Kind.FOREIGN, Caveat.Kind.SKIPS_ROWS);
    }

    private String collation() throws SQLException {
        try (Connection connection = TestStack.connect(database);
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT collname FROM pg_collation WHERE collversion IS NOT NULL"
                                + " AND collname LIKE 'de%' AND collisdeterministic ORDER BY 1 LIMIT 1")) {
            return result.next() ? result.getString(1) : "";
        }
    }

    private List<Caveat.Kind> kinds(TableRequest request) {
        return completeness(request).caveats().stream().map(Caveat::kind).toList();
    }

    private Completeness completeness(TableRequest request) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(TestStack.postgres().jdbcUrl(database));
        source.setUser(LocalPostgres.USER);
        source.setPassword(LocalPostgres.PASSWORD);
        try (Snapshot snapshot = Snapshot.open(source, request.subject())) {
            return Planner.plan(snapshot, request, "now").completeness();
        }
    }

    private static TableRequest table(String table) {
        return TableRequest.of(table);
    }

    private static TableRequest query(String query) {
        return GuardedTables.query(query);
    }

    private void sql(String statements) {
        TestStack.execute(database, statements);
    }
}
