package dev.caravan.aws;

import static dev.caravan.aws.PartitionedTable.BEFORE;
import static dev.caravan.aws.PartitionedTable.ROOT;
import static dev.caravan.aws.PartitionedTable.at;
import static dev.caravan.aws.PartitionedTable.numbered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.Fault;
import dev.caravan.catalog.PartitionDefinition;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.local.glue.GlueLake;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;

/** The partitions of a table become those that are wanted, in as few requests as Glue has, whatever other clients do meanwhile. */
class GluePartitionChangesTest {
    @TempDir
    private static Path folder;

    private static GlueLake lake;
    private static final AtomicInteger TABLES = new AtomicInteger();

    private PartitionedTable table;

    @BeforeAll
    static void start() {
        lake = GlueLake.start(folder);
    }

    @AfterAll
    static void stop() {
        lake.close();
    }

    @BeforeEach
    void table(TestInfo test) {
        table = new PartitionedTable(lake, "t" + TABLES.incrementAndGet());
    }

    @AfterEach
    void close() {
        table.close();
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 1", "1, 1, 1", "100, 1, 1", "101, 2, 1", "1000, 10, 1", "1250, 13, 2"})
    void missing_partitions_are_created_and_nothing_is_changed_the_second_time(int count, int creations, int pages) {
        List<PartitionDefinition> wanted = numbered(0, count);

        assertThat(table.make(wanted)).isTrue();

        assertThat(table.count("BatchCreatePartition")).isEqualTo(creations);
        assertThat(table.requests()).hasSize(creations + 1);
        assertThat(table.all())
                .extracting(each -> new PartitionDefinition(
                        each.values(), each.storageDescriptor().location()))
                .containsExactlyInAnyOrderElementsOf(wanted);
        assertThat(table.make(wanted, () -> {
                    throw new AssertionError("something is changed");
                }))
                .isTrue();
        assertThat(table.requests()).hasSize(creations + 1 + pages);
        assertThat(table.count("GetPartitions")).isEqualTo(1 + pages);
    }

    @Test
    void a_new_partition_is_read_like_its_table() {
        table.make(numbered(0, 1));

        StorageDescriptor ofTable = lake.glue()
                .getTable(request ->
                        request.databaseName("shop").name(table.entry().table()))
                .table()
                .storageDescriptor();
        assertThat(table.get("0").storageDescriptor())
                .isEqualTo(ofTable.toBuilder().location(ROOT + "dt=0/").build());
        assertThat(ofTable.columns()).extracting(Column::name).containsExactly("id");
        assertThat(ofTable.serdeInfo().serializationLibrary()).endsWith("ParquetHiveSerDe");
    }

    @Test
    void a_moved_partition_keeps_what_others_have_set_and_not_what_a_crawler_has_counted() {
        table.create("0", BEFORE + "dt=0/", Map.of("projection", "theirs", "recordCount", "7"));
        table.create("1", BEFORE + "dt=1/", Map.of());

        assertThat(table.make(numbered(0, 2))).isTrue();

        assertThat(table.get("0").parameters()).containsExactly(Map.entry("projection", "theirs"));
        assertThat(table.location("0")).isEqualTo(ROOT + "dt=0/");
        assertThat(table.get("0").storageDescriptor().columns())
                .extracting(Column::type)
                .containsExactly("bigint");
        assertThat(table.requests()).containsExactly("GetPartitions", "BatchUpdatePartition");
    }

    @Test
    void a_location_without_its_slash_is_the_same_location() {
        table.create("0", ROOT + "dt=0", Map.of());

        assertThat(table.make(numbered(0, 1))).isTrue();

        assertThat(table.requests()).containsExactly("GetPartitions");
    }

    @Test
    void other_partitions_in_our_folders_are_removed_last_and_foreign_ones_stay() {
        table.make(numbered(0, 51));
        table.create("a", BEFORE + "dt=a/", Map.of());
        table.create("moved", BEFORE + "dt=moved/", Map.of());
        table.create("foreign", "s3://lake/orders2/dt=foreign/", Map.of());
        int before = table.requests().size();

        assertThat(table.make(List.of(at("0", ROOT), at("moved", ROOT), at("new", ROOT))))
                .isTrue();

        assertThat(table.values()).containsExactlyInAnyOrder("0", "moved", "new", "foreign");
        assertThat(table.requests().subList(before, table.requests().size()))
                .containsExactly(
                        "GetPartitions",
                        "BatchCreatePartition",
                        "BatchUpdatePartition",
                        "BatchDeletePartition",
                        "BatchDeletePartition",
                        "BatchDeletePartition");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3})
    void the_work_ends_at_the_request_that_is_not_allowed(int allowed) {
        table.create("old", BEFORE + "dt=old/", Map.of());
        table.create("0", BEFORE + "dt=0/", Map.of());
        AtomicInteger asked = new AtomicInteger();

        boolean done = table.make(numbered(0, 102), () -> asked.getAndIncrement() < allowed);

        assertThat(done).isFalse();
        assertThat(asked).hasValue(allowed + 1);
        assertThat(table.requests()).hasSize(1 + allowed);
        assertThat(table.values()).contains("old");
    }

    @Test
    void a_partition_that_another_client_has_made_meanwhile_is_moved_with_its_parameters() {
        meanwhile("BatchCreatePartition", () -> table.create("1", BEFORE + "dt=1/", Map.of("of", "others")));

        assertThat(table.make(numbered(0, 3))).isTrue();

        assertThat(table.location("1")).isEqualTo(ROOT + "dt=1/");
        assertThat(table.get("1").parameters()).containsEntry("of", "others");
        assertThat(table.values()).containsExactlyInAnyOrder("0", "1", "2");
    }

    @Test
    void a_partition_that_exists_and_is_not_listed_is_changed() {
        table.create("0", BEFORE + "dt=0/", Map.of());
        table.proxy().fail(request -> request.operation().equals("GetPartitions"), json("{\"Partitions\":[]}"));

        assertThat(table.make(numbered(0, 1))).isTrue();

        assertThat(table.location("0")).isEqualTo(ROOT + "dt=0/");
    }

    @Test
    void a_partition_that_another_client_has_removed_meanwhile_is_created() {
        table.create("0", BEFORE + "dt=0/", Map.of());
        meanwhile("BatchUpdatePartition", () -> table.delete("0"));

        assertThat(table.make(numbered(0, 1))).isTrue();

        assertThat(table.location("0")).isEqualTo(ROOT + "dt=0/");
    }

    @Test
    void a_partition_that_is_listed_and_does_not_exist_is_created() {
        String ghost =
                "{\"Partitions\":[{\"Values\":[\"0\"],\"StorageDescriptor\":{\"Location\":\"" + BEFORE + "dt=0/\"}}]}";
        table.proxy().fail(request -> request.operation().equals("GetPartitions"), json(ghost));

        assertThat(table.make(numbered(0, 1))).isTrue();

        assertThat(table.location("0")).isEqualTo(ROOT + "dt=0/");
    }

    @Test
    void a_partition_that_is_removed_already_needs_no_removal() {
        table.create("old", ROOT + "dt=old/", Map.of());
        table.create("older", ROOT + "dt=older/", Map.of());
        meanwhile("BatchDeletePartition", () -> table.delete("old"));

        assertThat(table.make(List.of())).isTrue();

        assertThat(table.values()).isEmpty();
    }

    @Test
    void a_client_that_is_in_between_again_and_again_fails_the_work() {
        List<String> turns = new ArrayList<>();
        table.proxy()
                .fail(
                        request -> request.operation().equals("BatchCreatePartition"),
                        new Fault.Meanwhile(() -> table.create("0", BEFORE + "dt=0/", Map.of())));
        table.proxy().fail(request -> request.operation().equals("BatchUpdatePartition"), new Fault.Meanwhile(() -> {
            turns.add("update");
            table.delete("0");
        }));

        assertThatThrownBy(() -> table.make(numbered(0, 1))).isInstanceOfSatisfying(ExportException.class, failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.CONCURRENT_PUBLISH);
            assertThat(failure).hasMessageContaining("again and again, such as [0]");
        });
        assertThat(turns).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "BatchCreatePartition, Creating, PartitionValues",
        "BatchUpdatePartition, Changing, PartitionValueList",
        "BatchDeletePartition, Removing, PartitionValues"
    })
    void any_other_error_names_the_partition(String operation, String act, String values) {
        table.create("moved", BEFORE + "dt=moved/", Map.of());
        table.create("old", BEFORE + "dt=old/", Map.of());
        table.proxy()
                .fail(
                        request -> request.operation().equals(operation),
                        json("{\"Errors\":[{\"" + values + "\":[\"2026-11-22\"],\"ErrorDetail\":{\"ErrorCode\":"
                                + "\"InternalServiceException\",\"ErrorMessage\":\"out of order\"}}]}"));

        assertThatThrownBy(() -> table.make(List.of(at("new", ROOT), at("moved", ROOT))))
                .isInstanceOfSatisfying(ExportException.class, failure -> {
                    assertThat(failure.code()).isEqualTo(ErrorCode.CATALOG_UNREACHABLE);
                    assertThat(failure)
                            .hasMessageContaining("Changing the partitions of Glue table shop."
                                    + table.entry().table()
                                    + " failed: InternalServiceException (HTTP 200")
                            .hasMessageContaining(act + " partition [2026-11-22]: out of order");
                });
    }

    @Test
    void an_error_that_says_that_the_input_is_wrong_is_for_the_user() {
        assertThatThrownBy(() -> table.make(List.of(new PartitionDefinition(List.of("1", "2"), ROOT + "1/2/"))))
                .isInstanceOfSatisfying(ExportException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.BAD_CONFIGURATION))
                .hasMessageContaining("InvalidInputException")
                .hasMessageContaining("Creating partition [1, 2]");
    }

    @Test
    void two_partitions_of_the_same_values_are_refused() {
        assertThatThrownBy(() -> table.make(List.of(at("0", ROOT), at("0", BEFORE))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Two partitions [0]");
    }

    private void meanwhile(String operation, Runnable act) {
        table.proxy().fail(1, request -> request.operation().equals(operation), new Fault.Meanwhile(act));
    }

    private static Fault json(String body) {
        return new Fault.Answer(200, "application/x-amz-json-1.1", body);
    }
}
