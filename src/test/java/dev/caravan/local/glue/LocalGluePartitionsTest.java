package dev.caravan.local.glue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.BatchUpdatePartitionRequestEntry;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.GlueException;
import software.amazon.awssdk.services.glue.model.InvalidInputException;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.PartitionValueList;

/** Partitions one by one and in batches. */
class LocalGluePartitionsTest {
    private static final int MANY = 1_050;

    @TempDir
    private static Path folder;

    private static final AtomicInteger DATABASES = new AtomicInteger();
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
    void table() {
        database = "d" + DATABASES.incrementAndGet();
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

        create(input("b", "s3://lake/b/"));
        glue.deletePartition(
                request -> request.databaseName(database).tableName("t").partitionValues("a"));
        assertThatThrownBy(() -> get("a")).isInstanceOf(EntityNotFoundException.class);
        assertThat(all()).extracting(Partition::values).containsExactly(List.of("b"));
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

    @ParameterizedTest
    @ValueSource(strings = {"b", "c"})
    void the_values_of_a_partition_cannot_be_changed(String other) {
        create(input("a", "s3://lake/a/"));
        create(input("b", "s3://lake/b/"));

        assertThatThrownBy(() -> glue.updatePartition(request -> request.databaseName(database)
                        .tableName("t")
                        .partitionValueList("a")
                        .partitionInput(input(other, "s3://lake/c/"))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("cannot be changed");
        BatchUpdatePartitionRequestEntry renamed = BatchUpdatePartitionRequestEntry.builder()
                .partitionValueList("a")
                .partitionInput(input(other, "s3://lake/c/"))
                .build();
        var errors = glue.batchUpdatePartition(request ->
                        request.databaseName(database).tableName("t").entries(renamed, entry("b", "s3://lake/b2/")))
                .errors();

        assertThat(errors)
                .singleElement()
                .satisfies(error -> assertThat(error.errorDetail().errorCode()).isEqualTo("InvalidInputException"));
        assertThat(all())
                .extracting(each -> each.storageDescriptor().location())
                .containsExactly("s3://lake/a/", "s3://lake/b2/");
    }

    @Test
    void an_updated_partition_was_created_when_it_was() {
        create(input("a", "s3://lake/a/"));
        Partition before = get("a");

        glue.batchUpdatePartition(
                request -> request.databaseName(database).tableName("t").entries(entry("a", "s3://lake/a2/")));

        assertThat(get("a").creationTime()).isEqualTo(before.creationTime());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1_025})
    void a_value_that_is_empty_or_too_long_fails_the_whole_request(int length) {
        String value = "v".repeat(length);
        create(input("a", "s3://lake/a/"));

        assertThat(List.<ThrowingCallable>of(
                        () -> create(input(value, "")),
                        () -> glue.batchCreatePartition(request -> request.databaseName(database)
                                .tableName("t")
                                .partitionInputList(input("b", ""), input(value, ""))),
                        () -> get(value),
                        () -> glue.batchGetPartition(request ->
                                request.databaseName(database).tableName("t").partitionsToGet(values(value))),
                        () -> glue.batchUpdatePartition(request -> request.databaseName(database)
                                .tableName("t")
                                .entries(entry("a", "s3://lake/a2/"), entry(value, ""))),
                        () -> glue.deletePartition(request ->
                                request.databaseName(database).tableName("t").partitionValues(value)),
                        () -> glue.batchDeletePartition(request -> request.databaseName(database)
                                .tableName("t")
                                .partitionsToDelete(values("a"), values(value)))))
                .allSatisfy(call -> assertThatThrownBy(call)
                        .isInstanceOf(GlueException.class)
                        .hasMessageContaining("Member must have length"));
        assertThat(all()).singleElement().satisfies(partition -> {
            assertThat(partition.values()).containsExactly("a");
            assertThat(partition.storageDescriptor().location()).isEqualTo("s3://lake/a/");
        });
        create(input("v".repeat(1_024), ""));
    }

    @Test
    void a_partition_has_a_value_for_each_key() {
        PartitionInput two = PartitionInput.builder().values("a", "b").build();
        PartitionInput none = PartitionInput.builder().build();

        for (PartitionInput input : List.of(two, none)) {
            assertThatThrownBy(() -> create(input))
                    .isInstanceOf(InvalidInputException.class)
                    .hasMessageContaining("The number of partition keys");
        }
        assertThat(glue.batchCreatePartition(request -> request.databaseName(database)
                                .tableName("t")
                                .partitionInputList(two, input("a", "s3://lake/a/")))
                        .errors())
                .singleElement()
                .satisfies(error -> assertThat(error.partitionValues()).containsExactly("a", "b"));
        assertThat(all()).extracting(Partition::values).containsExactly(List.of("a"));
    }

    @Test
    void a_page_has_at_most_1000_partitions() {
        assertThatThrownBy(() -> glue.getPartitions(
                        request -> request.databaseName(database).tableName("t").maxResults(1_001)))
                .isInstanceOf(GlueException.class)
                .hasMessageContaining("between 1 and 1000");
    }

    @Test
    void a_table_that_is_changed_keeps_its_partitions() {
        create(input("a", "s3://lake/a/"));

        glue.updateTable(request -> request.databaseName(database).tableInput(input -> input.name("t")
                .description("changed")
                .partitionKeys(Column.builder().name("day").type("date").build())));

        assertThat(all()).extracting(Partition::values).containsExactly(List.of("a"));
    }

    @Test
    void a_partition_key_has_no_parameters() {
        Column key =
                Column.builder().name("day").parameters(Map.of("of", "others")).build();

        assertThatThrownBy(() -> glue.createTable(request -> request.databaseName(database)
                        .tableInput(input -> input.name("other").partitionKeys(key))))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("Parameters not supported for partition columns");
    }

    @Test
    void a_batch_of_updates_has_an_input_for_each_entry() {
        create(input("a", "s3://lake/a/"));

        assertThatThrownBy(() -> glue.batchUpdatePartition(request -> request.databaseName(database)
                        .tableName("t")
                        .entries(BatchUpdatePartitionRequestEntry.builder()
                                .partitionValueList("a")
                                .build())))
                .isInstanceOf(InvalidInputException.class)
                .hasMessageContaining("partitionInput");
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
