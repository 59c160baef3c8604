package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Await;
import dev.caravan.OwnThread;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.component.RunSlots;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.schedule.RunWaits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables of a group: read in one snapshot, published together or not at all. */
class GroupTest {
    private static final int RUNS = 5;
    private static final int ROUNDS = 2;
    private static final int MANY = 24;

    @TempDir
    private Path folder;

    private TestLake lake;
    private Ledger ledger;

    @BeforeEach
    void open() {
        lake = TestLake.open("groups", folder).set("caravan.retry.maximum", "0").set("caravan.group.timeout", "2s");
        ledger = new Ledger(lake);
    }

    @AfterEach
    void close() {
        lake.close();
        ledger.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void balances_are_the_sums_of_entries_while_transfers_go_on(String runs) {
        lake.set("caravan.runs.maximum", runs)
                .set("caravan.source.pool-size", String.valueOf(1 + Integer.parseInt(runs)));
        ledger.define("verify", "checksum").book();
        for (int run = 1; run <= RUNS; run++) {
            ledger.published();
            ledger.assertOneMoment("run " + run);
        }
    }

    @Test
    void tables_that_are_exported_without_a_group_are_of_two_moments() {
        ledger.book();
        lake.table("accounts", "table", "accounts", "catalog", "glue");
        lake.table("entries", "table", "entries", "catalog", "glue");
        Await.await("two tables of two moments", () -> {
            ledger.published();
            return ledger.differences() > 0;
        });
    }

    @Test
    void a_member_that_fails_leaves_all_as_it_was() {
        ledger.define().published();
        List<String> before = ledger.locations();
        lake.sql("UPDATE accounts SET closed = 'infinity' WHERE id = 7");

        Map<String, ExportResult> results = ledger.export("accounts", "entries");

        assertThat(failure(results, "accounts").code()).isEqualTo(ErrorCode.BAD_VALUE);
        assertThat(failure(results, "entries").code()).isEqualTo(ErrorCode.BAD_VALUE);
        assertThat(failure(results, "entries"))
                .hasMessageContaining("Table accounts of group ledger failed, so none of its tables is published: ")
                .hasMessageContaining("infinity");
        assertThat(ledger.locations()).isEqualTo(before);
        assertThat(lake.ownFiles()).contains("dead-letter/accounts/" + runOf(results, "accounts") + ".json");
        assertThat(lake.ownFiles()).contains("dead-letter/entries/" + runOf(results, "entries") + ".json");
        lake.sql("UPDATE accounts SET closed = NULL");
        ledger.published();
        ledger.assertOneMoment("afterwards");
        assertThat(ledger.locations()).doesNotContainAnyElementsOf(before);
    }

    @Test
    void a_member_that_fails_before_it_reads_fails_all_at_once() {
        ledger.define();
        lake.sql("DROP TABLE entries");

        Map<String, ExportResult> results = ledger.export("accounts", "entries");

        assertThat(failure(results, "accounts").code()).isEqualTo(ErrorCode.NO_SUCH_TABLE);
        assertThat(failure(results, "entries").code()).isEqualTo(ErrorCode.NO_SUCH_TABLE);
        assertThat(ledger.reader().has("accounts")).isFalse();
    }

    @Test
    void a_table_waits_for_the_others_and_says_which_did_not_come() {
        ledger.define();

        ExportException failure = failure(ledger.export("accounts"), "accounts");

        assertThat(failure.code()).isEqualTo(ErrorCode.GROUP_INCOMPLETE);
        assertThat(failure)
                .hasMessageContaining(
                        "Group ledger is not exported: accounts has waited for 2 s, and table entries did not run.");
        assertThat(ledger.reader().has("accounts")).isFalse();
    }

    @Test
    void a_fault_of_the_moment_is_retried_by_all() {
        lake.set("caravan.retry.maximum", "3");
        ledger.define().book();
        lake.sql("CREATE TABLE tries (n int); INSERT INTO tries VALUES (0)")
                .sql(
                        "CREATE SEQUENCE tried; CREATE FUNCTION fails_once() RETURNS int LANGUAGE plpgsql VOLATILE AS "
                                + "'BEGIN IF nextval(''tried'') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF; RETURN 1; END'");
        ledger.defineTable("entries", "where", "fails_once() = 1 OR true");

        ledger.published();

        ledger.assertOneMoment("after a retry");
    }

    @Test
    void a_lock_is_waited_for_before_the_snapshot_and_holds_up_nobody_else() throws Exception {
        ledger.define().book();
        lake.sql("CREATE TABLE free AS SELECT 1 AS i").table("free", "table", "free");
        try (Connection holder = TestStack.connect(lake.database());
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("LOCK TABLE accounts IN ACCESS EXCLUSIVE MODE");
            RunWaits waits = RunSlots.of(lake.loadedContext()).waits();
            CompletableFuture<Void> export = CompletableFuture.runAsync(ledger::published, OwnThread::start);
            Await.await("the wait for the lock", () -> waits.count(RunWaits.Kind.LOCK) == 1);
            lake.published("free");
            statement.execute("ALTER TABLE accounts ADD COLUMN note text");
            holder.commit();
            export.join();
        }
        ledger.assertOneMoment("after the lock");
    }

    @Test
    void two_groups_of_one_source_are_exported_one_after_the_other() {
        lake.set("caravan.source.pool-size", "3");
        ledger.define().book();
        lake.sql("CREATE VIEW sums AS SELECT account, sum(amount) AS sum FROM entries GROUP BY account;"
                + "CREATE VIEW totals AS SELECT sum(amount) AS sum FROM entries");
        lake.table("sums", "table", "sums", "catalog", "glue", "group", "views");
        lake.table("totals", "table", "totals", "catalog", "glue", "group", "views");

        Map<String, ExportResult> results = ledger.export("sums", "accounts", "totals", "entries");

        assertThat(results).hasSize(4).allSatisfy((table, result) -> assertThat(result.failure())
                .as(table)
                .isNull());
        ledger.assertOneMoment("beside another group");
        assertThat(ledger.reader().rows("totals", "SELECT sum FROM")).containsExactly(List.of("0.00"));
    }

    @Test
    void of_two_processes_each_publishes_all_of_the_group_or_nothing() {
        ledger.define("keepFor", "1h").book();
        try (TestLake other = lake.beside(folder.resolve("other"))) {
            // One after the other, since their schedulers register under names of their own.
            lake.loadedContext();
            other.loadedContext();
            for (int round = 1; round <= ROUNDS; round++) {
                List<CompletableFuture<Map<String, ExportResult>>> both = Stream.of(lake, other)
                        .map(process -> CompletableFuture.supplyAsync(
                                () -> Ledger.export(process, "accounts", "entries"), OwnThread::start))
                        .toList();
                for (CompletableFuture<Map<String, ExportResult>> results : both) {
                    assertThat(results.join().values().stream()
                                    .filter(ExportResult::isPublished)
                                    .count())
                            .as("tables that one process published in round " + round)
                            .isIn(0L, 2L);
                }
                ledger.assertOneMoment("round " + round);
            }
        }
    }

    /** Tables that come at the same moment ask for the others while those are noted. */
    @Test
    void many_tables_come_at_once() {
        List<String> tables = IntStream.range(0, MANY).mapToObj(i -> "m" + i).toList();
        lake.sql("CREATE TABLE one AS SELECT 1 AS i");
        tables.forEach(table -> lake.table(table, "table", "one", "catalog", "glue", "group", "many"));

        for (int round = 1; round <= ROUNDS; round++) {
            Map<String, ExportResult> results = ledger.export(tables.toArray(String[]::new));

            assertThat(results).hasSize(MANY).allSatisfy((table, result) -> assertThat(result.failure())
                    .as(table)
                    .isNull());
        }
        assertThat(tables.stream()
                        .map(table -> lake.json(
                                        lake.state(table).get("manifest").asText())
                                .get("server")
                                .get("snapshot"))
                        .distinct())
                .hasSize(1);
    }

    @Test
    void a_group_needs_a_connection_more_than_runs() {
        lake.set("caravan.source.pool-size", "2");
        ledger.define();

        ExportException failure = failure(ledger.export("accounts", "entries"), "accounts");

        assertThat(failure.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
        assertThat(failure)
                .hasMessageContaining(
                        "Group ledger needs a connection besides those of its tables, and the pool of source"
                                + " default has 2 for caravan.runs.maximum = 2.")
                .hasMessageContaining("Set caravan.source.default.pool-size to at least 3");
    }

    @Test
    void a_large_table_of_a_group_is_read_by_several_connections_in_the_same_snapshot() {
        lake.sql(
                "INSERT INTO entries (account, amount) SELECT 1 + i % 100, 0 FROM generate_series(1, 600000) i; ANALYZE entries");
        ledger.define("verify", "checksum");
        ledger.defineTable("entries", "readers", "3");
        ledger.book();

        ledger.published();

        ledger.assertOneMoment("with several readers");
        assertThat(lake.json(lake.state("entries").get("manifest").asText()).get("chunks"))
                .hasSizeGreaterThan(1);
    }

    @Test
    void routes_of_users_belong_to_a_group_by_the_option_of_pg_table() throws Exception {
        String route = Files.readString(Path.of("examples/pg-copy.camel.yaml"));
        for (String table : List.of("accounts", "entries")) {
            lake.file(
                    table + ".camel.yaml",
                    route.replaceAll("(?s)        # Reached only when every row is published.*?(?=\n# One run)", "")
                            .replace("table: public.orders", "table: public." + table + "\n              group: own")
                            .replace(
                                    "uri: lake-publish:own_orders",
                                    "uri: lake-publish:own_orders\n            parameters: { publish: swap, catalog: glue }")
                            .replace("own_orders", table));
        }
        ledger.book();

        ledger.published();

        ledger.assertOneMoment("with routes of users");
        assertThat(failure(ledger.export("accounts"), "accounts").code()).isEqualTo(ErrorCode.GROUP_INCOMPLETE);
    }

    private static ExportException failure(Map<String, ExportResult> results, String table) {
        return Objects.requireNonNull(Objects.requireNonNull(results.get(table)).failure(), table + " was published");
    }

    private static String runOf(Map<String, ExportResult> results, String table) {
        return Objects.requireNonNull(results.get(table)).runId();
    }
}
