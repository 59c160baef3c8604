package dev.caravan.cli;

import static dev.caravan.Await.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.pod.Pod;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;

/** Table files with {@code catalog: glue}, as validate and a pod see them. */
class GlueTableFilesTest {
    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.open("gluefiles", folder).set("caravan.retry.maximum", "0");
        lake.sql("CREATE TABLE t AS SELECT 1 AS a");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private CommandOutput validate(String... more) {
        String[] all = new String[more.length + 5];
        System.arraycopy(
                new String[] {
                    "validate",
                    "--config",
                    lake.config().toString(),
                    "--routes",
                    lake.routes().toString()
                },
                0,
                all,
                0,
                5);
        System.arraycopy(more, 0, all, 5, more.length);
        return CommandOutput.of(all);
    }

    @Test
    void swap_without_a_glue_table_is_a_fault_of_the_file() {
        lake.table("t", "table", "t", "publish", "swap");
        lake.table("u", "table", "t", "publish", "swap", "catalog", "glue");

        CommandOutput output = validate("--offline");

        assertThat(output.exit()).isEqualTo(2);
        assertThat(output.out())
                .contains("t.camel.yaml:8: 'publish' is swap", "'catalog' is none", "value: glue")
                .contains("1 fault")
                .doesNotContain("u.camel.yaml");
    }

    @Test
    void a_glue_table_of_somebody_else_is_a_fault_at_the_line_of_the_catalog() {
        String database = lake.bucket().replace('-', '_');
        try (GlueClient glue = TestStack.glue()) {
            glue.createDatabase(request -> request.databaseInput(input -> input.name(database)));
            glue.createTable(request -> request.databaseName(database).tableInput(input -> input.name("t")
                    .storageDescriptor(storage -> storage.location("s3://elsewhere/t/")
                            .columns(Column.builder().name("x").type("int").build()))));
        }
        lake.table("t", "table", "t", "catalog", "glue");

        CommandOutput output = validate();

        assertThat(output.exit()).isEqualTo(2);
        assertThat(output.out())
                .contains("t.camel.yaml:6: Table " + database + ".t of the Glue catalog is at s3://elsewhere/t/")
                .contains("adopt: true");
        lake.table("t", "table", "t", "catalog", "glue", "adopt", "true");
        assertThat(validate().exit()).isZero();
    }

    @Test
    void a_table_that_was_published_by_swap_may_have_a_crawler_again() {
        lake.table("t", "table", "t", "catalog", "glue");
        lake.published("t");
        lake.published("t");
        lake.table("t", "table", "t", "catalog", "crawler", "crawler", "of-" + lake.bucket());

        assertThat(validate().out()).contains("no fault");
        lake.restart().published("t");
        try (GlueClient glue = TestStack.glue()) {
            assertThat(glue.getTables(request ->
                                    request.databaseName(lake.bucket().replace('-', '_')))
                            .tableList())
                    .singleElement()
                    .satisfies(table -> assertThat(table.storageDescriptor().location())
                            .isEqualTo("s3://" + lake.bucket() + "/t/"));
        }
        assertThat(lake.files("t")).hasSize(1);
    }

    @Test
    void a_role_without_rights_is_told_before_anything_runs() {
        lake.table("t", "table", "t", "catalog", "glue");
        try (FaultyProxy glue = FaultyProxy.before(TestStack.get().glueEndpoint())) {
            glue.fail(request -> true, Fault.glueError(400, "AccessDeniedException"));
            lake.set("caravan.glue.endpoint", glue.endpoint().toString());

            assertThat(validate().out()).contains("Looking at Glue table", "AccessDeniedException");
        }
    }

    @Test
    void a_pod_cleans_by_itself() throws Exception {
        lake.table("t", "table", "t", "catalog", "glue");
        lake.published("t");
        Path dead = lake.objects().resolve("t/run=20260101T000000000Z/00000-00000.parquet");
        Files.createDirectories(dead.getParent());
        Files.writeString(dead, "x");
        TestLake other = lake.beside(folder.resolve("pod"))
                .set("caravan.clean.interval", "100ms")
                .set("caravan.clean.grace-period", "1ms")
                .set("caravan.management.port", "0");
        try (Pod pod = Pod.start(Pod.Purpose.SERVE, other.config())) {
            assertThat(pod.context().isStarted()).isTrue();
            await("it is gone", () -> !Files.exists(dead));
        }
        assertThat(lake.files("t")).hasSize(1);
    }
}
