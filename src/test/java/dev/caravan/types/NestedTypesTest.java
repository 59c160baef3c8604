package dev.caravan.types;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.TestStack;
import dev.caravan.error.ExportException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Types within types, also those that only the server can print. */
class NestedTypesTest {
    private static String database = "";

    @TempDir
    private Path folder;

    @BeforeAll
    static void prepare() {
        database = TestStack.freshDatabase("nested_types");
        TestStack.execute(
                database,
                "CREATE EXTENSION hstore; CREATE DOMAIN pct AS numeric(5,2); CREATE DOMAIN pct2 AS pct CHECK (VALUE > 0); "
                        + "CREATE DOMAIN ints AS int[]; CREATE DOMAIN spans AS int4range[]; "
                        + "CREATE TYPE plain AS (a int, \"B b\" text); "
                        + "CREATE TYPE shape AS (n int, at point, during int4range, tags int4range[]); "
                        + "CREATE DOMAIN shape_d AS shape; "
                        + "CREATE TYPE deep AS (s shape, all_s shape[], d shape_d, p plain[], h hstore); "
                        + "CREATE TYPE nothing AS (); CREATE DOMAIN moneys AS money");
    }

    @Test
    void domains_are_what_they_are_over() {
        assertThat(lake("VALUES ('1.50'::pct2), (NULL)")).containsExactly("1.50", null);
        assertThat(lake("VALUES ('{1,NULL,3}'::ints), ('{}')")).containsExactly("[1, NULL, 3]", "[]");
        assertThat(lake("VALUES ('{\"{1}\",NULL,\"{2,3}\"}'::ints[])")).containsExactly("[[1], NULL, [2, 3]]");
        assertThat(lake("VALUES ('{1.5}'::pct2[])")).containsExactly("[1.50]");
        assertThat(lake("VALUES ('{\"[1,3)\"}'::spans)")).containsExactly("['[1,3)']");
    }

    @Test
    void arrays_of_what_the_server_prints_keep_their_elements_and_dimensions() {
        assertThat(lake("VALUES ('{\"(1,2)\",NULL}'::point[]), ('{}'), (NULL)"))
                .containsExactly("['(1,2)', NULL]", "[]", null);
        assertThat(lake("VALUES (ARRAY['[1,3)'::int4range, 'empty', NULL])")).containsExactly("['[1,3)', empty, NULL]");
        assertThat(lake("VALUES (ARRAY['1.50'::money, NULL])")).containsExactly("[1.50, NULL]");
        assertThat(lake("VALUES ('[5:6]={1,2}'::int[])")).containsExactly("[1, 2]");
    }

    @Test
    void an_array_of_more_dimensions_is_read_when_it_is_declared_or_chosen() {
        TestStack.execute(
                database,
                "DROP TABLE IF EXISTS t; CREATE TABLE t (n int, v int[][]); "
                        + "INSERT INTO t VALUES (1, '{{1,2},{3,NULL}}'), (2, '{}')");
        assertThat(new RoundTrip(database, folder).glue("t")).containsExactly("int", "array<array<int>>");
        assertThat(lake("VALUES ('{{1,2},{3,NULL}}'::int[])", "v=array(2)")).containsExactly("[[1, 2], [3, NULL]]");
        assertThat(lake("VALUES ('{{\"[1,2)\"},{NULL}}'::int4range[])", "v=array(2)"))
                .containsExactly("[['[1,2)'], [NULL]]");
        assertThat(lake("VALUES ('{{1,2},{3,NULL}}'::int[])", "v=text")).containsExactly("{{1,2},{3,NULL}}");
    }

    @Test
    void a_composite_with_parts_that_only_the_server_can_print_is_a_struct_all_the_same() {
        assertThat(lake("VALUES (ROW(1, '(1,2)', '[1,3)', ARRAY['[1,2)'::int4range, NULL])::shape), "
                        + "(ROW(NULL,NULL,NULL,NULL)::shape), (NULL)"))
                .containsExactly(
                        "{'n': 1, 'at': '(1,2)', 'during': '[1,3)', 'tags': ['[1,2)', NULL]}",
                        "{'n': NULL, 'at': NULL, 'during': NULL, 'tags': NULL}",
                        null);
    }

    @Test
    void composites_nest_in_arrays_domains_and_each_other() {
        assertThat(lake("VALUES (ARRAY[ROW(1,'x')::plain, NULL, ROW(NULL,NULL)::plain])"))
                .containsExactly("[{'a': 1, 'B b': x}, NULL, {'a': NULL, 'B b': NULL}]");
        assertThat(
                        lake(
                                "VALUES (ARRAY[ROW(1,'(0,1)','empty','{}')::shape, NULL, ROW(NULL,NULL,NULL,NULL)::shape]), ('{}'), (NULL)"))
                .containsExactly(
                        "[{'n': 1, 'at': '(0,1)', 'during': empty, 'tags': []}, NULL, "
                                + "{'n': NULL, 'at': NULL, 'during': NULL, 'tags': NULL}]",
                        "[]",
                        null);
        String shape = "ROW(7,'(0,1)','(,5)','{}')::shape";
        String printed = "{'n': 7, 'at': '(0,1)', 'during': '(,5)', 'tags': []}";
        assertThat(lake("VALUES (ROW(" + shape + ", ARRAY[" + shape + ", NULL], " + shape
                        + "::shape_d, ARRAY[ROW(1,'x')::plain], 'k=>v, n=>NULL')::deep)"))
                .containsExactly("{'s': " + printed + ", 'all_s': [" + printed + ", NULL], 'd': " + printed
                        + ", 'p': [{'a': 1, 'B b': x}], 'h': {k=v, n=NULL}}");
    }

    @Test
    void an_array_made_anew_that_has_more_dimensions_than_declared_is_refused_like_any_other() {
        assertThatThrownBy(() -> lake("VALUES (ARRAY[ARRAY[ROW(1,'(0,1)','empty','{}')::shape]])"))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("2 dimensions");
    }

    @Test
    void a_composite_whose_parts_are_one_name_in_the_catalog_is_refused_unless_it_is_text() {
        TestStack.execute(database, "CREATE TYPE twice AS (\"A\" int, a int)");
        assertThatThrownBy(() -> lake("VALUES (ARRAY[ROW(1, 2)::twice])"))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining("column v has the parts A and a")
                .hasMessageContaining("v=text");
        assertThat(lake("VALUES (ARRAY[ROW(1, 2)::twice])", "v=text")).containsExactly("{\"(1,2)\"}");
    }

    @Test
    void a_composite_without_attributes_is_text() {
        assertThat(lake("VALUES (ROW()::nothing), (NULL)")).containsExactly("()", null);
    }

    @Test
    void ranges_become_structs_when_that_is_chosen() {
        assertThat(lake("VALUES ('[1,10)'::int4range), ('empty'), ('(,)'), (NULL)", "v=struct"))
                .containsExactly(
                        "{'lower': 1, 'upper': 10, 'lower_inc': true, 'upper_inc': false, 'empty': false}",
                        "{'lower': NULL, 'upper': NULL, 'lower_inc': false, 'upper_inc': false, 'empty': true}",
                        "{'lower': NULL, 'upper': NULL, 'lower_inc': false, 'upper_inc': false, 'empty': false}",
                        null);
        assertThat(lake("VALUES (ARRAY['[1,3)'::int4range, NULL])", "v=struct"))
                .containsExactly(
                        "[{'lower': 1, 'upper': 3, 'lower_inc': true, 'upper_inc': false, 'empty': false}, NULL]");
        assertThat(lake("VALUES ('{[1,3),[5,)}'::int4multirange), ('{}'), (NULL)", "v=struct"))
                .containsExactly(
                        "[{'lower': 1, 'upper': 3, 'lower_inc': true, 'upper_inc': false, 'empty': false}, "
                                + "{'lower': 5, 'upper': NULL, 'lower_inc': true, 'upper_inc': false, 'empty': false}]",
                        "[]",
                        null);
    }

    @Test
    void hstore_is_a_map_whose_values_may_be_null() {
        assertThat(lake("VALUES ('a=>1, b=>NULL'::hstore), (''), (NULL)")).containsExactly("{a=1, b=NULL}", "{}", null);
        assertThat(lake("VALUES (ARRAY['a=>1'::hstore, NULL])")).containsExactly("[{a=1}, NULL]");
    }

    @Test
    void money_is_what_the_server_says_it_is_worth() {
        assertThat(lake("VALUES ('92233720368547758.07'::money), ('-92233720368547758.08'), (NULL)"))
                .containsExactly("92233720368547758.07", "-92233720368547758.08", null);
        assertThat(lake("VALUES (ARRAY['1.50'::moneys])")).containsExactly("[1.50]");
    }

    @Test
    void queries_may_return_records_and_unknown_types() {
        Path file = new RoundTrip(database, folder)
                .export(
                        "",
                        "SELECT ROW(1, 'a') AS r, ARRAY[ROW(1)] AS rs, '\\377'::\"char\" AS c, pg_sleep(0) AS nothing",
                        "");
        try (var duck = dev.caravan.DuckDb.open()) {
            assertThat(duck.text("SELECT * FROM " + dev.caravan.DuckDb.parquet(file)))
                    .containsExactly(List.of("(1,a)", "['(1)']", "\\377", ""));
        }
    }

    @Test
    void a_query_keeps_serials_modifiers_and_domains() {
        TestStack.execute(
                database,
                "DROP TABLE IF EXISTS s; CREATE TABLE s (id serial, big bigserial, p pct, "
                        + "ps numeric(9,2)[], n numeric(3,-2)); INSERT INTO s (p, ps, n) VALUES (1.5, '{2.5}', 12345)");
        Path file = new RoundTrip(database, folder).export("", "SELECT * FROM s", "");
        try (var duck = dev.caravan.DuckDb.open()) {
            assertThat(duck.columns(file).values())
                    .containsExactly("INTEGER", "BIGINT", "DECIMAL(5,2)", "DECIMAL(9,2)[]", "DECIMAL(5,0)");
        }
    }

    private List<@Nullable String> lake(String select) {
        return lake(select, "");
    }

    private List<@Nullable String> lake(String select, String types) {
        return new RoundTrip(database, folder).lake(select, types);
    }
}
