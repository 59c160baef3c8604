package dev.caravan.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.DuckDb;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Manifest;
import dev.caravan.plan.BadValuePolicies;
import dev.caravan.plan.Planner;
import dev.caravan.plan.TableRequest;
import dev.caravan.source.Snapshot;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A table that changes between two runs, with and without a contract, through the real routes. */
class DriftTest {
    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void table() {
        lake = TestLake.open("drift", folder);
        lake.sql("""
                CREATE TABLE goods (id int NOT NULL, "unit price" numeric(8,2), made date, tags text[], small smallint, doc jsonb,
                  seen timestamptz, at timestamp);
                INSERT INTO goods VALUES (1, 9.99, '2020-01-01', '{a}', 3, '{}', '2020-01-01Z', '2020-01-01')
                """);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ADD COLUMN colour text                               | added     | column colour (string) is new
            DROP COLUMN made                                     | dropped   | column made (date) is gone
            RENAME COLUMN made TO made_on                        | renamed   | column made (date) seems to be called made_on now
            ALTER COLUMN made TYPE text                          | retyped   | column made was date and is string
            ALTER COLUMN id TYPE bigint                          | widened   | column id was int and is bigint, which holds more
            ALTER COLUMN "unit price" TYPE numeric(12,4)         | widened   | column unit price was decimal(8,2) and is decimal(12,4), which holds more
            ALTER COLUMN "unit price" TYPE numeric(8,4)          | retyped   | column unit price was decimal(8,2) and is decimal(8,4)
            """)
    void a_change_is_told_between_runs_and_refused_by_a_contract(String alter, String kind, String clause) {
        lake.table("goods", "table", "public.goods").published("goods");
        contract();
        lake.table("pinned", "table", "public.goods", "schema", "goods.avsc").published("pinned");

        lake.sql("ALTER TABLE goods " + alter);

        Manifest manifest = Objects.requireNonNull(lake.published("goods").manifest());
        assertThat(manifest.drift()).hasSize(1);
        assertThat(manifest.drift().get(0).kind().spelled()).isEqualTo(kind);
        assertThat(manifest.drift().get(0).clause()).isEqualTo(clause);
        assertThat(lake.json("_caravan/goods/runs/" + manifest.runId() + ".json")
                        .get("drift"))
                .hasSize(1);
        assertThat(Objects.requireNonNull(lake.published("goods").manifest()).drift())
                .as("the run is the new measure")
                .isEmpty();

        ExportException failure = Objects.requireNonNull(lake.export("pinned").failure());
        assertThat(failure.code()).isEqualTo(ErrorCode.SCHEMA_DRIFT);
        assertThat(failure.what())
                .isEqualTo("Table public.goods is not what the contract goods.avsc has: " + clause + ".");
        assertThat(failure.hint()).contains("scaffold --contract", "drift add", "ignore");
        assertThat(columns("pinned")).as("the lake stays as it was").hasSize(8);
    }

    @Test
    void columns_in_another_order_are_told_and_refused() {
        lake.table("goods", "table", "public.goods").published("goods");
        contract();
        lake.sql("""
                ALTER TABLE goods RENAME TO old_goods;
                CREATE TABLE goods AS SELECT made, id, "unit price", tags, small, doc, seen, at FROM old_goods
                """);

        Manifest manifest = Objects.requireNonNull(lake.published("goods").manifest());
        assertThat(manifest.drift().stream().map(difference -> difference.kind().spelled()))
                .containsExactly("reordered");

        lake.table("pinned", "table", "public.goods", "schema", "goods.avsc");
        assertThat(Objects.requireNonNull(lake.export("pinned").failure()).getMessage())
                .contains("SCHEMA_DRIFT", "order id, unit price, made", "order made, id, unit price");

        lake.table("pinned", "table", "public.goods", "schema", "goods.avsc", "drift", "add")
                .published("pinned");
        assertThat(columns("pinned"))
                .as("the contract's order")
                .containsExactly("id", "unit price", "made", "tags", "small", "doc", "seen", "at");
    }

    @Test
    void under_add_new_columns_come_behind_those_of_the_contract() {
        contract();
        lake.sql("ALTER TABLE goods ADD COLUMN colour text, ADD COLUMN size int");
        lake.table(
                "pinned",
                "table",
                "public.goods",
                "schema",
                "goods.avsc",
                "drift",
                "add",
                "columns",
                "colour,id,unit price,made,tags,small,doc,seen,at,size");

        Manifest manifest = Objects.requireNonNull(lake.published("pinned").manifest());

        assertThat(columns("pinned"))
                .containsExactly("id", "unit price", "made", "tags", "small", "doc", "seen", "at", "colour", "size");
        assertThat(manifest.drift()).hasSize(2);
        lake.sql("ALTER TABLE goods DROP COLUMN made");
        lake.table("pinned", "table", "public.goods", "schema", "goods.avsc", "drift", "add");
        assertThat(Objects.requireNonNull(lake.export("pinned").failure()).what())
                .contains("column made (date) is gone", "column colour (string) is new");
    }

    @Test
    void under_ignore_unknown_columns_are_left_out_with_and_without_a_contract() {
        contract();
        lake.table("goods", "table", "public.goods", "drift", "ignore").published("goods");
        lake.sql("ALTER TABLE goods ADD COLUMN colour text");
        lake.table("pinned", "table", "public.goods", "schema", "goods.avsc", "drift", "ignore");

        for (String table : List.of("pinned", "goods")) {
            Manifest manifest = Objects.requireNonNull(lake.published(table).manifest());
            assertThat(columns(table)).as(table).doesNotContain("colour").hasSize(8);
            assertThat(manifest.drift()).as(table).hasSize(1);
        }
    }

    @Test
    void fail_without_a_contract_holds_the_table_to_the_run_before() {
        lake.table("goods", "table", "public.goods", "drift", "fail");
        String run = lake.published("goods").runId();
        lake.published("goods");
        lake.sql("ALTER TABLE goods DROP COLUMN tags");

        ExportException failure = Objects.requireNonNull(lake.export("goods").failure());

        assertThat(failure.code()).isEqualTo(ErrorCode.SCHEMA_DRIFT);
        assertThat(failure.what())
                .contains("column tags (array<string>) is gone")
                .doesNotContain(run);
        lake.table("goods", "table", "public.goods").published("goods");
        lake.table("goods", "table", "public.goods", "drift", "fail").published("goods");
    }

    @Test
    void a_text_column_that_a_policy_adds_is_no_drift() {
        lake.table("goods", "table", "public.goods").published("goods");
        lake.table("goods", "table", "public.goods", "onBadValue", "made=text");

        assertThat(Objects.requireNonNull(lake.published("goods").manifest()).drift())
                .isEmpty();
        assertThat(columns("goods")).endsWith("made_text");
        assertThat(Objects.requireNonNull(lake.published("goods").manifest()).drift())
                .isEmpty();
    }

    @Test
    void a_contract_written_by_hand_is_read_as_parquet_avro_reads_it() {
        lake.file("hand.avsc", """
                {"type": "record", "name": "goods", "fields": [
                  {"name": "id", "type": "int"},
                  {"name": "price", "column": "unit price",
                   "type": ["null", {"type": "fixed", "name": "money", "size": 8, "logicalType": "decimal", "precision": 8, "scale": 2}]},
                  {"name": "made", "type": ["null", {"type": "int", "logicalType": "date"}]},
                  {"name": "tags", "type": ["null", {"type": "array", "items": "string"}]},
                  {"name": "small", "type": ["null", "int"]}, {"name": "doc", "type": ["null", "string"]},
                  {"name": "seen", "type": ["null", {"type": "long", "logicalType": "timestamp-micros"}]},
                  {"name": "at", "type": ["null", {"type": "long", "logicalType": "local-timestamp-micros"}]}]}
                """);
        lake.table("pinned", "table", "public.goods", "schema", "hand.avsc").published("pinned");
        lake.sql("ALTER TABLE goods ALTER COLUMN id DROP NOT NULL");

        assertThat(Objects.requireNonNull(lake.export("pinned").failure()).what())
                .contains("column id was NOT NULL and is nullable");
    }

    @Test
    void a_contract_that_cannot_be_read_is_a_fault_of_configuration_with_its_mend() {
        lake.table("pinned", "table", "public.goods", "schema", "missing.avsc");
        refused("missing.avsc", "beside the table file", "scaffold --contract");

        lake.file("bad.avsc", "{\"type\": \"string\"}").table("pinned", "table", "public.goods", "schema", "bad.avsc");
        refused("bad.avsc is not an Avro schema of a table");

        contract();
        lake.table("pinned", "table", "public.goods", "schema", "goods.avsc", "drift", "warn");
        refused("'warn'", "fail, add, ignore");
    }

    /** Before anything runs. */
    private void refused(String... told) {
        assertThatThrownBy(() -> lake.export("pinned")).hasMessageContainingAll(told);
    }

    private void contract() {
        lake.file("goods.avsc", scaffolded());
    }

    /** What caravan scaffold --contract writes of the table as it is now. */
    private String scaffolded() {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(TestStack.postgres().jdbcUrl(lake.database()));
        source.setUser("postgres");
        source.setPassword(dev.caravan.local.postgres.LocalPostgres.PASSWORD);
        TableRequest request = new TableRequest(
                "goods", "public.goods", "", List.of(), List.of(), "", BadValuePolicies.FAIL, Map.of());
        try (Snapshot snapshot = Snapshot.open(source, request.subject())) {
            return Contract.of("goods", Planner.plan(snapshot, request, "now").columns())
                    .toString(true);
        }
    }

    private List<String> columns(String table) {
        try (DuckDb duck = DuckDb.open()) {
            return List.copyOf(
                    duck.columns(lake.files(table).toArray(Path[]::new)).keySet());
        }
    }
}
