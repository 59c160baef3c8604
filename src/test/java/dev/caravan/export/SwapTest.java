package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.aws.GlueTables;
import dev.caravan.aws.S3LakeStore;
import dev.caravan.error.ErrorCode;
import dev.caravan.lake.Layout;
import dev.caravan.publish.Rollback;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.s3.S3Client;

/** {@code publish: swap}: each run has a folder, and the Glue table leads to the one that is current. */
class SwapTest {
    @TempDir
    private Path folder;

    private TestLake lake;
    private CatalogReader reader;

    @BeforeEach
    void open() {
        lake = TestLake.open("swap", folder);
        reader = new CatalogReader(lake);
    }

    @AfterEach
    void close() {
        lake.close();
        reader.close();
    }

    private void define(String... more) {
        String[] all = new String[more.length + 4];
        List<String> first = List.of("table", "t", "catalog", "glue");
        for (int i = 0; i < all.length; i++) {
            all[i] = i < first.size() ? first.get(i) : more[i - first.size()];
        }
        lake.table("t", all);
    }

    @Test
    void each_run_lies_in_its_folder_and_the_glue_table_leads_to_the_last() {
        lake.sql("CREATE TABLE t AS SELECT 1 AS a");
        define();
        String first = lake.published("t").runId();
        assertThat(reader.location("t")).isEqualTo("s3://" + lake.bucket() + "/t/run=" + first + "/");
        assertThat(reader.rows("t", "SELECT a FROM")).containsExactly(List.of("1"));

        lake.sql("UPDATE t SET a = 2");
        String second = lake.published("t").runId();

        assertThat(reader.location("t")).isEqualTo("s3://" + lake.bucket() + "/t/run=" + second + "/");
        assertThat(reader.rows("t", "SELECT a FROM")).containsExactly(List.of("2"));
        assertThat(lake.files("t")).hasSize(2);
        assertThat(lake.ownFiles()).noneMatch(name -> name.contains("uploads") || name.contains("_unfinished"));
        assertThat(reader.table("t").parameters())
                .containsEntry("numRows", "1")
                .containsEntry("classification", "parquet")
                .containsEntry("caravan_run", second);
    }

    @Test
    void the_last_runs_stay_and_older_ones_go() {
        lake.sql("CREATE TABLE t AS SELECT 1 AS a");
        define("keepRuns", "2", "keepFor", "0");
        String first = lake.published("t").runId();
        String second = lake.published("t").runId();
        String third = lake.published("t").runId();

        assertThat(lake.files("t").stream()
                        .map(file -> file.getParent().getFileName().toString()))
                .containsExactly("run=" + second, "run=" + third)
                .doesNotContain("run=" + first);
        assertThat(lake.ownFiles()).contains("t/runs/" + first + ".json");
    }

    @Test
    void a_run_that_was_replaced_a_moment_ago_stays_however_many_are_kept() {
        lake.sql("CREATE TABLE t AS SELECT 1 AS a");
        define("keepRuns", "1", "keepFor", "1h");
        for (int i = 0; i < 4; i++) {
            lake.published("t");
        }
        assertThat(lake.files("t")).hasSize(4);
    }

    @Test
    void columns_have_exact_types_and_the_comments_of_the_source() {
        lake.sql("CREATE TABLE t (id bigint, price numeric(12,3), tags text[], born date);"
                + "COMMENT ON TABLE t IS 'What was sold'; COMMENT ON COLUMN t.price IS 'Euro, without tax';"
                + "INSERT INTO t VALUES (1, 1.5, '{a,b}', '2026-01-01')");
        define();
        lake.published("t");

        assertThat(reader.table("t").storageDescriptor().columns().stream().map(Column::type))
                .containsExactly("bigint", "decimal(12,3)", "array<string>", "date");
        assertThat(reader.table("t").storageDescriptor().columns().get(1).comment())
                .isEqualTo("Euro, without tax");
        assertThat(reader.table("t").description()).isEqualTo("What was sold");
    }

    @Test
    void a_table_of_somebody_else_is_refused_before_anything_is_read_and_taken_over_with_adopt() {
        lake.sql("CREATE TABLE t AS SELECT 1 AS a");
        reader.create("t", "s3://elsewhere/t/");
        define();

        ExportResult refused = lake.export("t");

        assertThat(refused.failure())
                .hasMessageContaining("was not made by Caravan")
                .hasMessageContaining("adopt: true");
        assertThat(refused.failure().code()).isEqualTo(ErrorCode.BAD_CONFIGURATION);
        assertThat(reader.location("t")).isEqualTo("s3://elsewhere/t/");
        assertThat(lake.files("t")).isEmpty();

        define("adopt", "true");
        lake.published("t");
        assertThat(reader.rows("t", "SELECT a FROM")).containsExactly(List.of("1"));
        define();
        lake.published("t");
    }

    @Test
    void a_table_that_a_crawler_has_given_partitions_is_refused() {
        lake.sql("CREATE TABLE t AS SELECT 1 AS a");
        define();
        lake.published("t");
        reader.partition("t");

        assertThat(lake.export("t").failure())
                .hasMessageContaining("has the partitions run (string), and the run has none")
                .hasMessageContaining("the next run makes the table again");
        reader.drop("t");
        lake.published("t");
        assertThat(reader.rows("t", "SELECT a FROM")).containsExactly(List.of("1"));
    }

    @Test
    void a_table_without_rows_is_a_table() {
        lake.sql("CREATE TABLE t (a int, b text)");
        define();
        lake.published("t");
        lake.published("t");

        assertThat(reader.rows("t", "SELECT count(*), count(b) FROM")).containsExactly(List.of("0", "0"));
    }

    @Test
    void rollback_leads_readers_to_an_earlier_run_and_the_next_run_goes_on() {
        lake.sql("CREATE TABLE t AS SELECT 1 AS a");
        define();
        String first = lake.published("t").runId();
        lake.sql("UPDATE t SET a = 2");
        String second = lake.published("t").runId();

        rollback(Optional.empty());
        assertThat(reader.rows("t", "SELECT a FROM")).containsExactly(List.of("1"));
        assertThat(reader.location("t")).endsWith("/run=" + first + "/");
        assertThat(lake.state("t").path("runId").asText()).isEqualTo(first);

        rollback(Optional.of(second));
        assertThat(reader.rows("t", "SELECT a FROM")).containsExactly(List.of("2"));

        lake.sql("UPDATE t SET a = 3");
        lake.published("t");
        assertThat(reader.rows("t", "SELECT a FROM")).containsExactly(List.of("3"));
        assertThat(lake.files("t")).hasSize(3);
    }

    private void rollback(Optional<String> run) {
        try (S3Client s3 = TestStack.s3();
                GlueClient glue = TestStack.glue()) {
            new Rollback(new S3LakeStore(s3, lake.bucket()), new Layout("", "t"), new GlueTables(glue)).to(run);
        }
    }

    @Test
    void a_table_changes_from_replace_to_swap_and_back() {
        lake.sql("CREATE TABLE t AS SELECT 1 AS a");
        define("publish", "replace");
        lake.published("t");
        assertThat(reader.location("t")).isEqualTo("s3://" + lake.bucket() + "/t/");

        lake.sql("UPDATE t SET a = 2");
        define("keepFor", "0", "keepRuns", "1");
        lake.published("t");
        assertThat(reader.rows("t", "SELECT a FROM")).containsExactly(List.of("2"));
        assertThat(reader.location("t")).startsWith("s3://" + lake.bucket() + "/swap=t/run=");
        lake.sql("UPDATE t SET a = 3");
        lake.published("t");
        assertThat(reader.rows("t", "SELECT a FROM")).containsExactly(List.of("3"));
        lake.sql("UPDATE t SET a = 4");
        lake.published("t");
        assertThat(reader.location("t")).startsWith("s3://" + lake.bucket() + "/t/run=");

        lake.sql("UPDATE t SET a = 5");
        define("publish", "replace");
        lake.published("t");
        assertThat(reader.location("t")).isEqualTo("s3://" + lake.bucket() + "/t/");
        assertThat(reader.rows("t", "SELECT a FROM")).containsExactly(List.of("5"));
        assertThat(lake.files("t")).hasSize(1);
        Table table = reader.table("t");
        assertThat(table.parameters()).containsEntry("numRows", "1");
    }
}
