package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.DuckDb;
import dev.caravan.Fault;
import dev.caravan.FaultyProxy;
import dev.caravan.ProxiedRequest;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Masks together with all else that a run does. */
class MaskedRunsTest {
    private static final int ROWS = 12_000;

    @TempDir
    private Path folder;

    private FaultyProxy s3;
    private TestLake lake;

    @BeforeEach
    void open() {
        s3 = FaultyProxy.before(TestStack.get().s3().endpoint());
        lake = TestLake.open("maskedruns", folder)
                .set("caravan.lake.endpoint", s3.endpoint().toString())
                .set("caravan.chunk.retry.delay", "20ms")
                .set("caravan.mask.key", "a key of the tests, which is long enough");
    }

    @AfterEach
    void close() {
        lake.close();
        s3.close();
    }

    @Test
    void columns_of_several_types_can_be_joined_by_their_hashes() {
        lake.sql(
                        "CREATE TABLE a AS SELECT i AS id, 'name ' || i AS name FROM generate_series(-5, 5) i;"
                                + "CREATE TABLE b AS SELECT i::text AS id, ('name ' || i)::varchar(20) AS name FROM generate_series(-5, 5) i;"
                                + "CREATE TABLE c AS SELECT i::numeric(9,3) AS id, ('name ' || i)::char(20) AS name FROM generate_series(-5, 5) i")
                .table("a", "table", "a", "mask", "id=hash, name=hash")
                .table("b", "table", "b", "mask", "id=hash, name=hash")
                .table("c", "query", "SELECT * FROM c", "mask", "id=hash, name=hash");
        List.of("a", "b", "c").forEach(lake::published);

        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.value("SELECT count(*) FROM " + lake.parquet("a") + " JOIN " + lake.parquet("b")
                            + " b USING (id, name) JOIN " + lake.parquet("c") + " c USING (id, name)"))
                    .isEqualTo(11L);
        }
    }

    @Test
    void each_connection_has_the_key_also_one_that_replaces_a_lost_one() {
        lake.sql("CREATE TABLE t (id int PRIMARY KEY, words text); ALTER TABLE t ALTER words SET STORAGE PLAIN;"
                        + "INSERT INTO t SELECT i, repeat(md5(i::text), 120) FROM generate_series(1, " + ROWS
                        + ") i; ANALYZE t")
                .table(
                        "t",
                        "table",
                        "t",
                        "readers",
                        "3",
                        "batchRows",
                        "200",
                        "fileSize",
                        "100000",
                        "mask",
                        "id=hash, words=keep-last(900)");
        s3.fail(
                1,
                request -> isUpload(request, "00001-00001"),
                new Fault.Meanwhile(
                        () -> lake.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
                                + lake.database() + "' AND query LIKE 'COPY%ctid >= %ctid < %'")));

        assertThat(lake.published("t").rows()).isEqualTo(ROWS);

        assertThat(s3.count(request -> isUpload(request, "00001-00000"))).isEqualTo(2);
        lake.sql("CREATE TABLE one AS SELECT id FROM t").table("one", "table", "one", "mask", "id=hash");
        lake.published("one");
        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.value("SELECT count(DISTINCT id) FROM " + lake.parquet("t")))
                    .isEqualTo((long) ROWS);
            assertThat(duck.value("SELECT count(*) FROM " + lake.parquet("t") + " JOIN " + lake.parquet("one")
                            + " one USING (id)"))
                    .isEqualTo((long) ROWS);
        }
    }

    @Test
    void a_masked_key_tells_rows_apart_only_as_a_hash() throws IOException {
        lake.sql(
                "CREATE TABLE t (id bigint PRIMARY KEY, n numeric(3,1)); INSERT INTO t VALUES (471108151623, 'NaN'), (2, 1)");
        for (String mask : List.of("hash", "keep-last(1)", "null")) {
            lake.table("t", "table", "t", "mask", "id=" + mask, "onBadValue", "reject");
            JsonNode manifest = published("t");

            String line = Files.readString(
                    lake.objects().resolve(manifest.get("rejects").get(0).asText()));
            assertThat(line)
                    .doesNotContain("471108151623")
                    .containsPattern(mask.equals("hash") ? "\"key\":\\{\"id\":\"[0-9a-f]{64}\"}" : "\"key\":\\{}");
        }
    }

    @Test
    void masks_go_with_names_contracts_queries_orders_and_filters() {
        lake.sql(
                "CREATE TABLE t (id int, \"e mail\" text, born date, note xml, plain text);"
                        + "INSERT INTO t SELECT i, 'mail' || i, date '2024-05-01' + i, NULL, 'p' FROM generate_series(1, 20) i");
        lake.file("t.avsc", """
                {"type": "record", "name": "t", "fields": [
                  {"name": "mail", "type": ["null", "string"]},
                  {"name": "id", "type": ["null", "string"]},
                  {"name": "born", "type": ["null", {"type": "int", "logicalType": "date"}]},
                  {"name": "plain", "type": ["null", "string"]}]}
                """);
        lake.table(
                "t",
                "query",
                "SELECT * FROM t WHERE id > 10",
                "schema",
                "t.avsc",
                "drift",
                "ignore",
                "mask",
                "note=drop, born=truncate(month), \"e mail\"=hash, id=keep-last(1)",
                "rename",
                "e mail=mail",
                "sortBy",
                "e mail",
                "bloomFilters",
                "e mail");

        JsonNode manifest = published("t");

        assertThat(masks(manifest))
                .containsExactly("id: keep-last(1)", "e mail: hash", "born: truncate(month)", "note: drop");
        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.columns(lake.files("t").get(0)).keySet()).containsExactly("mail", "id", "born", "plain");
            assertThat(duck.text("SELECT mail FROM " + lake.parquet("t")))
                    .hasSize(10)
                    .isSortedAccordingTo((a, b) -> a.get(0).compareTo(b.get(0)));
            assertThat(duck.text("SELECT DISTINCT path_in_schema FROM parquet_metadata('"
                            + lake.files("t").get(0) + "') WHERE bloom_filter_offset IS NOT NULL"))
                    .containsExactly(List.of("mail"));
            assertThat(duck.text("SELECT DISTINCT born, length(id) FROM " + lake.parquet("t") + " ORDER BY 1"))
                    .containsExactly(List.of("2024-05-01", "2"));
        }
    }

    @Test
    void a_run_without_masks_has_none_and_a_new_mask_is_a_change_of_its_column() {
        lake.sql("CREATE TABLE t AS SELECT 1 AS id, 2 AS n").table("t", "table", "t");
        assertThat(masks(published("t"))).isEmpty();

        lake.table("t", "table", "t", "mask", "id=hash, n=drop");

        assertThat(published("t").get("drift").toString()).contains("id", "string", "DROPPED", "n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Table", "Query", "Where"})
    void a_header_cannot_read_past_the_masks(String header) {
        lake.sql("CREATE TABLE t AS SELECT 'raw' AS v").file("own.yaml", """
                - route:
                    id: own
                    routeConfigurationId: table-errors
                    from:
                      uri: direct:own
                      steps:
                        - setHeader: { name: CamelCaravan%s, constant: "true" }
                        - to: pg-table:own?table=t&mask=v=hash
                """.formatted(header));

        assertThat(Objects.requireNonNull(lake.export("own").failure()))
                .hasMessageContaining(
                        "The header CamelCaravan" + header + " is set, and columns of the table are masked.")
                .hasMessageContaining("remove the header")
                .extracting(failure -> failure.code())
                .isEqualTo(ErrorCode.BAD_CONFIGURATION);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v=null", "v=constant(masked), n=drop"})
    void an_option_of_the_component_does_not_switch_off_the_masks_of_a_table(String option) {
        lake.set("camel.component.pg-table.mask", option)
                .sql("CREATE TABLE t AS SELECT 'raw' AS v, 1 AS n")
                .table("t", "table", "t", "mask", "v=constant(masked), n=drop");

        ExportResult result = lake.export("t");

        if (result.isPublished()) {
            assertThat(option).isEqualTo("v=constant(masked), n=drop");
            assertThat(masks(published("t"))).containsExactly("v: constant(masked)", "n: drop");
        } else {
            assertThat(result.failure())
                    .hasMessageContaining(
                            "mask is an option of the endpoint or its component, 'v=null', and a parameter")
                    .hasMessageContaining("Keep one of the two");
        }
    }

    @Test
    void no_header_is_a_mask() {
        lake.sql("CREATE TABLE t AS SELECT 'raw' AS v").file("own.yaml", """
                - route:
                    id: own
                    routeConfigurationId: table-errors
                    from:
                      uri: direct:own
                      steps:
                        - setHeader: { name: CamelCaravanMask, constant: "v=constant(open)" }
                        - setHeader: { name: mask, constant: "v=constant(open)" }
                        - to: pg-table:own?table=t&mask=v=hash
                        - split:
                            simple: "${body}"
                            streaming: true
                            stopOnException: true
                            steps:
                              - to: pg-copy:own
                              - split:
                                  simple: "${body}"
                                  streaming: true
                                  stopOnException: true
                                  steps:
                                    - to: parquet-file:own
                                    - to: "lake-upload:own?to=RAW(aws2-s3:{{caravan.lake.bucket}}?amazonS3Client=#lakeS3)"
                        - to: lake-publish:own
                """);
        lake.published("own");

        try (DuckDb duck = DuckDb.open()) {
            assertThat(String.valueOf(duck.value("SELECT v FROM " + lake.parquet("own"))))
                    .matches("[0-9a-f]{64}");
        }
    }

    private JsonNode published(String table) {
        lake.published(table);
        return lake.json(lake.state(table).get("manifest").asText());
    }

    private static List<String> masks(JsonNode manifest) {
        return manifest.get("masks").findParents("mask").stream()
                .map(mask ->
                        mask.get("column").asText() + ": " + mask.get("mask").asText())
                .collect(Collectors.toList());
    }

    private static boolean isUpload(ProxiedRequest request, String name) {
        return request.method().equals("PUT")
                && request.path().contains("/uploads/")
                && request.path().contains("/" + name)
                && !request.headers().containsKey("x-amz-copy-source");
    }
}
