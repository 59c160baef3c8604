package dev.caravan.plan;

import static dev.caravan.plan.GuardedTables.BYPASS;
import static dev.caravan.plan.GuardedTables.MEMBER;
import static dev.caravan.plan.GuardedTables.OWNER;
import static dev.caravan.plan.GuardedTables.READER;
import static dev.caravan.plan.GuardedTables.query;
import static dev.caravan.plan.GuardedTables.table;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;
import dev.caravan.local.postgres.LocalPostgres;
import dev.caravan.local.postgres.PostgresPrograms;
import dev.caravan.roundtrip.Servers;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Whoever would get fewer rows than there are gets none, and is told why; whoever sees all rows gets them. */
class RowSecurityTest {
    private static final int FIRST_WITH_INVOKER_VIEWS = 15;

    private final List<LocalPostgres> started = new ArrayList<>();

    @AfterEach
    void stop() {
        started.forEach(LocalPostgres::close);
    }

    @TestFactory
    Stream<DynamicTest> the_newest_version() throws SQLException {
        return tests(GuardedTables.in(TestStack.postgres(), TestStack.freshDatabase("guarded")), 18);
    }

    @TestFactory
    Stream<DynamicTest> version_15() throws SQLException {
        return tests(started(Servers.debian15()), 15);
    }

    @TestFactory
    Stream<DynamicTest> the_oldest_version() throws SQLException {
        return tests(started(Servers.oldest()), 12);
    }

    private GuardedTables started(Optional<PostgresPrograms> programs) throws SQLException {
        assumeTrue(programs.isPresent(), "this version is not available on this machine");
        LocalPostgres server =
                LocalPostgres.builder().programs(programs.orElseThrow()).start();
        started.add(server);
        return GuardedTables.in(server, LocalPostgres.DATABASE);
    }

    private static Stream<DynamicTest> tests(GuardedTables tables, int version) {
        List<DynamicTest> all = new ArrayList<>();
        for (String role : List.of(LocalPostgres.USER, BYPASS)) {
            for (String table :
                    List.of("enabled", "no_policy", "forced", "everyone_but", "parted", "parent", "of_owner")) {
                all.add(whole(tables, role, table(table, "")));
            }
        }
        for (String table : List.of("enabled", "no_policy", "parted", "parent", "of_owner")) {
            all.add(whole(tables, OWNER, table(table, "")));
            all.add(whole(tables, MEMBER, table(table, "")));
        }
        for (String table :
                List.of("plain", "not_enabled", "everyone", "parted_below", "parent_below", "of_owner", "kept")) {
            all.add(whole(tables, READER, table(table, "")));
        }
        all.add(whole(tables, READER, table("everyone", "words = 'x'")));
        all.add(whole(tables, READER, table("plain", "i IN (SELECT i FROM of_owner)")));
        all.add(whole(tables, READER, query("SELECT * FROM of_definer()")));

        String policies = "public.enabled has ROW LEVEL SECURITY with the policy half for role guarded_reader";
        all.add(refused(tables, READER, table("enabled", ""), policies, "ALTER ROLE guarded_reader BYPASSRLS"));
        all.add(refused(tables, READER, table("enabled", "i < 3"), policies));
        all.add(refused(
                tables, READER, table("no_policy", ""), "no policy for role guarded_reader, which hides all rows"));
        all.add(refused(
                tables, READER, table("of_others", ""), "public.of_others has", "no policy for role guarded_reader"));
        all.add(refused(tables, READER, table("insert_only", ""), "no policy for role guarded_reader"));
        all.add(refused(tables, READER, table("everyone_but", ""), "the policies all_rows, half"));
        all.add(refused(tables, OWNER, table("forced", ""), "FORCE ROW LEVEL SECURITY, which binds its owner too"));
        all.add(refused(tables, MEMBER, table("forced", ""), "FORCE", "for role guarded_member"));
        all.add(refused(tables, READER, table("parted", ""), "public.parted has"));
        all.add(refused(tables, READER, table("parted_below_1", ""), "public.parted_below_1 has"));
        all.add(refused(tables, READER, table("parent", ""), "public.parent has"));
        all.add(refused(
                tables, READER, table("of_viewer", ""), "for role guarded_viewer", "ALTER ROLE guarded_viewer"));
        all.add(refused(tables, READER, table("above", ""), "public.enabled has", "for role guarded_viewer"));
        all.add(refused(tables, READER, query("SELECT * FROM enabled;"), policies));
        all.add(refused(tables, READER, query("SELECT p.* FROM plain p LEFT JOIN enabled USING (i)"), policies));
        all.add(refused(tables, READER, query("SELECT * FROM inlined()"), policies));
        all.add(refused(tables, READER, query("SELECT * FROM called()"), "\"enabled\"", "BYPASSRLS"));
        all.add(refused(tables, READER, table("plain", "i IN (SELECT i FROM enabled)"), policies));
        all.add(refused(tables, READER, table("everyone", "i IN (SELECT i FROM enabled)"), policies));
        if (version >= FIRST_WITH_INVOKER_VIEWS) {
            all.add(refused(tables, READER, table("of_invoker", ""), policies));
            all.add(refused(tables, READER, table("above_invoker", ""), policies));
            all.add(whole(tables, OWNER, table("of_invoker", "")));
        }
        all.add(dynamicTest("a missing right is one still", () -> assertThatThrownBy(
                        () -> tables.rows(READER, table("ungranted", "")))
                .isInstanceOfSatisfying(ExportException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.NO_PERMISSION);
                    assertThat(failure.hint()).contains("GRANT SELECT");
                })));
        all.add(dynamicTest("a materialized view that policies have filled is told", () -> assertThat(
                        tables.completeness(READER, table("kept_half", "")).notes())
                .singleElement()
                .asString()
                .contains("public.kept_half", "public.forced has FORCE", "guarded_owner")));
        all.addAll(allowed(tables));
        return all.stream();
    }

    private static List<DynamicTest> allowed(GuardedTables tables) {
        return List.of(
                allowed(tables, READER, table("enabled", ""), 5, "public.enabled for role guarded_reader (half)"),
                allowed(tables, READER, table("no_policy", ""), 0, "(no policy, so no row)"),
                allowed(tables, OWNER, table("forced", ""), 5, "public.forced for role guarded_owner (half)"),
                allowed(tables, READER, table("above", ""), 5, "public.enabled for role guarded_viewer (half)"),
                allowed(tables, READER, query("SELECT * FROM enabled"), 5, "public.enabled for role guarded_reader"),
                allowed(tables, READER, table("plain", "i IN (SELECT i FROM enabled)"), 5, "public.enabled for role"),
                allowed(tables, READER, table("parted_below_1", ""), 5, "public.parted_below_1 for role"),
                allowed(tables, READER, table("everyone", ""), 10, ""),
                allowed(tables, BYPASS, table("enabled", ""), 10, ""),
                allowed(tables, READER, table("parted_below", ""), 10, ""));
    }

    private static DynamicTest whole(GuardedTables tables, String role, TableRequest request) {
        return dynamicTest(name(role, request) + " is whole", () -> {
            assertThat(tables.rows(role, request)).isEqualTo(10);
            assertThat(tables.completeness(role, request).notes()).isEmpty();
        });
    }

    private static DynamicTest refused(GuardedTables tables, String role, TableRequest request, String... parts) {
        return dynamicTest(name(role, request) + " is refused", () -> assertThatThrownBy(
                        () -> tables.rows(role, request))
                .isInstanceOfSatisfying(ExportException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.ROW_SECURITY);
                    assertThat(failure.kind()).isEqualTo(ErrorKind.USER);
                    assertThat(failure.getMessage()).contains(parts).contains("rowSecurity: allow", request.subject());
                }));
    }

    private static DynamicTest allowed(GuardedTables tables, String role, TableRequest request, int rows, String told) {
        TableRequest allowing = request.allowingRowSecurity();
        return dynamicTest(name(role, request) + " is allowed", () -> {
            assertThat(tables.rows(role, allowing)).isEqualTo(rows);
            assertThat(String.join(" ", tables.completeness(role, allowing).notes()))
                    .contains(told)
                    .matches(notes -> notes.isEmpty() == told.isEmpty(), "told or not");
        });
    }

    private static String name(String role, TableRequest request) {
        return request.subject() + " " + request.query() + request.where() + " for " + role;
    }
}
