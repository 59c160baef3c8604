package dev.caravan.local.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.CrawlerMetrics;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;
import software.amazon.awssdk.services.glue.model.LastCrawlStatus;
import software.amazon.awssdk.services.glue.model.Table;

class LocalGlueCrawlTest {
    @TempDir
    private Path folder;

    private GlueLake lake;

    @BeforeEach
    void start() {
        lake = GlueLake.start(folder);
    }

    @AfterEach
    void stop() {
        lake.close();
    }

    @Test
    void aFolderOfFilesBecomesATableWithTypesAndTotals() {
        lake.write("orders/part-0.parquet", """
                SELECT 1::TINYINT AS i8, 1::SMALLINT AS i16, 1::INT AS i32, 1::BIGINT AS i64, 1::UINTEGER AS u32,
                  1::UBIGINT AS u64, 1::FLOAT AS f, 1::DOUBLE AS d, true AS b, 'x' AS s, 'x'::BLOB AS raw,
                  DATE '2026-01-01' AS day, TIMESTAMP '2026-01-01 00:00:00' AS ts,
                  TIMESTAMPTZ '2026-01-01 00:00:00+00' AS tstz, 1.5::DECIMAL(9,2) AS d9, 1.5::DECIMAL(38,10) AS d38,
                  [1, 2] AS ints, [['a']] AS nested, {'Street': 'x', 'no': 1.5::DECIMAL(4,1)} AS address,
                  MAP {'k': [1::BIGINT]} AS m, [{'a': 1}] AS structs, '{}'::JSON AS j
                """);
        lake.write("orders/part-1.parquet", "SELECT i32, i64 FROM (SELECT 1::INT AS i32, 2::BIGINT AS i64), range(9)");

        assertThat(crawl("s3://lake/orders/").status()).isEqualTo(LastCrawlStatus.SUCCEEDED);

        Table table = table("orders");
        assertThat(types(table))
                .containsExactly(
                        "i8 tinyint",
                        "i16 smallint",
                        "i32 int",
                        "i64 bigint",
                        "u32 bigint",
                        "u64 decimal(20,0)",
                        "f float",
                        "d double",
                        "b boolean",
                        "s string",
                        "raw binary",
                        "day date",
                        "ts timestamp",
                        "tstz timestamp",
                        "d9 decimal(9,2)",
                        "d38 decimal(38,10)",
                        "ints array<int>",
                        "nested array<array<string>>",
                        "address struct<street:string,no:decimal(4,1)>",
                        "m map<string,array<bigint>>",
                        "structs array<struct<a:int>>",
                        "j string");
        assertThat(table.storageDescriptor().location()).isEqualTo("s3://lake/orders/");
        assertThat(table.storageDescriptor().serdeInfo().serializationLibrary()).endsWith("ParquetHiveSerDe");
        assertThat(table.storageDescriptor().inputFormat()).endsWith("MapredParquetInputFormat");
        assertThat(table.tableType()).isEqualTo("EXTERNAL_TABLE");
        assertThat(table.partitionKeys()).isEmpty();
        assertThat(table.parameters())
                .containsEntry("classification", "parquet")
                .containsEntry("recordCount", "10")
                .containsEntry("objectCount", "2");
    }

    @Test
    void foldersOfKeyAndValueBecomePartitions() {
        lake.write("events/Year=2025/city=a%20b/part-0.parquet", "SELECT 1 AS id")
                .write("events/Year=2026/city=c+d/part-0.parquet", "SELECT 2 AS id FROM range(3)")
                .write("events/Year=2026/city=c+d/part-1.parquet", "SELECT 2 AS id FROM range(4)");

        assertThat(crawl("s3://lake/events/").errorMessage()).isNull();

        assertThat(table("events").partitionKeys())
                .extracting(Column::name, Column::type)
                .containsExactly(tuple("year", "string"), tuple("city", "string"));
        var partitions = lake.glue()
                .getPartitions(request -> request.databaseName("lake").tableName("events"))
                .partitions();
        assertThat(partitions)
                .extracting(partition -> partition.values())
                .containsExactly(List.of("2025", "a b"), List.of("2026", "c+d"));
        assertThat(partitions.get(1).storageDescriptor().location()).isEqualTo("s3://lake/events/Year=2026/city=c+d/");
        assertThat(partitions.get(1).parameters()).containsEntry("recordCount", "7");
    }

    @Test
    void everyFolderBelowTheTargetIsATableAndHiddenOnesAreNot() {
        lake.write("lake/Order-Lines/part-0.parquet", "SELECT 1 AS id")
                .write("lake/users/part-0.parquet", "SELECT 'x' AS name")
                .write("lake/_caravan/users/part-0.parquet", "SELECT 1 AS hidden")
                .write("lake/users/.tmp.parquet", "SELECT 1 AS hidden")
                .writeBytes("lake/users/_SUCCESS", "not Parquet".getBytes(StandardCharsets.UTF_8))
                .writeBytes("lake/users/empty", new byte[0]);

        assertThat(crawl("s3://lake/lake").errorMessage()).isNull();

        assertThat(lake.glue()
                        .getTables(request -> request.databaseName("lake"))
                        .tableList())
                .extracting(Table::name)
                .containsExactly("order_lines", "users");
    }

    @Test
    void aSiblingWhoseNameBeginsLikeTheTargetIsNotLookedAt() {
        lake.write("orders/part-0.parquet", "SELECT 1 AS id").write("orders_old/part-0.parquet", "SELECT 1 AS old");

        crawl("s3://lake/orders");

        assertThat(lake.glue()
                        .getTables(request -> request.databaseName("lake"))
                        .tableList())
                .extracting(Table::name)
                .containsExactly("orders");
    }

    @Test
    void exclusionsAndTablePrefixAreHonoured() {
        lake.write("orders/part-0.parquet", "SELECT 1 AS id").write("orders/old/part-0.parquet", "SELECT 1 AS old");
        lake.glue().createCrawler(request -> request.name("excluding")
                .role("crawler")
                .databaseName("lake")
                .tablePrefix("Raw_")
                .targets(targets -> targets.s3Targets(GlueLake.target("s3://lake/orders/").toBuilder()
                        .exclusions("old/**")
                        .build())));

        assertThat(lake.crawl("excluding").errorMessage()).isNull();

        assertThat(lake.glue()
                        .getTables(request -> request.databaseName("lake"))
                        .tableList())
                .extracting(Table::name)
                .containsExactly("raw_orders");
    }

    @Test
    void columnsOfAllFilesAreUnitedAndTypesThatConflictFail() {
        lake.write("orders/part-0.parquet", "SELECT 1 AS id")
                .write("orders/part-1.parquet", "SELECT 1 AS id, 'x' AS s");
        crawl("s3://lake/orders/");
        assertThat(types(table("orders"))).containsExactly("id int", "s string");

        lake.write("orders/part-2.parquet", "SELECT 'one' AS id");
        LastCrawlInfo last = lake.crawl("crawler");

        assertThat(last.status()).isEqualTo(LastCrawlStatus.FAILED);
        assertThat(last.errorMessage())
                .isEqualTo("Column id is int in s3://lake/orders/part-0.parquet and string in"
                        + " s3://lake/orders/part-2.parquet");
        assertThat(types(table("orders"))).containsExactly("id int", "s string");
    }

    @Test
    void aChangedFolderChangesItsTableAndAnUnchangedOneDoesNot() {
        lake.write("orders/part-0.parquet", "SELECT 1 AS id");
        crawl("s3://lake/orders/");
        assertThat(metrics().tablesCreated()).isEqualTo(1);

        lake.crawl("crawler");
        assertThat(table("orders").versionId()).isEqualTo("0");
        assertThat(metrics().tablesCreated()).isZero();
        assertThat(metrics().tablesUpdated()).isZero();

        lake.write("orders/part-0.parquet", "SELECT 1 AS id, 2 AS more");
        lake.crawl("crawler");
        assertThat(types(table("orders"))).containsExactly("id int", "more int");
        assertThat(table("orders").versionId()).isEqualTo("1");
        assertThat(metrics().tablesUpdated()).isEqualTo(1);
    }

    @Test
    void aTableWithoutFilesFollowsTheDeletePolicy() {
        lake.write("orders/part-0.parquet", "SELECT 1 AS id");
        crawl("s3://lake/orders/");
        lake.delete("orders/part-0.parquet");

        deletePolicy(DeleteBehavior.LOG);
        assertThat(table("orders").parameters()).doesNotContainKey("DEPRECATED_BY_CRAWLER");
        deletePolicy(DeleteBehavior.DEPRECATE_IN_DATABASE);
        assertThat(table("orders").parameters()).containsKey("DEPRECATED_BY_CRAWLER");
        deletePolicy(DeleteBehavior.DELETE_FROM_DATABASE);
        assertThat(lake.glue()
                        .getTables(request -> request.databaseName("lake"))
                        .tableList())
                .isEmpty();
    }

    @Test
    void aMissingBucketFailsTheCrawl() {
        LastCrawlInfo last = crawl("s3://nowhere/orders/");

        assertThat(last.status()).isEqualTo(LastCrawlStatus.FAILED);
        assertThat(last.errorMessage()).isEqualTo("The specified bucket does not exist: nowhere");
    }

    @Test
    void anUnreadableFileFailsTheCrawlByName() {
        lake.writeBytes("orders/part-0.parquet", "this is no Parquet at all".getBytes(StandardCharsets.UTF_8));

        LastCrawlInfo last = crawl("s3://lake/orders/");

        assertThat(last.status()).isEqualTo(LastCrawlStatus.FAILED);
        assertThat(last.errorMessage()).startsWith("Unable to read s3://lake/orders/part-0.parquet as Parquet");
    }

    @Test
    void aFooterLargerThanOneRangeIsRead() {
        String columns = IntStream.range(0, 3000)
                .mapToObj(i -> i + " AS a_column_with_quite_a_long_name_number_" + i)
                .collect(Collectors.joining(", "));
        lake.write("wide/part-0.parquet", "SELECT " + columns);

        assertThat(crawl("s3://lake/wide/").errorMessage()).isNull();
        assertThat(table("wide").storageDescriptor().columns()).hasSize(3000);
    }

    private LastCrawlInfo crawl(String target) {
        lake.crawler("crawler", target);
        return lake.crawl("crawler");
    }

    private void deletePolicy(DeleteBehavior behavior) {
        lake.glue().updateCrawler(request -> request.name("crawler")
                .schemaChangePolicy(policy -> policy.deleteBehavior(behavior)));
        lake.crawl("crawler");
    }

    private CrawlerMetrics metrics() {
        return lake.glue()
                .getCrawlerMetrics(request -> request.crawlerNameList("crawler"))
                .crawlerMetricsList()
                .get(0);
    }

    private Table table(String name) {
        return lake.glue()
                .getTable(request -> request.databaseName("lake").name(name))
                .table();
    }

    private static List<String> types(Table table) {
        return table.storageDescriptor().columns().stream()
                .map(column -> column.name() + " " + column.type())
                .toList();
    }
}
