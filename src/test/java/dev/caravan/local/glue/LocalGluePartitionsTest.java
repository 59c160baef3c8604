package dev.caravan.local.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.PartitionValueList;

/** Partitions one by one and in batches. */
class LocalGluePartitionsTest {
    private static final int MANY = 1_050;

    @TempDir
    private static Path folder;

    private static GlueLake lake;
    private static GlueClient glue;
    private String database;

    @BeforeAll
    static void start() {
        lake = GlueLake.start(folder);
        glue = lake.glue();
    }

    @AfterAll
    static void stop() {
        lake.close();
    }

    @BeforeEach
    void table(TestInfo test) {
        database = test.getTestMethod().orElseThrow().getName();
        glue.createDatabase(request -> request.databaseInput(input -> input.name(database)));
        glue.createTable(request -> request.databaseName(database).tableInput(input -> input.name("t")
                .partitionKeys(Column.builder().name("day").type("string").build())));
    }

    @Test
    void a_partition_is_found_changed_moved_and_deleted() {
        create(input("a", "s3://lake/a/"));
        glue.updatePartition(request -> request.databaseName(database)
                .tableName("t")
                .partitionValueList("a")
                .partitionInput(input("a", "s3://lake/a2/")));
        assertThat(get("a").storageDescriptor().location()).isEqualTo("s3://lake/a2/");

        glue.updatePartition(request -> request.databaseName(database)
                .tableName("t")
                .partitionValueList("a")
                .partitionInput(input("b", "s3://lake/b/")));
        assertThat(get("b").values()).containsExactly("b");
        assertThatThrownBy(() -> get("a")).isInstanceOf(EntityNotFoundException.class);

        create(input("c", "s3://lake/c/"));
        assertThatThrownBy(() -> glue.updatePartition(request -> request.databaseName(database)
                        .tableName("t")
                        .partitionValueList("b")
                        .partitionInput(input("c", ""))))
                .isInstanceOf(AlreadyExistsException.class);
        glue.deletePartition(
                request -> request.databaseName(database).tableName("t").partitionValues("b"));
        assertThat(all()).extracting(Partition::values).containsExactly(List.of("c"));
    }

    @Test
    void batches_have_an_error_for_each_entry_that_fails() {
        create(input("a", "s3://lake/a/"));

        var errors = glue.batchUpdatePartition(request -> request.databaseName(database)
                        .tableName("t")
                        .entries(entry("a", "s3://lake/new/"), entry("z", "s3://lake/z/")))
                .errors();

        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.partitionValueList()).containsExactly("z");
            assertThat(error.errorDetail().errorCode()).isEqualTo("EntityNotFoundException");
        });
        assertThat(get("a").storageDescriptor().location()).isEqualTo("s3://lake/new/");
        var found = glue.batchGetPartition(
                request -> request.databaseName(database).tableName("t").partitionsToGet(values("a"), values("z")));
        assertThat(found.partitions()).extracting(Partition::values).containsExactly(List.of("a"));
        var deleted = glue.batchDeletePartition(request ->
                        request.databaseName(database).tableName("t").partitionsToDelete(values("a"), values("z")))
                .errors();
        assertThat(deleted).singleElement().satisfies(error -> assertThat(error.partitionValues())
                .containsExactly("z"));
    }

    @Test
    void a_batch_has_no_more_entries_than_glue_takes() {
        assertThatThrownBy(() -> glue.batchCreatePartition(request -> request.databaseName(database)
                        .tableName("t")
                        .partitionInputList(IntStream.rangeClosed(0, 100)
                                .mapToObj(i -> input("" + i, ""))
                                .toList())))
                .isInstanceOf(GlueException.class)
                .hasMessageContaining("less than or equal to 100");
        assertThatThrownBy(() -> glue.batchDeletePartition(request -> request.databaseName(database)
                        .tableName("t")
                        .partitionsToDelete(IntStream.rangeClosed(0, 25)
                                .mapToObj(i -> values("" + i))
                                .toList())))
                .isInstanceOf(GlueException.class)
                .hasMessageContaining("less than or equal to 25");
    }

    @Test
    void many_partitions_come_page_by_page_and_by_segments() {
        for (int from = 0; from < MANY; from += 100) {
            List<PartitionInput> some = IntStream.range(from, Math.min(MANY, from + 100))
                    .mapToObj(i -> input("p" + i, "s3://lake/p" + i + "/"))
                    .toList();
            glue.batchCreatePartition(
                    request -> request.databaseName(database).tableName("t").partitionInputList(some));
        }

        assertThat(all()).hasSize(MANY).extracting(Partition::values).doesNotHaveDuplicates();
        long inSegments = IntStream.range(0, 3)
                .mapToLong(number -> glue
                        .getPartitionsPaginator(request -> request.databaseName(database)
                                .tableName("t")
                                .segment(
                                        segment -> segment.segmentNumber(number).totalSegments(3)))
                        .stream()
                        .mapToLong(page -> page.partitions().size())
                        .sum())
                .sum();
        assertThat(inSegments).isEqualTo(MANY);
    }

    private void create(PartitionInput input) {
        glue.createPartition(
                request -> request.databaseName(database).tableName("t").partitionInput(input));
    }

    private Partition get(String value) {
        return glue.getPartition(
                        request -> request.databaseName(database).tableName("t").partitionValues(value))
                .partition();
    }

    private List<Partition> all() {
        return glue
                .getPartitionsPaginator(
                        request -> request.databaseName(database).tableName("t"))
                .stream()
                .flatMap(page -> page.partitions().stream())
                .toList();
    }

    private static PartitionInput input(String value, String location) {
        return PartitionInput.builder()
                .values(value)
                .storageDescriptor(storage -> storage.location(location))
                .build();
    }

    private static BatchUpdatePartitionRequestEntry entry(String value, String location) {
        return BatchUpdatePartitionRequestEntry.builder()
                .partitionValueList(value)
                .partitionInput(input(value, location))
                .build();
    }

    private static PartitionValueList values(String value) {
        return PartitionValueList.builder().values(value).build();
    }
}
