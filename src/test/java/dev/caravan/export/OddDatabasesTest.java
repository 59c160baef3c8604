package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.TestLake;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checksums and masks in databases whose owners have made more of SQL than tables: a run is published only if its values are proven. */
class OddDatabasesTest {
    /** Operators that fit better than those of PostgreSQL, or as well and come first, and answer something else. */
    private static final String OPERATORS = "CREATE SCHEMA own;"
            + operator("<", "numeric, int", "boolean", "true")
            + operator("<", "money_of_own, int", "boolean", "true")
            + operator("<=", "int_of_own, int", "boolean", "true")
            + operator("-", "date_of_own, date", "int", "5");

    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.open("odd", folder).set("caravan.mask.key", "0123456789abcdef0123456789abcdef");
        lake.sql("CREATE DOMAIN money_of_own AS numeric(12,2); CREATE DOMAIN date_of_own AS date;"
                + "CREATE DOMAIN int_of_own AS int");
    }

    @AfterEach
    void close() {
        lake.close();
    }

    private static String operator(String name, String types, String result, String value) {
        String function = "own.f" + Integer.toHexString((name + types).hashCode());
        return "CREATE FUNCTION " + function + "(" + types + ") RETURNS " + result
                + " LANGUAGE sql IMMUTABLE AS 'SELECT " + value + "'; CREATE OPERATOR own." + name + " (leftarg = "
                + types.replace(",", ", rightarg =") + ", function = " + function + ");";
    }

    @ParameterizedTest
    @CsvSource({"readers, 0", "where, true", "onBadValue, reject", "onBadValue, 'null, c7=text'"})
    void a_table_may_have_as_many_columns_as_postgresql_allows(String parameter, String value) {
        lake.sql("CREATE TABLE t ("
                + IntStream.range(0, 1600).mapToObj(i -> "c" + i + " date").collect(Collectors.joining(", "))
                + "); INSERT INTO t (c0, c7, c1599) VALUES ('2024-01-01', 'infinity', '2024-01-02'), ('2024-01-03', NULL, NULL);"
                + "UPDATE t SET c7 = NULL WHERE " + parameter.equals("readers") + " OR " + parameter.equals("where"));
        lake.table("t", "table", "t", "verify", "checksum", parameter, value);

        ExportResult result = lake.published("t");

        assertThat(result.rows()).isEqualTo(value.equals("reject") ? 1 : 2);
        assertThat(lake.json("_caravan/t/runs/" + result.runId() + ".json")
                        .get("checksums")
                        .size())
                .isEqualTo(value.contains("text") ? 1601 : 1600);
    }

    @ParameterizedTest
    @CsvSource({"readers, 0", "where, true"})
    void operators_of_the_users_own_have_no_part_in_it(String parameter, String value) {
        lake.sql(
                        OPERATORS
                                + "CREATE TABLE public.t (n numeric(10,2), m money_of_own, d date_of_own, i int_of_own, at timestamptz);"
                                + "INSERT INTO public.t VALUES (-2.5, -2.5, '2024-01-01', 123456, now()), (2.5, 2.5, '-infinity', NULL, NULL)")
                .sql("ALTER DATABASE " + lake.database() + " SET search_path = own, public");
        lake.table("t", "table", "public.t", "verify", "checksum", "onBadValue", "null", parameter, value);
        lake.table(
                "masked",
                "table",
                "public.t",
                "verify",
                "checksum",
                "onBadValue",
                "null",
                "mask",
                "n=hash, d=truncate(month), i=keep-last(2), at=truncate(day)");

        lake.published("t");
        lake.published("masked");

        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.text("SELECT i FROM " + lake.parquet("masked") + " WHERE i IS NOT NULL"))
                    .containsExactly(List.of("****56"));
        }
    }

    @Test
    void casts_of_the_users_own_have_no_part_in_it() {
        lake.sql("CREATE TYPE mood AS ENUM ('sad', 'ok'); CREATE DOMAIN mood_of_own AS mood;"
                + "CREATE FUNCTION spoken(mood) RETURNS text LANGUAGE sql IMMUTABLE AS 'SELECT ''spoken'''; "
                + "CREATE CAST (mood AS text) WITH FUNCTION spoken(mood);"
                + "CREATE TABLE t AS SELECT 'sad'::mood AS m, 'ok'::mood_of_own AS o, '{sad, NULL}'::mood[] AS a");
        lake.table("t", "table", "t", "verify", "checksum");

        lake.published("t");

        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.text("SELECT m, o FROM " + lake.parquet("t"))).containsExactly(List.of("sad", "ok"));
        }
    }

    @Test
    void a_database_may_read_backslashes_in_its_own_way() {
        lake.sql("CREATE TABLE t AS SELECT i::\"char\" AS c FROM generate_series(-128, 127) i")
                .sql("ALTER DATABASE " + lake.database() + " SET standard_conforming_strings = off");
        lake.table("t", "table", "t", "verify", "checksum");

        assertThat(lake.published("t").rows()).isEqualTo(256);
    }

    /** SQL reads the name of such a type as one of length 1. */
    @Test
    void a_domain_may_be_over_a_type_without_its_length() {
        lake.sql("CREATE DOMAIN letters AS bpchar; CREATE DOMAIN many AS bpchar[]; CREATE DOMAIN bits AS varbit;"
                + "CREATE TABLE t AS SELECT 'abc'::letters AS c, '{abc, NULL}'::many AS a, B'101'::bits AS b");
        lake.table("t", "table", "t", "verify", "checksum");

        lake.published("t");

        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.text("SELECT c, b FROM " + lake.parquet("t"))).containsExactly(List.of("abc", "101"));
        }
    }
}
