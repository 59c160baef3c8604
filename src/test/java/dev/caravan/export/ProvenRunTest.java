package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import dev.caravan.proof.ColumnSum;
import dev.caravan.proof.FileSums;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.parquet.io.LocalInputFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs whose values are proven: what PostgreSQL adds up and what the files hold agree, whatever became of the rows on the way. */
class ProvenRunTest {
    private static final String DATES = "CREATE TABLE t AS SELECT i AS id, CASE WHEN i % 7 = 0 THEN 'infinity'::date"
            + " WHEN i % 5 > 0 THEN DATE '2020-01-01' + i END AS d, CASE WHEN i % 3 = 0 THEN ARRAY['infinity'::timestamptz, now()]"
            + " ELSE ARRAY[now()] END AS moments, i::text AS words FROM generate_series(1, 20000) i; ALTER TABLE t ADD PRIMARY KEY (id)";

    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.open("proven", folder);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private JsonNode manifest() {
        return lake.json("_caravan/t/runs/" + lake.published("t").runId() + ".json");
    }

    /** What the published files hold is what the manifest says that PostgreSQL had. */
    private void agree(JsonNode manifest) {
        Map<String, ColumnSum> held = new TreeMap<>();
        lake.files("t").forEach(file -> FileSums.of(new LocalInputFile(file))
                .columns()
                .forEach(sum -> held.merge(sum.column(), sum, ColumnSum::plus)));
        List<ColumnSum> said = new ArrayList<>();
        manifest.get("checksums")
                .forEach(sum -> said.add(new ColumnSum(
                        sum.get("column").asText(),
                        sum.get("values").asLong(),
                        new BigInteger(sum.get("sum").asText()))));
        assertThat(said).isNotEmpty().containsExactlyInAnyOrderElementsOf(held.values());
    }

    @Test
    void sums_of_the_manifest_are_those_of_the_server() {
        lake.sql("CREATE TABLE t AS SELECT i AS id, CASE WHEN i % 2 = 0 THEN 'v' || i END AS words"
                + " FROM generate_series(1, 1000) i");
        lake.table("t", "table", "t", "verify", "checksum");

        JsonNode manifest = manifest();

        agree(manifest);
        String sum = SameRows.postgres(
                        lake.database(), "SELECT sum(hashtextextended(words COLLATE \"C\", 0))::text FROM t")
                .get(0)
                .get(0);
        assertThat(manifest.get("checksums").get(1).get("sum").asText()).isEqualTo(sum);
        assertThat(manifest.get("checksums").get(1).get("values").asLong()).isEqualTo(500);
    }

    @Test
    void without_being_asked_for_nothing_is_summed() {
        lake.sql("CREATE TABLE t AS SELECT 1 AS id").table("t", "table", "t");

        assertThat(manifest().has("checksums")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"null", "clamp", "text", "reject", "'fail, d=reject, moments=null'"})
    void what_becomes_of_bad_values_is_taken_into_account(String policy) {
        lake.sql(DATES);
        lake.table("t", "table", "t", "verify", "checksum", "onBadValue", policy);

        JsonNode manifest = manifest();

        agree(manifest);
        assertThat(manifest.get("badValues").isEmpty()).isFalse();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            table | t                                                             | readers  | 3
            table | t                                                             | where    | id > 5000 AND random() < 0.5
            query | SELECT id, d, moments FROM t ORDER BY random() LIMIT 777      | readers  | 0
            table | v                                                             | readers  | 0
            table | t                                                             | sortBy   | words, id
            table | t                                                             | columns  | words, id
            table | t                                                             | rename   | id=number, d=day
            table | t                                                             | types    | d=text, words=text
            table | t                                                             | fileSize | 40000
            """)
    void every_form_of_a_table_is_proven(String form, String source, String parameter, String value) {
        lake.sql(DATES + "; CREATE VIEW v AS SELECT id, random() AS x, words FROM t");
        lake.table("t", form, source, "verify", "checksum", "onBadValue", "null", parameter, value);

        agree(manifest());
    }

    @Test
    void what_stands_in_the_lake_in_place_of_values_is_proven() {
        lake.set("caravan.mask.key", "0123456789abcdef0123456789abcdef");
        lake.sql(DATES);
        lake.table(
                "t",
                "table",
                "t",
                "verify",
                "checksum",
                "onBadValue",
                "null",
                "mask",
                "id=hash, d=truncate(month), words=keep-last(2), moments=null");

        agree(manifest());
    }

    @Test
    void partitions_are_summed_piece_by_piece() {
        lake.sql("CREATE TABLE t (id int, words text) PARTITION BY RANGE (id); "
                + "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM (0) TO (40000) WITH (fillfactor = 10); "
                + "CREATE TABLE t2 PARTITION OF t FOR VALUES FROM (40000) TO (100000) WITH (fillfactor = 10); "
                + "INSERT INTO t SELECT i, md5(i::text) FROM generate_series(1, 60000) i; ANALYZE t");
        lake.table("t", "table", "t", "verify", "checksum", "readers", "2");

        JsonNode manifest = manifest();

        assertThat(manifest.get("chunks").size()).isGreaterThan(1);
        agree(manifest);
    }
}
