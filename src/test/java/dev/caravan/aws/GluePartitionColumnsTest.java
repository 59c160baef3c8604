package dev.caravan.aws;

import static dev.caravan.aws.PartitionedTable.ROOT;
import static dev.caravan.aws.PartitionedTable.definition;
import static dev.caravan.aws.PartitionedTable.numbered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Fault;
import dev.caravan.catalog.ListedTable;
import dev.caravan.catalog.TableDefinition;
import dev.caravan.catalog.TableDefinition.Column;
import dev.caravan.local.glue.GlueLake;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.model.PartitionInput;

/** Keys of a table, and its partitions when its columns change. */
class GluePartitionColumnsTest {
    private static final int MANY = 250;

    @TempDir
    private Path folder;

    private GlueLake lake;
    private PartitionedTable table;

    @BeforeEach
    void start() {
        lake = GlueLake.start(folder);
        table = new PartitionedTable(lake, "orders");
    }

    @AfterEach
    void stop() {
        table.close();
        lake.close();
    }

    @Test
    void a_new_table_has_its_keys_and_a_changed_one_keeps_them() {
        assertThat(listed().partitionColumns()).containsExactly(new Column("dt", "date", Optional.of("day")));
        assertThat(listed().partitionKeys()).containsExactly("dt");

        table.tables()
                .update(
                        table.entry(),
                        listed(),
                        new TableDefinition(
                                ROOT, Optional.empty(), definition("int").columns(), Map.of()));

        assertThat(listed().isPartitioned()).isTrue();
        assertThat(listed().partitionKeys()).containsExactly("dt");
    }

    @Test
    void partitions_of_all_pages_get_the_changed_columns_and_keep_the_rest() {
        table.make(numbered(0, MANY));
        table.create("theirs", "s3://theirs/", Map.of("of", "others"));
        lake.glue().createPartition(request -> request.databaseName("shop")
                .tableName("orders")
                .partitionInput(PartitionInput.builder().values("bare").build()));

        change();

        assertThat(table.all()).hasSize(MANY + 2).allSatisfy(partition -> assertThat(
                        partition.storageDescriptor().columns())
                .extracting(column -> column.name() + " " + column.type())
                .containsExactly("id string"));
        assertThat(table.location("249")).isEqualTo(ROOT + "dt=249/");
        assertThat(table.location("theirs")).isEqualTo("s3://theirs/");
        assertThat(table.get("theirs").parameters()).containsEntry("of", "others");
        assertThat(table.count("BatchUpdatePartition")).isEqualTo(3);
    }

    @Test
    void partitions_that_have_the_columns_already_are_left() {
        table.make(numbered(0, 2));
        change();
        long before = table.count("BatchUpdatePartition");

        change();

        assertThat(table.count("BatchUpdatePartition")).isEqualTo(before);
    }

    @Test
    void a_partition_that_another_client_moves_meanwhile_stays_where_it_is_moved() {
        table.make(numbered(0, MANY));
        table.proxy()
                .fail(
                        1,
                        request -> request.operation().equals("BatchUpdatePartition"),
                        new Fault.Meanwhile(() -> table.move("249", "s3://theirs/")));

        change();

        assertThat(table.location("249")).isEqualTo("s3://theirs/");
        assertThat(table.get("249").storageDescriptor().columns().get(0).type()).isEqualTo("string");
    }

    @Test
    void a_partition_that_another_client_removes_meanwhile_needs_no_columns() {
        table.make(numbered(0, 2));
        table.proxy()
                .fail(
                        1,
                        request -> request.operation().equals("BatchUpdatePartition"),
                        new Fault.Meanwhile(() -> table.delete("0")));

        change();

        assertThat(table.values()).isEqualTo(List.of("1"));
    }

    private void change() {
        assertThat(table.tables().update(table.entry(), listed(), definition("string")))
                .isTrue();
    }

    private ListedTable listed() {
        return table.tables().find(table.entry()).orElseThrow();
    }
}
