package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.TestLake;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names and SQL with characters that lists, URIs and placeholders have a use for. */
class OddNamesTest {
    private static final String ODDEST = "a&b+c%20?)#\u00e4";

    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.open("oddnames", folder).sql("""
                CREATE TABLE odd (id int PRIMARY KEY, "x,y" text, "a=b" int, "a&b+c%20?)#\u00e4" text, " s " int, secret text,
                    n numeric(5,2), grid int[], doc jsonb);
                INSERT INTO odd SELECT i, 'x' || i, -i, 'k' || i, i, 'secret', i, '{{1,2},{3,4}}', '{"a":{"b":1}}'
                    FROM generate_series(1, 20) i
                """);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void columns_of_any_name_can_be_left_out_renamed_sorted_by_and_filtered() {
        lake.table(
                "odd",
                "table",
                "public.odd",
                "exclude",
                "secret, \" s \", grid, doc",
                "rename",
                "\"x,y\"=x_y",
                "sortBy",
                "\"a=b\", " + ODDEST,
                "bloomFilters",
                "\"x,y\", " + ODDEST,
                "types",
                "\"x,y\"=text, n=text",
                "onBadValue",
                "\"a=b\"=null");
        lake.published("odd");
        try (DuckDb duck = DuckDb.open()) {
            Path file = lake.files("odd").get(0);
            assertThat(duck.columns(file)).containsOnlyKeys("id", "x_y", "a=b", ODDEST, "n");
            assertThat(duck.text("SELECT x_y, \"a=b\" FROM " + lake.parquet("odd") + " LIMIT 1"))
                    .containsExactly(List.of("x20", "-20"));
            assertThat(duck.text("SELECT DISTINCT path_in_schema FROM parquet_metadata('" + file
                            + "') WHERE bloom_filter_offset IS NOT NULL ORDER BY 1"))
                    .containsExactly(List.of(ODDEST), List.of("x_y"));
        }
    }

    @Test
    void braces_of_arrays_and_json_in_sql_are_no_placeholders() {
        String where =
                "grid = '{{1,2},{3,4}}' AND grid <> '{{{1},{2}}}' AND doc @> '{\"a\":{\"b\":1}}' AND id = {{wanted:7}}";
        lake.table("odd", "table", "public.odd", "where", where, "exclude", "grid")
                .table("asked", "query", "SELECT id FROM odd WHERE " + where);
        assertThat(lake.published("odd").rows()).isEqualTo(1);
        assertThat(lake.published("asked").rows()).isEqualTo(1);
    }

    @Test
    void a_bad_value_of_a_renamed_table_is_told_by_the_names_of_the_lake_and_fixed_by_those_of_the_table() {
        lake.sql("UPDATE odd SET n = 'NaN' WHERE id = 3")
                .table("odd", "table", "public.odd", "columns", "id, n", "rename", "id=number, n=amount");
        assertThat(Objects.requireNonNull(lake.export("odd").failure()).getMessage())
                .contains("Column amount (numeric(5,2)) of table public.odd holds, in the row number = 3, NaN")
                .contains("Set onBadValue to n=null");
    }
}
