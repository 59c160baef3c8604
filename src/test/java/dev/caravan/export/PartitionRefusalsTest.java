package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.component.lakepublish.PublicationRecovery;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;

/** Glue refuses to change a table or its partitions, and allows it again later. */
class PartitionRefusalsTest {
    private static final Fault DENIED = Fault.glueError(400, "AccessDeniedException");

    @TempDir
    private Path folder;

    private TestLake lake;
    private FaultyProxy glue;
    private DayTable table;

    @BeforeEach
    void open() {
        glue = FaultyProxy.before(TestStack.get().glueEndpoint());
        lake = TestLake.open("refusals", folder)
                .set("caravan.glue.endpoint", glue.endpoint().toString())
                .set("caravan.retry.maximum", "0");
        table = new DayTable(lake, folder);
        table.define();
    }

    @AfterEach
    void close() {
        lake.close();
        table.close();
        glue.close();
    }

    private void refuse(String operation, Fault fault) {
        glue.fail(request -> request.operation().equals(operation), fault);
    }

    private ExportException refused() {
        return Objects.requireNonNull(lake.export("t").failure(), "published");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UpdateTable",
                "GetPartitions",
                "BatchCreatePartition",
                "BatchUpdatePartition",
                "BatchDeletePartition"
            })
    void a_permission_that_is_missing_leaves_the_run_before_until_it_is_back(String operation) {
        lake.published("t");
        lake.sql("INSERT INTO t VALUES (3000, '2026-05-01', 0, 'goes')");
        lake.published("t");
        lake.sql("DELETE FROM t WHERE id = 3000");
        Map<String, String> before = table.found("before");
        Map<String, String> after = table.next();
        refuse(operation, DENIED);

        ExportException failure = refused();

        assertThat(failure.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(failure.hint()).contains("that their policy allows this action");
        if (failure.what().contains("may be half done")) {
            assertThat(failure.hint()).contains("until then readers see partitions of both runs, each one whole");
            DayTable.assertOfEither("half done", table.found("half done"), before, after);
        } else {
            assertThat(table.found("refused")).isEqualTo(before);
            table.assertWhole("refused");
        }
        assertThat(refused().code()).as("the next run").isEqualTo(ErrorCode.ACCESS_DENIED);
        DayTable.assertOfEither("refused again", table.found("refused again"), before, after);

        glue.heal();
        PublicationRecovery.now(lake.pod().context());
        assertThat(table.found("allowed again")).isIn(before, after);
        table.assertWhole("allowed again");
        lake.published("t");
        assertThat(table.found("next run")).isEqualTo(after);
        table.assertWhole("next run");
        table.assertClean("next run");
    }

    @Test
    void a_way_back_that_stops_before_the_table_leads_back_is_ended_by_whoever_comes_next() {
        lake.published("t");
        Map<String, String> before = table.found("before");
        Map<String, String> after = table.next();
        refuse("BatchUpdatePartition", DENIED);
        glue.fail(1, Integer.MAX_VALUE, request -> request.operation().equals("UpdateTable"), DENIED);

        assertThat(refused().what()).contains("may be half done");
        assertThat(lake.state("t").at("/publishing/direction").asText()).isEqualToIgnoringCase("back");

        glue.heal();
        PublicationRecovery.now(lake.pod().context());
        assertThat(table.found("led back")).isEqualTo(before);
        table.assertWhole("led back");
        lake.published("t");
        assertThat(table.found("next run")).isEqualTo(after);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CreateTable", "GetPartitions", "BatchCreatePartition"})
    void a_permission_that_is_missing_for_the_first_run_is_named_and_the_next_run_goes_on(String operation) {
        refuse(operation, DENIED);

        ExportException failure = refused();

        assertThat(failure.code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(failure.hint()).contains("that their policy allows this action");
        glue.heal();
        lake.published("t");
        assertThat(table.found("next run")).isEqualTo(table.source());
        table.assertWhole("next run");
        table.assertClean("next run");
    }

    @ParameterizedTest
    @CsvSource({
        "BatchCreatePartition, AccessDeniedException, ACCESS_DENIED, PartitionValues",
        "BatchUpdatePartition, InternalServiceException, CATALOG_UNREACHABLE, PartitionValueList",
        "BatchUpdatePartition, InvalidInputException, BAD_CONFIGURATION, PartitionValueList"
    })
    void an_error_of_one_partition_is_told_with_its_values(
            String operation, String error, ErrorCode code, String values) {
        lake.published("t");
        Map<String, String> before = table.found("before");
        Map<String, String> after = table.next();
        String answer = "{\"Errors\":[{\"" + values + "\":[\"2026-01-04\"],\"ErrorDetail\":{\"ErrorCode\":\"" + error
                + "\",\"ErrorMessage\":\"for a test\"}}]}";
        refuse(operation, new Fault.Answer(200, "application/x-amz-json-1.1", answer));

        ExportException failure = refused();

        assertThat(failure.code()).isEqualTo(code);
        assertThat(failure.what()).contains("partition [2026-01-04]: for a test");
        DayTable.assertOfEither("one refused", table.found("one refused"), before, after);
        glue.heal();
        lake.published("t");
        assertThat(table.found("next run")).isEqualTo(after);
        table.assertWhole("next run");
    }

    @Test
    void requests_that_glue_throttles_are_sent_again() {
        lake.published("t");
        Map<String, String> after = table.next();
        for (String operation :
                Set.of("GetPartitions", "BatchCreatePartition", "BatchUpdatePartition", "UpdateTable")) {
            glue.fail(1, request -> request.operation().equals(operation), Fault.glueError(400, "ThrottlingException"));
        }

        lake.published("t");

        assertThat(table.found("throttled")).isEqualTo(after);
        table.assertWhole("throttled");
    }

    @ParameterizedTest
    @ValueSource(strings = {"partition", "replace"})
    void a_table_of_other_keys_is_refused_before_anything_changes(String publish) {
        table.define("publish", publish);
        lake.published("t");
        Map<String, String> before = table.found("before");
        Set<String> files = table.dataFiles();
        table.next();

        for (String keys : Set.of("dt=day(day), version", "month(day)", "dt=month(day)", "none")) {
            if (keys.equals("none")) {
                table.defineWhole(publish.equals("replace") ? publish : "swap");
            } else {
                table.define("publish", publish, "partitionBy", keys);
            }
            ExportException failure = refused();

            assertThat(failure.code()).as(keys).isEqualTo(ErrorCode.BAD_CONFIGURATION);
            assertThat(failure.what()).contains("has the partitions dt (date), and the run has");
            assertThat(failure.hint()).contains("Delete the table from the catalog", "set partitionBy as it was");
            assertThat(table.found(keys)).isEqualTo(before);
            assertThat(table.dataFiles()).as(keys).isEqualTo(files);
        }
        table.reader().drop("t");
        table.define("publish", publish, "partitionBy", "dt=month(day)");
        lake.published("t");
        assertThat(table.reader().locations("t")).containsKeys("2026-01", "2026-03");
    }

    @ParameterizedTest
    @ValueSource(strings = {"partition", "replace"})
    void a_table_of_somebody_else_is_refused_unless_it_is_adopted(String publish) {
        try (GlueClient client = TestStack.glue()) {
            String database = lake.bucket().replace('-', '_');
            client.createDatabase(request -> request.databaseInput(input -> input.name(database)));
            client.createTable(request -> request.databaseName(database).tableInput(input -> input.name("t")
                    .partitionKeys(Column.builder().name("dt").type("date").build())
                    .storageDescriptor(storage -> storage.location("s3://elsewhere/t/")
                            .columns(Column.builder().name("x").type("string").build()))));
            table.define("publish", publish);

            ExportException failure = refused();

            assertThat(failure.what()).contains("is at s3://elsewhere/t/ and was not made by Caravan");
            assertThat(failure.hint()).contains("adopt: true");
            assertThat(table.dataFiles()).isEmpty();

            // Somebody has another day there, and one that the run has, too.
            table.reader().add("t", "1999-01-01");
            table.reader().add("t", "2026-01-01");
            table.define("publish", publish, "adopt", "true");
            lake.published("t");
        }
        Map<String, String> locations = table.reader().locations("t");
        assertThat(locations.remove("1999-01-01")).isEqualTo("s3://elsewhere/1999-01-01/");
        assertThat(table.read(locations, "adopted")).isEqualTo(table.source());
    }
}
