package dev.caravan.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.TestLake;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code caravan runs} prints and how it ends. */
class RunsOutputTest {
    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.open("lines", folder)
                .set("caravan.retry.maximum", "0")
                .sql("CREATE TABLE t AS SELECT i FROM generate_series(1, 5000) i");
        lake.table("orders", "table", "t");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void figures_stand_below_each_other() {
        lake.published("orders");
        lake.sql("DELETE FROM t WHERE i > 9");
        lake.published("orders");

        List<String> lines = lines();

        assertThat(lines.get(0)).matches("TABLE +RUN +ENDED \\(UTC\\) +ROWS +CHANGE +SIZE +SECONDS +OUTCOME");
        int end = lines.get(0).indexOf("  CHANGE");
        assertThat(lines.get(1).substring(0, end)).endsWith("    9");
        assertThat(lines.get(2).substring(0, end)).endsWith("5,000");
        assertThat(lines.get(1)).contains(" -4,991 ").endsWith("  current");
    }

    @Test
    void a_table_that_only_fails_has_its_lines() {
        lake.table("never", "table", "nowhere");
        lake.export("never");

        assertThat(lines("never"))
                .hasSize(2)
                .last()
                .asString()
                .matches("never +\\S+Z +[-\\d]+ [:\\d]+ +failed NO_SUCH_TABLE");
    }

    @Test
    void what_is_damaged_is_named_below_the_table() throws Exception {
        String run = lake.published("orders").runId();
        String key = "_caravan/orders/runs/" + run + ".json";
        Files.writeString(lake.objects().resolve(key), "{");

        assertThat(lines()).hasSize(3).last().asString().startsWith(key + " is no JSON document of Caravan. ");
    }

    @Test
    void a_table_that_is_not_there_is_told_with_the_one_that_was_meant() throws Exception {
        lake.published("orders");

        CommandOutput missing = command("oders", "--json");

        assertThat(missing.exit()).isEqualTo(2);
        assertThat(new ObjectMapper().readTree(missing.out()).get("error").asText())
                .isEqualTo("NO_SUCH_TABLE: The lake has no run of a table oders. Did you mean 'orders'?"
                        + " It has runs of orders.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            caravan.lake.bucket   | no-such-bucket     | NO_SUCH_BUCKET
            caravan.lake.bucket   | ''                 | No bucket is set
            caravan.lake.endpoint | http://127.0.0.1:1 | LAKE_UNREACHABLE
            """)
    void what_cannot_be_read_is_2(String setting, String value, String told) {
        System.setProperty("aws.maxAttempts", "1");
        try {
            lake.set(setting, value);

            CommandOutput output = command();

            assertThat(output.exit()).isEqualTo(2);
            assertThat(output.err()).contains(told);
            assertThat(output.out()).isEmpty();
        } finally {
            System.clearProperty("aws.maxAttempts");
        }
    }

    private CommandOutput command(String... more) {
        String[] all = new String[more.length + 3];
        all[0] = "runs";
        all[1] = "--config";
        all[2] = lake.config().toString();
        System.arraycopy(more, 0, all, 3, more.length);
        return CommandOutput.of(all);
    }

    private List<String> lines(String... more) {
        CommandOutput output = command(more);
        assertThat(output.exit()).as(output.err()).isZero();
        return output.out().lines().toList();
    }
}
