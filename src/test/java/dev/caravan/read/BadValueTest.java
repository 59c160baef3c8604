package dev.caravan.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.caravan.DuckDb;
import dev.caravan.TestLake;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.export.ExportResult;
import dev.caravan.lake.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of values that the lake cannot hold, through the real routes; PostgreSQL and DuckDB judge. */
class BadValueTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static TestLake lake;

    @BeforeAll
    static void awfulTables() {
        lake = TestLake.open("awful", folder);
        lake.sql("""
                CREATE TYPE pair AS (at timestamp, price numeric(6,2));
                CREATE TABLE people (
                  id int PRIMARY KEY, born date, seen timestamptz, rate numeric(6,2), note text,
                  days date[], rates numeric(6,2)[], couple pair, pairs pair[], matrix int[][]);
                INSERT INTO people VALUES
                  (1, '1970-01-01', '2020-01-01 00:00Z', 1.25, 'good', '{2020-01-01,NULL}', '{1.5}',
                   ROW('2020-01-01 00:00', 2.5), ARRAY[ROW('2020-01-01 00:00', 3.5)::pair], '{{1,2}}'),
                  (2, 'infinity', '-infinity', 'NaN', 'bad', '{2020-01-01,infinity,NULL}', '{1.5,NaN}',
                   ROW('infinity', 2.5), ARRAY[ROW('-infinity', 3.5)::pair, NULL, ROW('2020-01-01 00:00', 4.5)::pair], '{1,2}'),
                  (3, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                  (4, '-infinity', 'infinity', 9999.99, 'half', '{}', '{}', ROW(NULL, NULL), '{}', '{}');
                """);
    }

    @AfterAll
    static void close() {
        lake.close();
    }

    @Test
    void by_default_the_run_ends_and_says_where_which_rule_and_how_to_mend() {
        ExportException failure = failure("people_fail", "columns", "id,born");

        assertThat(failure.code()).isEqualTo(ErrorCode.BAD_VALUE);
        assertThat(failure.what())
                .isEqualTo("Column born (date) of table public.people holds, in the row id = 2, infinity:"
                        + " a Parquet DATE has no infinity.");
        assertThat(failure.hint()).contains("born=null, born=clamp, born=text or born=reject", "where", "exclude");
    }

    @Test
    void without_its_primary_key_a_row_is_known_by_its_number() {
        assertThat(failure("people_keyless", "columns", "seen").what()).contains("row 2 of the read", "-infinity");
    }

    @Test
    void a_bad_value_becomes_null_and_is_counted() {
        Manifest manifest = published("people_null", "columns", "id,born,seen,rate", "onBadValue", "null");

        assertThat(rows("people_null", "id, born, seen, rate"))
                .containsExactly(
                        row("1", "1970-01-01", "2020-01-01 00:00:00+00", "1.25"),
                        row("2", null, null, null),
                        row("3", null, null, null),
                        row("4", null, null, "9999.99"));
        assertThat(counts(manifest)).containsExactly("born null 2", "rate null 1", "seen null 2");
        assertThat(manifest.rowsRejected()).isZero();
    }

    @Test
    void only_the_bad_part_of_a_list_or_struct_becomes_null() {
        Manifest manifest = published("people_parts", "columns", "id,days,rates,couple,pairs", "onBadValue", "null");

        assertThat(rows("people_parts", "days, rates, couple, pairs"))
                .containsExactly(
                        row(
                                "[2020-01-01, NULL]",
                                "[1.50]",
                                "{'at': '2020-01-01 00:00:00', 'price': 2.50}",
                                "[{'at': '2020-01-01 00:00:00', 'price': 3.50}]"),
                        row(
                                "[2020-01-01, NULL, NULL]",
                                "[1.50, NULL]",
                                "{'at': NULL, 'price': 2.50}",
                                "[{'at': NULL, 'price': 3.50}, NULL, {'at': '2020-01-01 00:00:00', 'price': 4.50}]"),
                        row(null, null, null, null),
                        row("[]", "[]", "{'at': NULL, 'price': NULL}", "[]"));
        assertThat(counts(manifest)).containsExactly("couple null 1", "days null 1", "pairs null 1", "rates null 1");
    }

    @Test
    void an_array_of_other_dimensions_than_declared_is_a_bad_value_as_a_whole() {
        Manifest manifest = published("people_matrix", "columns", "id,matrix", "onBadValue", "matrix=null");

        assertThat(rows("people_matrix", "matrix"))
                .containsExactly(row("[[1, 2]]"), row((String) null), row((String) null), row("[]"));
        assertThat(counts(manifest)).containsExactly("matrix null 1");
    }

    @Test
    void the_text_column_holds_what_postgresql_prints_of_the_whole_value() {
        Manifest manifest = published("people_text", "columns", "id,born,rate,days,pairs,matrix", "onBadValue", "text");

        assertThat(rows(
                        "people_text",
                        "born, born_text, rate, rate_text, days, days_text, pairs, pairs_text, matrix_text"))
                .containsExactly(
                        row(
                                "1970-01-01",
                                null,
                                "1.25",
                                null,
                                "[2020-01-01, NULL]",
                                null,
                                "[{'at': '2020-01-01 00:00:00', 'price': 3.50}]",
                                null,
                                null),
                        row(
                                null,
                                "infinity",
                                null,
                                "NaN",
                                null,
                                "{2020-01-01,infinity,NULL}",
                                null,
                                "{\"(-infinity,3.50)\",NULL,\"(\\\"2020-01-01 00:00:00\\\",4.50)\"}",
                                "{1,2}"),
                        row(null, null, null, null, null, null, null, null, null),
                        row(null, "-infinity", "9999.99", null, "[]", null, "[]", null, null));
        assertThat(counts(manifest))
                .containsExactly("born text 2", "days text 1", "matrix text 1", "pairs text 1", "rate text 1");
        assertThat(manifest.columns().stream().map(column -> column.name() + " " + column.glue()))
                .contains("born_text string", "pairs_text string")
                .as("a column that can hold no bad value needs none beside it")
                .doesNotContain("id_text string");
    }

    @Test
    void clamping_takes_the_nearest_value_in_lists_and_structs_too() {
        lake.sql("""
                CREATE TABLE scales (id int PRIMARY KEY, born date, seen timestamptz, rate numeric, big numeric, at time,
                  days date[], rates numeric[], couple pair);
                INSERT INTO scales VALUES
                  (1, 'infinity', '-infinity', 123456.785, 1e30, '24:00', '{-infinity,2020-01-01}', '{1.005,-99999,Infinity}',
                    ROW('infinity', '9999.99')),
                  (2, '4713-01-01 BC', '294276-01-01Z', -0.125, '-Infinity', '23:59:59', '{4000-01-01}', '{-0.005}', NULL)
                """);
        lake.table(
                "scales",
                "table",
                "public.scales",
                "onBadValue",
                "clamp",
                "types",
                "rate=decimal(6,2), big=decimal(20,2), rates=decimal(6,2), at=time");
        Manifest manifest = Objects.requireNonNull(lake.published("scales").manifest());

        assertThat(rows("scales", "born, epoch_us(seen), rate, big, \"at\", days, rates, epoch_us(couple['at'])"))
                .containsExactly(
                        row(
                                "9999-12-31",
                                "-62135596800000000",
                                "9999.99",
                                "999999999999999999.99",
                                "23:59:59.999999",
                                "[0001-01-01, 2020-01-01]",
                                "[1.01, -9999.99, 9999.99]",
                                "253402300799999999"),
                        row(
                                "0001-01-01",
                                "253402300799999999",
                                "-0.13",
                                "-999999999999999999.99",
                                "23:59:59",
                                "[4000-01-01]",
                                "[-0.01]",
                                null));
        assertThat(manifest.badValueCount()).isEqualTo(15);
        assertThat(manifest.rowsRejected()).isZero();
    }

    @Test
    void nothing_is_near_to_nan_or_to_an_array_of_other_dimensions() {
        assertThat(failure("people_nan", "columns", "id,rate", "onBadValue", "clamp")
                        .getMessage())
                .contains("NaN, which has no nearest value to clamp to", "rate=null, rate=text or rate=reject");
        assertThat(failure("people_dimension", "columns", "id,matrix", "onBadValue", "clamp")
                        .what())
                .contains("an array of 1 dimension", "no nearest value");
    }

    @Test
    void a_rejected_row_goes_to_the_rejects_file_with_its_reason() throws IOException {
        Manifest manifest = published("people_reject", "onBadValue", "null, born=reject, pairs=reject");

        assertThat(rows("people_reject", "id, born")).containsExactly(row("1", "1970-01-01"), row("3", null));
        assertThat(manifest.rowsRead()).isEqualTo(4);
        assertThat(manifest.rows()).isEqualTo(2);
        assertThat(manifest.rowsRejected()).isEqualTo(2);
        assertThat(counts(manifest)).containsExactly("born reject 2", "pairs reject 1");
        assertThat(manifest.rejects()).hasSize(1).allMatch(key -> key.startsWith("_caravan/people_reject/rejects/"));

        List<JsonNode> lines = rejects(manifest);
        assertThat(lines).hasSize(2);
        JsonNode line = lines.get(0);
        assertThat(line.get("key")).hasToString("{\"id\":\"2\"}");
        assertThat(line.get("row").asLong()).isEqualTo(2);
        assertThat(line.get("faults").get(0))
                .hasToString("{\"column\":\"born\",\"type\":\"date\",\"value\":\"infinity\","
                        + "\"rule\":\"a Parquet DATE has no infinity\"}");
        assertThat(line.get("columns").get("born").asText()).isEqualTo("infinity");
        assertThat(line.get("columns").get("note").asText()).isEqualTo("bad");
        assertThat(line.get("columns").get("pairs").asText())
                .isEqualTo("{\"(-infinity,3.50)\",NULL,\"(\\\"2020-01-01 00:00:00\\\",4.50)\"}");
        assertThat(lines.get(1).get("faults")).hasSize(1);
    }

    @Test
    void a_table_whose_rows_are_all_rejected_is_empty_and_keeps_its_columns() {
        Manifest manifest =
                published("people_none", "where", "born = 'infinity'", "columns", "id,born", "onBadValue", "reject");

        assertThat(rows("people_none", "id, born")).isEmpty();
        assertThat(manifest.rowsRead()).isEqualTo(1);
        assertThat(manifest.rowsRejected()).isEqualTo(1);
    }

    @Test
    void policies_hold_across_batches() {
        Manifest manifest =
                published("people_batches", "columns", "id,born", "onBadValue", "born=reject", "batchRows", "1");

        assertThat(rows("people_batches", "id")).containsExactly(row("1"), row("3"));
        assertThat(manifest.rowsRejected()).isEqualTo(2);
    }

    @Test
    void a_policy_that_does_not_exist_is_refused_with_the_legal_ones() throws IOException {
        TestLake refused = table("people_skip", "onBadValue", "null, born=skip");
        try {
            assertThatThrownBy(() -> refused.export("people_skip"))
                    .hasMessageContaining("people_skip.camel.yaml:8: parameter 'onBadValue' is 'null, born=skip'")
                    .hasMessageContainingAll("the policy of born is 'skip'", "fail, null, clamp, text, reject");
        } finally {
            Files.delete(refused.routes().resolve("people_skip.camel.yaml"));
        }
    }

    @Test
    void a_policy_of_a_column_that_does_not_exist_is_refused_with_the_columns() {
        ExportException failure = failure("people_typo", "onBadValue", "birth=clamp");

        assertThat(failure.code()).isEqualTo(ErrorCode.NO_SUCH_COLUMN);
        assertThat(failure.getMessage()).contains("birth", "born");
    }

    @Test
    void a_text_column_does_not_take_the_name_of_another() {
        lake.sql("CREATE TABLE IF NOT EXISTS twins (born date, \"Born_Text\" text)");
        lake.table("twins", "table", "public.twins", "onBadValue", "text");

        assertThat(Objects.requireNonNull(lake.export("twins").failure()).getMessage())
                .contains("Born_Text", "born_text", "one name");
    }

    private static Manifest published(String tableId, String... parameters) {
        return Objects.requireNonNull(
                table(tableId, parameters).published(tableId).manifest());
    }

    private static ExportException failure(String tableId, String... parameters) {
        ExportResult result = table(tableId, parameters).export(tableId);
        return Objects.requireNonNull(result.failure(), "it was published");
    }

    private static TestLake table(String tableId, String... parameters) {
        List<String> all = new ArrayList<>(List.of("table", "public.people"));
        all.addAll(List.of(parameters));
        return lake.table(tableId, all.toArray(String[]::new));
    }

    private static List<List<@Nullable String>> rows(String tableId, String columns) {
        try (DuckDb duck = DuckDb.open()) {
            return duck.text("SELECT " + columns + " FROM (SELECT row_number() OVER () AS n, * FROM "
                    + lake.parquet(tableId) + ") ORDER BY n");
        }
    }

    private static List<@Nullable String> row(@Nullable String... values) {
        return Arrays.asList(values);
    }

    private static List<String> counts(Manifest manifest) {
        return manifest.badValues().stream()
                .map(count -> count.column() + " " + count.policy().spelled() + " " + count.values())
                .toList();
    }

    private static List<JsonNode> rejects(Manifest manifest) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String key : manifest.rejects()) {
            for (String line : Files.readAllLines(lake.objects().resolve(key))) {
                lines.add(JSON.readTree(line));
            }
        }
        return lines;
    }
}
