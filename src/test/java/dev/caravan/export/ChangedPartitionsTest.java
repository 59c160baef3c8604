package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.SameRows;
import dev.caravan.TestLake;
import dev.caravan.component.CatalogClients;
import dev.caravan.component.LakeStores;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Layout;
import dev.caravan.publish.Rollback;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;

/** Tables in partitions that go back, that keep runs, and whose columns or ways of publication change. */
class ChangedPartitionsTest {
    @TempDir
    private Path folder;

    private TestLake lake;
    private DayTable table;

    @BeforeEach
    void open() {
        lake = TestLake.open("changedpartitions", folder).set("caravan.retry.maximum", "0");
        table = new DayTable(lake, folder);
        table.define();
    }

    @AfterEach
    void close() {
        lake.close();
        table.close();
    }

    private ExportException refused() {
        return Objects.requireNonNull(lake.export("t").failure(), "published");
    }

    private void rollback(String run) {
        CamelContext context = lake.loadedContext();
        new Rollback(LakeStores.of(context, lake.bucket()), new Layout("", "t"), CatalogClients.tables(context, null))
                .to(Optional.of(run));
    }

    @Test
    void rollback_leads_all_partitions_back_and_forward_again() {
        table.define("keepRuns", "3");
        List<Map<String, String>> versions = new ArrayList<>(List.of(table.source()));
        List<String> runs = new ArrayList<>(List.of(lake.published("t").runId()));
        for (int i = 1; i < 3; i++) {
            versions.add(table.next());
            runs.add(lake.published("t").runId());
        }

        for (int run : List.of(1, 0, 2, 0)) {
            rollback(runs.get(run));
            assertThat(table.found("run " + run)).isEqualTo(versions.get(run));
            table.assertWhole("run " + run);
        }
        table.assertClean("at the first run");
        Map<String, String> after = table.next();
        lake.published("t");
        assertThat(table.found("the next run")).isEqualTo(after);
        table.assertWhole("the next run");
        table.assertClean("the next run");
    }

    @Test
    void files_of_partitions_that_stay_are_kept_as_long_as_a_run_names_them() {
        for (String[] keep :
                new String[][] {{"keepRuns", "1"}, {"keepRuns", "3"}, {"keepFor", "1h"}, {"keepRuns", "2"}}) {
            table.define(keep);
            for (int i = 0; i < 3; i++) {
                Map<String, String> after = table.next();
                lake.published("t");
                String where = String.join(" ", keep) + ", run " + i;
                assertThat(table.found(where)).isEqualTo(after);
                table.assertWhole(where);
                table.assertClean(where);
            }
        }
        assertThat(table.reader().locations("t").get("2026-01-01"))
                .as("the files of the first run, which never changed")
                .isEqualTo(table.named().stream()
                        .filter(key -> key.contains("dt=2026-01-01/"))
                        .findFirst()
                        .map(key -> key.substring(0, key.lastIndexOf('/') + 1))
                        .orElseThrow());
    }

    @Test
    void rows_that_move_and_partitions_that_come_back_are_found_where_they_are() {
        lake.published("t");
        for (String change : List.of(
                "UPDATE t SET day = '2026-01-03' WHERE day = '2026-01-02'",
                "UPDATE t SET day = '2026-01-02' WHERE day = '2026-01-03' AND id % 2 = 0",
                "UPDATE t SET day = NULL WHERE day = '2026-01-01'",
                "DELETE FROM t",
                "INSERT INTO t VALUES (1, '2026-01-01', 0, 'back'), (2, NULL, 0, 'back')")) {
            lake.sql(change);
            lake.published("t");
            assertThat(table.found(change)).isEqualTo(table.source());
            if (!table.source().isEmpty()) {
                // Else there is a file without rows, to which no partition leads.
                table.assertWhole(change);
            }
        }
        table.assertClean("after all");
    }

    @Test
    void every_partition_has_the_columns_of_the_table_after_they_change() {
        lake.published("t");
        table.reader().add("t", "1999-01-01");
        table.define("adopt", "true", "drift", "add");
        for (String change : List.of(
                "ALTER TABLE t ADD COLUMN extra bigint; UPDATE t SET extra = id WHERE id % 3 = 0",
                "INSERT INTO t (id, day) VALUES (5000, '2026-02-02')",
                "ALTER TABLE t ADD COLUMN late text DEFAULT 'x'")) {
            lake.sql(change);
            lake.published("t");
            assertColumns(change);
        }
        for (String change :
                List.of("ALTER TABLE t DROP COLUMN extra", "ALTER TABLE t ALTER COLUMN version TYPE bigint")) {
            List<Column> before = table.reader().table("t").storageDescriptor().columns();
            lake.sql(change);
            table.define("drift", "fail");
            assertThat(refused().code()).as(change).isEqualTo(ErrorCode.SCHEMA_DRIFT);
            assertThat(table.reader().table("t").storageDescriptor().columns()).isEqualTo(before);
            table.define("drift", "ignore");
            lake.published("t");
            assertColumns(change);
        }
    }

    /** Athena refuses a partition whose columns have other types than the table's, also one that leads elsewhere. */
    private void assertColumns(String where) {
        List<Column> columns = table.reader().table("t").storageDescriptor().columns();
        for (Partition partition : table.reader().partitions("t")) {
            assertThat(partition.storageDescriptor().columns())
                    .as(where + ": " + partition.values())
                    .isEqualTo(columns);
        }
        String names =
                String.join(", ", columns.stream().map(Column::name).sorted().toList());
        assertThat(SameRows.postgres(lake.database(), "SELECT " + names + " FROM t ORDER BY id, version, words"))
                .as(where)
                .isEqualTo(table.rows("SELECT " + names + " FROM %s ORDER BY id, version, words"));
    }

    @Test
    void a_table_goes_from_replace_to_partition_while_readers_of_its_folders_find_the_run_before() {
        table.define("publish", "replace");
        lake.published("t");
        Map<String, String> before = table.source();
        Map<String, String> old = table.reader().locations("t");
        Map<String, String> after = table.next();
        table.define("keepFor", "1h");
        lake.published("t");

        assertThat(table.found("by the catalog")).isEqualTo(after);
        table.assertWhole("by the catalog");
        assertThat(table.read(old, "by the folders")).isEqualTo(before);

        for (int i = 0; i < 3; i++) {
            table.define();
            after = table.next();
            lake.published("t");
            assertThat(table.found("run " + i)).isEqualTo(after);
            table.assertWhole("run " + i);
            table.assertClean("run " + i);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "publish: replace, 'publish was partition for table t, and it is replace now.', 'Delete the table from the catalog'",
        "projection: true, has a list of partitions, 'Or set projection: false.'"
    })
    void a_table_by_partitions_is_published_otherwise_only_without_its_table_in_the_catalog(
            String change, String what, String hint) {
        // No projection finds NULL.
        lake.sql("DELETE FROM t WHERE day IS NULL");
        lake.published("t");
        Map<String, String> before = table.found("before");
        Map<String, String> after = table.next();
        table.define(change.split(": "));

        ExportException failure = refused();

        assertThat(failure.code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
        assertThat(failure.what()).contains(what);
        assertThat(failure.hint()).contains(hint);
        assertThat(table.found("refused")).isEqualTo(before);
        table.assertWhole("refused");

        table.reader().drop("t");
        lake.published("t");
        if (change.startsWith("publish")) {
            assertThat(table.found("replaced")).isEqualTo(after);
        } else {
            assertThat(table.projected(after.keySet())).isEqualTo(after);
        }
        table.assertClean("after all");
    }

    @Test
    void a_table_with_projection_lists_partitions_only_without_its_table_in_the_catalog() {
        lake.sql("DELETE FROM t WHERE day IS NULL");
        table.define("projection", "true");
        lake.published("t");
        Map<String, String> before = table.source();
        Map<String, String> after = table.next();
        table.define();

        ExportException failure = refused();

        assertThat(failure.what()).contains("has partition projection, and the run has a list of partitions");
        assertThat(failure.hint()).contains("Delete the table from the catalog", "Or set projection: true.");
        assertThat(table.projected(before.keySet())).isEqualTo(before);

        table.reader().drop("t");
        lake.published("t");
        assertThat(table.found("listed")).isEqualTo(after);
        table.assertWhole("listed");
        table.assertClean("listed");
    }

    @Test
    void a_crawler_finds_the_partitions_that_registration_makes() {
        String crawled = lake.bucket();
        table.define("publish", "replace");
        lake.published("t");
        Map<String, String> registered = table.reader().locations("t");
        table.reader().drop("t");
        table.define("publish", "replace", "catalog", "crawler", "crawler", "crawl-" + crawled);
        lake.published("t");

        assertThat(Set.copyOf(table.reader().locations("t").keySet())).isEqualTo(registered.keySet());
        assertThat(table.reader().locations("t")).isEqualTo(registered);
        assertThat(table.found("crawled")).isEqualTo(table.source());
    }
}
