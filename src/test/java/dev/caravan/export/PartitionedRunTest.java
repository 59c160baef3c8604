package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import dev.caravan.DuckDb;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import dev.caravan.error.ErrorCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.glue.model.Column;

/** Runs of partitioned tables, judged by readers that come by folders and by the catalog. */
class PartitionedRunTest {
    @TempDir
    private Path folder;

    @TempDir
    private Path fetched;

    private TestLake lake;
    private PartitionReader reader;

    @BeforeEach
    void open() {
        lake = TestLake.open("partitioned", folder).set("caravan.retry.maximum", "0");
        reader = new PartitionReader(lake, fetched);
    }

    @AfterEach
    void close() {
        lake.close();
        reader.close();
    }

    private void define(String... parameters) {
        List<String> all = new ArrayList<>(List.of("table", "t"));
        all.addAll(List.of(parameters));
        lake.table("t", all.toArray(String[]::new));
    }

    private static final String ODD_TEXTS = """
            CREATE TABLE t (id int, country text);
            INSERT INTO t SELECT row_number() OVER (), v FROM unnest(ARRAY[
              'DE', 'de', 'a/b', 'a%2Fb', 'a:b', 'a=b', ' blank ', 'ü', '日本', '🐘', 'it''s', '"quoted"', 'a\b', 'x{y}', '[z]', '^', '#1', '100%',
              'a?b', '*', 'tab' || chr(9) || 'tab', 'line' || chr(10) || 'line', chr(1), chr(127), '.', '..', '007', '2026-01-01', 'true', 'NULL', 'null',
              '+', 'a+b', 'a&b', '~', '$x', ',', ';', '<b>', '|', repeat('x', 300), repeat('ü', 300), 'DE', 'DE', NULL, NULL]) v
            """;

    /** The judge decodes the names of folders by itself. */
    @Test
    void texts_of_every_kind_are_found_by_the_folders_of_hive() {
        // The embedded S3 has no file of the name of a key for these.
        lake.sql(ODD_TEXTS + "; DELETE FROM t WHERE length(country) > 200");
        define("partitionBy", "country", "catalog", "none");
        lake.published("t");

        try (DuckDb duck = DuckDb.open()) {
            assertThat(
                            duck.text(
                                    "SELECT country, count(*), sum(id) FROM read_parquet('" + lake.objects()
                                            + "/t/**/*.parquet', hive_partitioning = true, hive_types = {'country': varchar}) GROUP BY 1 ORDER BY 3"))
                    .isEqualTo(SameRows.postgres(
                            lake.database(), "SELECT country, count(*), sum(id) FROM t GROUP BY 1 ORDER BY 3"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"partition", "replace"})
    void texts_of_every_kind_are_found_by_the_catalog(String publish) {
        lake.sql(ODD_TEXTS);
        define("partitionBy", "country", "catalog", "glue", "publish", publish);
        lake.published("t");

        assertThat(reader.rows("t", "SELECT country, count(*), sum(id) FROM %s GROUP BY 1 ORDER BY 3"))
                .isEqualTo(SameRows.postgres(
                        lake.database(), "SELECT country, count(*), sum(id) FROM t GROUP BY 1 ORDER BY 3"));
        assertThat(reader.table("t").partitionKeys())
                .extracting(Column::name, Column::type)
                .containsExactly(tuple("country", "string"));
        assertThat(reader.table("t").storageDescriptor().columns())
                .extracting(Column::name)
                .containsExactly("id");
    }

    @ParameterizedTest
    @CsvSource({"''", "'__HIVE_DEFAULT_PARTITION__'"})
    void a_text_that_no_reader_can_tell_from_null_is_a_bad_value(String text) {
        lake.sql("CREATE TABLE t AS SELECT 1 AS id, '" + text + "'::text AS country UNION ALL SELECT 2, 'DE'");
        define("partitionBy", "country", "catalog", "none");

        ExportResult refused = lake.export("t");

        assertThat(refused.failure()).isNotNull().satisfies(failure -> {
            assertThat(failure.code()).isEqualTo(ErrorCode.BAD_VALUE);
            assertThat(failure.what())
                    .contains("Column country of table t holds", "no reader could tell the two apart");
            assertThat(failure.hint()).contains("country=null");
        });
        assertThat(lake.files("t")).isEmpty();

        define("partitionBy", "country", "catalog", "none", "onBadValue", "country=null");
        ExportResult published = lake.published("t");

        assertThat(published.rows()).isEqualTo(2);
        JsonNode manifest = lake.json(lake.state("t").get("manifest").asText());
        assertThat(manifest.get("badValues").get(0).get("column").asText()).isEqualTo("country");
        assertThat(manifest.get("badValues").get(0).get("values").asInt()).isEqualTo(1);
    }

    @Test
    void moments_are_found_by_the_clocks_of_the_time_zone() {
        lake.sql(
                "CREATE TABLE t AS SELECT i AS id, timestamptz '2024-03-30 20:00Z' + i * interval '17 minutes 1 microsecond' AS at"
                        + " FROM generate_series(1, 400) i UNION ALL"
                        + " SELECT 1000 + i, timestamptz '2024-10-26 20:00Z' + i * interval '17 minutes' FROM generate_series(1, 400) i"
                        + " UNION ALL SELECT 2000 + i, timestamptz '2024-02-28 00:00Z' + i * interval '1 hour' FROM generate_series(1, 72) i"
                        + " UNION ALL SELECT 3000, NULL UNION ALL SELECT 3001, '0001-01-02 00:00Z' UNION ALL SELECT 3002, '9999-12-31 22:00Z'"
                        + " UNION ALL SELECT 3003 + i, timestamptz '2020-12-27 00:00Z' + i * interval '12 hours' FROM generate_series(1, 30) i");
        define(
                "partitionBy",
                "dt_year=year(at), dt_month=extract(month from at), dt_start_week=week(at), d=day(at), h=hour(at), m=month(at)",
                "catalog",
                "glue",
                "timeZone",
                "Europe/Berlin");
        lake.published("t");

        String local = "at AT TIME ZONE 'Europe/Berlin'";
        assertThat(
                        reader.rows(
                                "t",
                                "SELECT dt_year, dt_month, dt_start_week, d, h, m, count(*), sum(id) FROM %s GROUP BY ALL ORDER BY sum(id), h"))
                .isEqualTo(SameRows.postgres(
                        lake.database(),
                        "SELECT extract(year from l)::int, extract(month from l)::int, date_trunc('week', l)::date, l::date,"
                                + " to_char(l, 'YYYY-MM-DD-HH24'), to_char(l, 'YYYY-MM'), count(*), sum(id) FROM (SELECT id, "
                                + local
                                + " AS l FROM t) s GROUP BY 1, 2, 3, 4, 5, 6 ORDER BY sum(id), 5"));
    }

    @Test
    void only_partitions_whose_rows_have_changed_are_led_elsewhere() {
        lake.sql(
                "CREATE TABLE t AS SELECT i AS id, date '2026-01-01' + i / 100 AS day, 'a' AS v FROM generate_series(0, 499) i");
        define("partitionBy", "dt=day(day)", "catalog", "glue", "keepRuns", "2");
        lake.published("t");
        Map<String, String> first = reader.locations("t");
        assertThat(first).hasSize(5);

        lake.sql("UPDATE t SET v = 'b' WHERE id = 250; DELETE FROM t WHERE day = '2026-01-01';"
                + " UPDATE t SET day = '2026-02-01' WHERE id = 450");
        lake.published("t");

        Map<String, String> second = reader.locations("t");
        assertThat(second.keySet())
                .containsExactly("2026-01-02", "2026-01-03", "2026-01-04", "2026-01-05", "2026-02-01");
        assertThat(second.get("2026-01-02")).isEqualTo(first.get("2026-01-02"));
        assertThat(second.get("2026-01-04")).isEqualTo(first.get("2026-01-04"));
        assertThat(second.get("2026-01-03")).isNotEqualTo(first.get("2026-01-03"));
        assertThat(second.get("2026-01-05")).isNotEqualTo(first.get("2026-01-05"));
        assertThat(reader.rows("t", "SELECT id, day, v, dt FROM %s ORDER BY id"))
                .isEqualTo(SameRows.postgres(lake.database(), "SELECT id, day, v, day FROM t ORDER BY id"));
        // For queries that are running.
        assertThat(reader.files(first.get("2026-01-03"))).isNotEmpty();
    }

    @Test
    void a_table_without_rows_has_its_columns_and_no_partition() {
        lake.sql("CREATE TABLE t (id int, day date)");
        define("partitionBy", "dt=day(day)", "catalog", "glue");
        lake.published("t");

        assertThat(reader.partitions("t")).isEmpty();
        assertThat(reader.table("t").storageDescriptor().columns())
                .extracting(Column::name)
                .containsExactly("id", "day");

        lake.sql("INSERT INTO t VALUES (1, '2026-01-01')");
        lake.published("t");
        assertThat(reader.locations("t")).containsOnlyKeys("2026-01-01");
        lake.sql("TRUNCATE t");
        lake.published("t");
        assertThat(reader.partitions("t")).isEmpty();
    }

    @Test
    void projection_tells_readers_where_each_partition_is() {
        lake.sql(
                "CREATE TABLE t AS SELECT i AS id, date '2026-01-01' + i AS day, i % 3 AS shop FROM generate_series(0, 9) i");
        define("partitionBy", "dt=day(day), shop", "catalog", "glue", "projection", "true");
        lake.published("t");

        Map<String, String> parameters = reader.table("t").parameters();
        assertThat(parameters)
                .containsEntry("projection.enabled", "true")
                .containsEntry("projection.dt.type", "date")
                .containsEntry("projection.dt.range", "2026-01-01,2026-01-10")
                .containsEntry("projection.shop.type", "enum")
                .containsEntry("projection.shop.values", "0,1,2");
        assertThat(reader.partitions("t")).isEmpty();
        String template = parameters.get("storage.location.template");
        String location = template.replace("${dt}", "2026-01-05").replace("${shop}", "1");
        assertThat(reader.files(location.substring(("s3://" + lake.bucket() + "/").length())))
                .hasSize(1);

        lake.sql("INSERT INTO t VALUES (100, NULL, 1)");
        ExportResult refused = lake.export("t");
        assertThat(refused.failure()).isNotNull().satisfies(failure -> assertThat(failure.what())
                .contains("partition dt is NULL"));
        assertThat(reader.table("t").parameters()).isEqualTo(parameters);
    }

    @Test
    void a_partition_column_stays_in_the_files_if_it_is_wanted() {
        lake.sql("CREATE TABLE t AS SELECT i AS id, 'c' || i % 2 AS country FROM generate_series(1, 10) i");
        define("partitionBy", "country", "catalog", "glue", "keepPartitionColumns", "true", "verify", "checksum");
        lake.published("t");

        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.text("SELECT country, sum(id) FROM " + lake.parquet("t") + " GROUP BY 1 ORDER BY 1"))
                    .isEqualTo(List.of(List.of("c0", "30"), List.of("c1", "25")));
        }
        assertThat(reader.table("t").storageDescriptor().columns())
                .extracting(Column::name)
                .containsExactly("id");
    }

    @Test
    void values_are_proven_also_where_the_folder_tells_them() {
        lake.sql(
                "CREATE TABLE t AS SELECT i AS id, CASE WHEN i % 3 > 0 THEN i % 3 END AS shop, md5(i::text) AS words FROM generate_series(1, 5000) i");
        define("partitionBy", "shop", "catalog", "none", "verify", "checksum");
        lake.published("t");

        JsonNode manifest = lake.json(lake.state("t").get("manifest").asText());
        assertThat(manifest.get("checksums").findValuesAsText("column")).containsExactly("id", "words");
    }
}
