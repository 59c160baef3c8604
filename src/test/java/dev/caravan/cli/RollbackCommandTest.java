package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;

class RollbackCommandTest {
    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.open("rollback", folder).set("caravan.retry.maximum", "0");
        lake.sql("CREATE TABLE t AS SELECT 1 AS a");
        lake.table("t", "table", "t", "catalog", "glue");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private CommandOutput rollback(TestLake where, String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "rollback";
        all[1] = "--config";
        all[2] = where.config().toString();
        System.arraycopy(more, 0, all, 3, more.length);
        return CommandOutput.of(all);
    }

    private String location() {
        try (GlueClient glue = TestStack.glue()) {
            return glue.getTable(request -> request.databaseName(lake.bucket().replace('-', '_'))
                            .name("t"))
                    .table()
                    .storageDescriptor()
                    .location();
        }
    }

    @Test
    void it_goes_back_and_forward_and_says_what_was_done() {
        String first = lake.published("t").runId();
        String second = lake.published("t").runId();

        CommandOutput back = rollback(lake, "t");
        assertThat(back.exit()).as(back.err()).isZero();
        assertThat(back.out())
                .isEqualToIgnoringNewLines("Table t is run " + first + " again; it was run " + second + ".");
        assertThat(location()).endsWith("/t/run=" + first + "/");

        CommandOutput forward = rollback(lake, "t", second, "--json");
        assertThat(forward.out()).contains("\"run\":\"" + second + "\"", "\"before\":\"" + first + "\"");
        assertThat(location()).endsWith("/t/run=" + second + "/");
        assertThat(lake.ownFiles()).noneMatch(name -> name.startsWith("_unfinished"));
    }

    @Test
    void what_cannot_be_gone_back_to_is_refused_with_what_can() throws Exception {
        assertThat(rollback(lake, "orders"))
                .satisfies(output -> assertThat(output.exit()).isEqualTo(2))
                .satisfies(output -> assertThat(output.err()).contains("has no published run"));
        String first = lake.published("t").runId();
        assertThat(rollback(lake, "t").err()).contains("has no run before " + first);
        assertThat(rollback(lake, "t", first).err()).contains("is the current one");
        String second = lake.published("t").runId();
        assertThat(rollback(lake, "t", "20200101T000000000Z").err())
                .contains("are not in the lake", "Runs to go back to: " + first);

        Path file = lake.objects().resolve("t/run=" + first + "/00000-00000.parquet");
        Files.delete(file);
        assertThat(rollback(lake, "t", first).err()).contains("missing or changed");
        assertThat(location()).endsWith("/t/run=" + second + "/");

        lake.restart().table("r", "table", "t");
        lake.published("r");
        assertThat(rollback(lake, "r").err()).contains("published by replace, which keeps no earlier run");
    }

    @Test
    void while_glue_refuses_the_table_stays_as_it_is() {
        lake.published("t");
        String second = lake.published("t").runId();
        for (String error : List.of("AccessDeniedException", "ConcurrentModificationException")) {
            try (FaultyProxy glue = FaultyProxy.before(TestStack.get().glueEndpoint())) {
                glue.fail(request -> request.operation().equals("UpdateTable"), Fault.glueError(400, error));
                TestLake other = lake.beside(folder.resolve(error))
                        .set("caravan.glue.endpoint", glue.endpoint().toString());

                CommandOutput refused = rollback(other, "t");

                assertThat(refused.exit()).as(refused.out()).isNotZero();
                assertThat(location()).endsWith("/t/run=" + second + "/");
                assertThat(lake.state("t").path("runId").asText()).isEqualTo(second);
                assertThat(lake.state("t").has("publishing")).isFalse();
                assertThat(lake.files("t")).hasSize(2);
            }
        }
        assertThat(rollback(lake, "t").exit()).isZero();
    }
}
