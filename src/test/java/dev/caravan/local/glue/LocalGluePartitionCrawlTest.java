package dev.caravan.local.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.DeleteBehavior;
import software.amazon.awssdk.services.glue.model.LastCrawlInfo;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.UpdateBehavior;

/** Folders as Hive names them become partitions, and follow the policy of the crawler. */
class LocalGluePartitionCrawlTest {
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

    @ParameterizedTest
    @CsvSource({
        "2026-11-22, 2026-11-22",
        "2026-11-22 10%3A30%3A00, 2026-11-22 10:30:00",
        "a%2Fb, a/b",
        "__HIVE_DEFAULT_PARTITION__, __HIVE_DEFAULT_PARTITION__",
        "c+d e, c+d e",
        "a%3Ab%, a:b%",
        "100%zz, 100%zz",
        "a=b, a=b",
        "Größe 日本, Größe 日本"
    })
    void the_value_of_a_partition_is_what_the_name_of_its_folder_escapes(String name, String value) {
        lake.write("t/dt=" + name + "/x.parquet", "SELECT 1 AS id");

        assertThat(crawl().errorMessage()).isNull();

        assertThat(partitions()).singleElement().satisfies(partition -> {
            assertThat(partition.values()).containsExactly(value);
            assertThat(partition.storageDescriptor().location()).isEqualTo("s3://lake/t/dt=" + name + "/");
        });
    }

    @Test
    void a_long_value_and_several_levels_are_one_partition() {
        String text = "日".repeat(80);
        lake.write("t/dt=2026-11-22/Sub%3Akey=x%3Dy/name=" + text + "/x.parquet", "SELECT 1 AS id");

        assertThat(crawl().errorMessage()).isNull();

        assertThat(lake.glue()
                        .getTable(request -> request.databaseName("lake").name("t"))
                        .table()
                        .partitionKeys())
                .extracting(Column::name, Column::type)
                .containsExactly(tuple("dt", "string"), tuple("sub:key", "string"), tuple("name", "string"));
        assertThat(partitions()).extracting(Partition::values).containsExactly(List.of("2026-11-22", "x=y", text));
    }

    @ParameterizedTest
    @EnumSource(
            value = DeleteBehavior.class,
            names = {"LOG", "DELETE_FROM_DATABASE", "DEPRECATE_IN_DATABASE"})
    void a_partition_whose_folder_is_empty_goes_only_if_the_policy_deletes(DeleteBehavior behavior) {
        lake.write("t/dt=1/x.parquet", "SELECT 1 AS id").write("t/dt=2/x.parquet", "SELECT 1 AS id");
        crawl();
        lake.glue().createPartition(request -> request.databaseName("lake")
                .tableName("t")
                .partitionInput(input -> input.values("theirs")
                        .storageDescriptor(storage -> storage.location("s3://theirs/dt=theirs/"))));
        lake.delete("t/dt=1/x.parquet");

        lake.glue().updateCrawler(request -> request.name("crawler")
                .schemaChangePolicy(policy -> policy.deleteBehavior(behavior)));
        lake.crawl("crawler");

        assertThat(partitions())
                .extracting(partition -> partition.values().get(0))
                .containsExactlyElementsOf(
                        behavior == DeleteBehavior.DELETE_FROM_DATABASE
                                ? List.of("2", "theirs")
                                : List.of("1", "2", "theirs"));
    }

    @ParameterizedTest
    @EnumSource(
            value = UpdateBehavior.class,
            names = {"LOG", "UPDATE_IN_DATABASE"})
    void a_new_partition_is_added_and_a_known_one_changed_only_if_the_policy_updates(UpdateBehavior behavior) {
        lake.write("t/dt=1/x.parquet", "SELECT 1 AS id");
        crawl();
        lake.glue().updateCrawler(request -> request.name("crawler")
                .schemaChangePolicy(policy -> policy.updateBehavior(behavior)));
        lake.write("t/dt=1/x.parquet", "SELECT 1 AS id FROM range(2)").write("t/dt=2/x.parquet", "SELECT 1 AS id");

        lake.crawl("crawler");

        assertThat(partitions())
                .extracting(
                        Partition::values, partition -> partition.parameters().get("recordCount"))
                .containsExactly(
                        tuple(List.of("1"), behavior == UpdateBehavior.LOG ? "1" : "2"), tuple(List.of("2"), "1"));
    }

    @Test
    void a_partition_that_did_not_change_is_left_as_it_is() {
        lake.write("t/dt=1/x.parquet", "SELECT 1 AS id");
        crawl();
        List<Partition> before = partitions();

        lake.crawl("crawler");

        assertThat(partitions()).isEqualTo(before);
        assertThat(before.get(0).parameters()).containsAllEntriesOf(Map.of("recordCount", "1", "objectCount", "1"));
    }

    private LastCrawlInfo crawl() {
        lake.crawler("crawler", "s3://lake/t/");
        return lake.crawl("crawler");
    }

    private List<Partition> partitions() {
        return lake.glue()
                .getPartitions(request -> request.databaseName("lake").tableName("t"))
                .partitions();
    }
}
