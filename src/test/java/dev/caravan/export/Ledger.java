package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.OwnThread;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Accounts and their entries, which are one only at one moment: the balance of each account is the sum of its entries. Somebody books
 * transfers all the time.
 */
final class Ledger implements AutoCloseable {
    static final String GROUP = "ledger";

    private static final int ACCOUNTS = 100;

    private final TestLake lake;
    private final CatalogReader reader;
    private volatile boolean isClosed;
    private @Nullable CompletableFuture<Void> bookings;

    Ledger(TestLake lake) {
        this.lake = lake;
        this.reader = new CatalogReader(lake);
        lake.sql(
                "CREATE TABLE accounts AS SELECT i AS id, 0::numeric(12,2) AS balance, NULL::date AS closed FROM generate_series(1, "
                        + ACCOUNTS + ") i;"
                        + "CREATE TABLE entries (id bigint GENERATED ALWAYS AS IDENTITY, account int NOT NULL, amount numeric(12,2) NOT NULL)");
        transfer(lake.database(), new Random(1));
    }

    CatalogReader reader() {
        return reader;
    }

    /** Writes the two table files. */
    Ledger define(String... more) {
        defineTable("accounts", more);
        defineTable("entries", more);
        return this;
    }

    /** Writes one of them. */
    void defineTable(String table, String... more) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("table", table);
        parameters.put("catalog", "glue");
        parameters.put("group", GROUP);
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        List<String> all = new ArrayList<>();
        parameters.forEach((name, value) -> all.addAll(List.of(name, value)));
        lake.table(table, all.toArray(String[]::new));
    }

    /** Begins to book transfers, until it is closed. */
    Ledger book() {
        bookings = CompletableFuture.runAsync(
                () -> {
                    Random random = new Random();
                    while (!isClosed) {
                        transfer(lake.database(), random);
                    }
                },
                OwnThread::start);
        return this;
    }

    private static void transfer(String database, Random random) {
        try (Connection connection = TestStack.connect(database);
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 50; i++) {
                int from = 1 + random.nextInt(ACCOUNTS);
                int to = 1 + random.nextInt(ACCOUNTS);
                int cents = random.nextInt(100_000);
                statement.execute("BEGIN; INSERT INTO entries (account, amount) VALUES (" + from + ", -" + cents
                        + " / 100.0), (" + to + ", " + cents + " / 100.0);"
                        + "UPDATE accounts SET balance = balance - " + cents + " / 100.0 WHERE id = " + from
                        + "; UPDATE accounts SET balance = balance + " + cents + " / 100.0 WHERE id = " + to
                        + "; COMMIT; SELECT pg_sleep(0.01)");
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    /** Exports tables side by side, as a command does. */
    Map<String, ExportResult> export(String... tables) {
        return export(lake, tables);
    }

    /** The same in this process. */
    static Map<String, ExportResult> export(TestLake process, String... tables) {
        Map<String, ExportResult> results = new ConcurrentHashMap<>();
        new TableExports(process.loadedContext(), TableLoader.NONE)
                .run(Arrays.asList(tables), result -> results.put(result.table(), result), () -> {});
        return results;
    }

    /** Exports both tables, which have to be published. */
    void published() {
        Map<String, ExportResult> results = export("accounts", "entries");
        results.values()
                .forEach(result ->
                        assertThat(result.failure()).as(result.table()).isNull());
    }

    /** Where the catalog leads readers of the two tables now. */
    List<String> locations() {
        return List.of(reader.location("accounts"), reader.location("entries"));
    }

    /** How many accounts have a balance that their entries do not add up to. */
    long differences() {
        try (DuckDb duck = DuckDb.open()) {
            return differences(duck, reader.files("accounts"), reader.files("entries"));
        }
    }

    /** The same in these files. */
    static long differences(DuckDb duck, List<Path> accounts, List<Path> entries) {
        String balances = DuckDb.parquet(accounts.toArray(Path[]::new));
        String sums = "(SELECT account, sum(amount) AS sum FROM " + DuckDb.parquet(entries.toArray(Path[]::new))
                + " GROUP BY account)";
        return Long.parseLong(String.valueOf(duck.text("SELECT count(*) FROM " + balances + " a LEFT JOIN " + sums
                        + " e ON e.account = a.id WHERE a.balance <> coalesce(e.sum, 0)")
                .get(0)
                .get(0)));
    }

    /** The snapshots that the manifests of the current runs name. */
    List<String> snapshots() {
        return List.of(snapshot("accounts"), snapshot("entries"));
    }

    private String snapshot(String table) {
        return lake.json(lake.state(table).get("manifest").asText())
                .path("server")
                .path("snapshot")
                .asText();
    }

    /** Both tables are of one moment, and nothing is half done. */
    void assertOneMoment(String where) {
        assertThat(snapshots()).as(where + ": snapshots").doesNotContain("").satisfies(both -> assertThat(both.get(0))
                .isEqualTo(both.get(1)));
        assertThat(differences())
                .as(where + ": balances that are not the sum of the entries")
                .isZero();
        for (String table : List.of("accounts", "entries")) {
            assertThat(lake.state(table).has("publishing"))
                    .as(where + ": " + table)
                    .isFalse();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        if (bookings != null) {
            bookings.join();
        }
        reader.close();
    }
}
