package dev.caravan.component.gluetable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.export.ExportResult;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/** {@code catalog: glue}: what the Glue table says after a run. */
class GlueTableTest {
    private static final String OTHER_ACCOUNT = "444455556666";

    @TempDir
    private Path folder;

    private TestLake lake;
    private String database;
    private GlueClient glue;

    @BeforeEach
    void open() {
        lake = TestLake.open("gluetable", folder).set("caravan.retry.maximum", "0");
        database = lake.bucket().replace('-', '_');
        glue = TestStack.glue();
    }

    @AfterEach
    void close() {
        lake.close();
        glue.close();
    }

    @Test
    void exact_types_comments_and_counts_and_no_crawler() {
        lake.sql("""
                CREATE TYPE address AS (street text, zip int);
                CREATE TABLE t (id bigint PRIMARY KEY, "Price" numeric(38,9), tags text[], home address,
                    attributes jsonb, born date, seen timestamptz, raw bytea);
                COMMENT ON TABLE t IS 'What was sold,
                by day';
                COMMENT ON COLUMN t."Price" IS 'Euro';
                INSERT INTO t SELECT i, i, '{a}', ('x', 1)::address, '{}', '2026-01-01', now(), '\\x00' FROM generate_series(1, 7) i
                """);
        lake.table("t", "table", "t", "catalog", "glue", "publish", "replace");
        ExportResult result = lake.published("t");

        Table table = table("t");
        assertThat(table.storageDescriptor().columns().stream().map(column -> column.name() + " " + column.type()))
                .containsExactly(
                        "id bigint",
                        "price decimal(38,9)",
                        "tags array<string>",
                        "home struct<street:string,zip:int>",
                        "attributes string",
                        "born date",
                        "seen timestamp",
                        "raw binary");
        assertThat(table.storageDescriptor().columns().get(1).comment()).isEqualTo("Euro");
        assertThat(table.description()).isEqualTo("What was sold,\nby day");
        assertThat(table.tableType()).isEqualTo("EXTERNAL_TABLE");
        assertThat(table.storageDescriptor().location()).isEqualTo("s3://" + lake.bucket() + "/t/");
        assertThat(table.storageDescriptor().serdeInfo().serializationLibrary()).contains("ParquetHiveSerDe");
        assertThat(table.parameters())
                .containsEntry("numRows", "7")
                .containsEntry("rawDataSize", "" + result.bytes())
                .containsEntry("classification", "parquet")
                .containsEntry("caravan_run", result.runId());
        assertThat(glue.listCrawlers(all -> {}).crawlerNames()).doesNotContain("caravan-t-" + lake.bucket());
    }

    @Test
    void what_others_have_set_stays_and_old_versions_are_not_kept() {
        lake.sql("CREATE TABLE t AS SELECT 1 AS a, 2 AS b");
        lake.table("t", "table", "t", "catalog", "glue");
        lake.published("t");
        Table made = table("t");
        change(TableInput.builder()
                .name("t")
                .owner("finance")
                .description("By hand")
                .parameters(with(made.parameters(), "cost-center", "42"))
                .tableType(made.tableType())
                .storageDescriptor(made.storageDescriptor().toBuilder()
                        .columns(column("a", "int", "by hand"), column("b", "int", null))
                        .build())
                .build());
        lake.sql("ALTER TABLE t ADD c numeric(10,2)");

        lake.published("t");

        Table now = table("t");
        assertThat(now.owner()).isEqualTo("finance");
        assertThat(now.description()).isEqualTo("By hand");
        assertThat(now.parameters()).containsEntry("cost-center", "42");
        assertThat(now.storageDescriptor().columns())
                .containsExactly(
                        column("a", "int", "by hand"), column("b", "int", null), column("c", "decimal(10,2)", null));
        assertThat(glue.getTableVersions(
                                request -> request.databaseName(database).tableName("t"))
                        .tableVersions())
                .as("one by hand is archived, none of ours")
                .hasSize(2);
    }

    @Test
    void a_longer_comment_than_glue_takes_is_cut() {
        lake.sql("CREATE TABLE t AS SELECT 1 AS a; COMMENT ON COLUMN t.a IS '" + "ä".repeat(300)
                + "'; COMMENT ON TABLE t IS '" + "x".repeat(3_000) + "'");
        lake.table("t", "table", "t", "catalog", "glue");
        lake.published("t");

        assertThat(table("t").storageDescriptor().columns().get(0).comment())
                .hasSize(255)
                .endsWith("…");
        assertThat(table("t").description()).hasSize(2_048);
    }

    @Test
    void a_change_of_columns_reaches_the_partitions() {
        lake.sql("CREATE TABLE t AS SELECT 1 AS a, 'd' || i AS day FROM generate_series(1, 150) i");
        lake.table("t", "table", "t", "catalog", "glue", "publish", "replace", "partitionBy", "day");
        lake.published("t");
        lake.sql("ALTER TABLE t ADD b text");

        lake.published("t");

        List<Partition> partitions =
                glue
                        .getPartitionsPaginator(
                                request -> request.databaseName(database).tableName("t"))
                        .stream()
                        .flatMap(page -> page.partitions().stream())
                        .toList();
        assertThat(partitions).hasSize(150).allSatisfy(partition -> assertThat(
                        partition.storageDescriptor().columns())
                .isEqualTo(table("t").storageDescriptor().columns())
                .hasSize(2));
        assertThat(table("t").partitionKeys()).hasSize(1);
    }

    @Test
    void the_drift_policy_decides_before_the_catalog_is_touched() {
        lake.sql("CREATE TABLE t AS SELECT 1 AS a");
        lake.table("t", "table", "t", "catalog", "glue", "drift", "fail");
        lake.published("t");
        String version = table("t").versionId();
        lake.sql("ALTER TABLE t ADD b text");

        assertThat(Objects.requireNonNull(lake.export("t").failure()).code()).isEqualTo(ErrorCode.SCHEMA_DRIFT);
        assertThat(table("t").versionId()).isEqualTo(version);

        lake.table("t", "table", "t", "catalog", "glue", "drift", "ignore");
        lake.published("t");
        assertThat(table("t").storageDescriptor().columns()).hasSize(1);
    }

    @Test
    void the_catalog_may_be_that_of_another_account() {
        lake.set("caravan.glue.catalog-id", OTHER_ACCOUNT);
        lake.sql("CREATE TABLE t AS SELECT 1 AS a");
        lake.table("t", "table", "t", "catalog", "glue");
        lake.published("t");
        lake.published("t");

        assertThat(glue.getTable(request -> request.catalogId(OTHER_ACCOUNT)
                                .databaseName(database)
                                .name("t"))
                        .table()
                        .parameters())
                .containsEntry("numRows", "1");
    }

    private Table table(String name) {
        return glue.getTable(request -> request.databaseName(database).name(name))
                .table();
    }

    private void change(TableInput input) {
        glue.updateTable(request -> request.databaseName(database).tableInput(input));
    }

    private static Map<String, String> with(Map<String, String> parameters, String key, String value) {
        Map<String, String> all = new HashMap<>(parameters);
        all.put(key, value);
        return all;
    }

    private static Column column(String name, String type, @Nullable String comment) {
        return Column.builder().name(name).type(type).comment(comment).build();
    }
}
