package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.SameRows;
import dev.caravan.TestLake;
import dev.caravan.error.ErrorCode;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What readers find in the lake is what PostgreSQL says, whatever the table is like. */
class TableExportTest {
    private static final String ODD = "we \"ird\" €/%&?#+🐫";

    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.open("export", folder);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @Test
    void every_type_arrives_as_it_is() {
        lake.sql("""
                CREATE TYPE mood AS ENUM ('sad', 'so so', 'It''s "€"');
                CREATE DOMAIN positive AS numeric(12,3) CHECK (value > 0);
                CREATE TABLE everything (
                    yes boolean, small smallint, whole int, large bigint, single real, twice double precision,
                    money numeric(12,2), wide numeric(38,10), bare numeric, whole_number numeric(5,0),
                    words text, short varchar(10), padded char(4), raw bytea,
                    id uuid, plain json, binary_json jsonb, feeling mood, amount positive,
                    day date, at timestamp, moment timestamptz, clock time,
                    numbers int[], texts text[], prices numeric(10,2)[], moods mood[], moments timestamptz[], grid int[][]);
                INSERT INTO everything VALUES
                (true, -32768, -2147483648, -9223372036854775808, '-Infinity', 'NaN',
                    -9999999999.99, -9999999999999999999999999999.9999999999, 'NaN', -99999,
                    '', 'ab', 'x', '', '00000000-0000-0000-0000-000000000000', '{"b": 1,  "a":[1]}', '{"b": 1, "a": null}',
                    'sad', 0.001, '0001-01-01', '0001-01-01 00:00:00.000001', '1969-12-31 23:59:59.999999+00',
                    '00:00', '{}', '{}', '{}', '{}', '{}', '{}'),
                (false, 32767, 2147483647, 9223372036854775807, 1.17549435e-38, 4.9e-324,
                    9999999999.99, 9999999999999999999999999999.9999999999, 123456789012345678901234567890.123456789, 99999,
                    E'tab\\t newline\\n quote'' "€ 🐫 \\\\', 'ünïcödé', 'abcd', '\\x00ff10', 'ffffffff-ffff-ffff-ffff-ffffffffffff',
                    'null', '"text"', 'It''s "€"', 999999999.999, '9999-12-31', '9999-12-31 23:59:59.999999',
                    '2024-02-29 12:00:00.000001+01', '24:00', '{1,NULL,-3}', '{"a,b",NULL,"","\\"q\\""}', '{1.50,NULL,-0.01}',
                    '{sad,NULL,"so so"}', '{"2024-02-29 12:00:00+00",NULL}', '{{1,2},{3,NULL}}'),
                (NULL, 0, 0, 0, 0, -0.0, 0, 0, 0.000, 0, 'x', 'x', '', '\\x', NULL, '{}', '{}', NULL, NULL,
                    '1970-01-01', '2000-01-01', '2000-01-01 00:00:00+14', '23:59:59.999999', NULL, NULL, NULL, NULL, NULL, NULL);
                INSERT INTO everything DEFAULT VALUES;
                """).table("everything", "table", "public.everything");

        assertThat(lake.published("everything").rows()).isEqualTo(4);

        SameRows.assertSame(lake, "everything", "everything");
        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.columns(lake.files("everything").get(0)))
                    .containsEntry("money", "DECIMAL(12,2)")
                    .containsEntry("wide", "DECIMAL(38,10)")
                    .containsEntry("bare", "VARCHAR")
                    .containsEntry("at", "TIMESTAMP")
                    .containsEntry("moment", "TIMESTAMP WITH TIME ZONE")
                    .containsEntry("prices", "DECIMAL(10,2)[]")
                    .containsEntry("grid", "INTEGER[][]");
        }
    }

    @Test
    void names_may_hold_anything_that_postgresql_lets_them() {
        String quoted = '"' + ODD.replace("\"", "\"\"") + '"';
        lake.sql("CREATE SCHEMA " + quoted + "; CREATE TABLE " + quoted + "." + quoted + " (" + quoted
                        + " int, \"a b\" text, \"select\" text, \"Ünï.'c\" text, \"{{x}} ${y}\" text);"
                        + "INSERT INTO " + quoted + "." + quoted
                        + " VALUES (1, 'a', 'b', 'c', 'd'), (2, NULL, '', 'x', 'y')")
                .table("odd.name-1", "table", quoted + "." + quoted);

        assertThat(lake.published("odd.name-1").rows()).isEqualTo(2);

        SameRows.assertSame(lake, quoted + "." + quoted, "odd.name-1");
    }

    @Test
    void a_table_without_rows_is_a_readable_file_with_its_columns() {
        lake.sql("CREATE TABLE empty (id int, list text[])").table("empty", "table", "public.empty");

        assertThat(lake.published("empty").rows()).isZero();

        try (DuckDb duck = DuckDb.open()) {
            Path file = lake.files("empty").get(0);
            assertThat(duck.count(file)).isZero();
            assertThat(duck.columns(file)).containsEntry("id", "INTEGER").containsEntry("list", "VARCHAR[]");
        }
    }

    @Test
    void partitions_views_and_materialized_views_are_read_like_tables() {
        lake.sql("""
                CREATE TABLE parts (id int, at date) PARTITION BY RANGE (at);
                CREATE TABLE parts_old PARTITION OF parts FOR VALUES FROM (MINVALUE) TO ('2024-01-01');
                CREATE TABLE parts_new PARTITION OF parts FOR VALUES FROM ('2024-01-01') TO (MAXVALUE);
                INSERT INTO parts SELECT i, DATE '2023-12-01' + i FROM generate_series(1, 60) i;
                CREATE VIEW seen AS SELECT id * 2 AS twice, at FROM parts WHERE id < 10;
                CREATE MATERIALIZED VIEW kept AS SELECT count(*) AS n, sum(id) AS total FROM parts;
                CREATE TABLE parent (a int);
                CREATE TABLE child (b int) INHERITS (parent);
                INSERT INTO parent VALUES (1);
                INSERT INTO child VALUES (2, 3);
                """)
                .table("parts", "table", "public.parts")
                .table("seen", "table", "public.seen")
                .table("kept", "table", "public.kept")
                .table("parent", "table", "public.parent");

        for (String table : List.of("parts", "seen", "kept", "parent")) {
            lake.published(table);
            SameRows.assertSame(lake, table, table);
        }
    }

    @Test
    void a_field_of_ten_megabytes_arrives() {
        lake.sql("CREATE TABLE large (id int, words text, raw bytea);"
                        + "INSERT INTO large VALUES (1, repeat('0123456789€', 800000), decode(repeat('00ff', 5000000), 'hex')),"
                        + " (2, 'small', '\\x01')")
                .table("large", "table", "public.large");

        lake.published("large");

        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.text("SELECT id, md5(words), md5(raw), octet_length(raw) FROM " + lake.parquet("large")
                            + " ORDER BY id"))
                    .isEqualTo(SameRows.postgres(
                            lake.database(), "SELECT id, md5(words), md5(raw), length(raw) FROM large ORDER BY id"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "note = 'it''s'",
                "note LIKE '%&%' OR note = '100%'",
                "note = '€ 🐫 ü'",
                "\"Q\"\"c\" > 1 -- a comment at the end",
                "note = 'a?b#c+d=e;f' AND note <> '${body}'",
                "note = '{x}'"
            })
    void a_condition_means_what_sql_says(String where) {
        lake.sql("CREATE TABLE notes (note text, \"Q\"\"c\" int); INSERT INTO notes VALUES ('it''s', 1), ('a&b', 1),"
                        + " ('100%', 1), ('€ 🐫 ü', 1), ('plain', 2), ('a?b#c+d=e;f', 1), ('{x}', 0)")
                .table("notes", "table", "public.notes", "where", where);

        assertThat(lake.published("notes").rows()).isPositive().isLessThan(7);

        SameRows.assertSame(lake, "notes WHERE " + where, "notes");
    }

    @Test
    void columns_are_chosen_left_out_and_ordered() {
        lake.sql("CREATE TABLE wide (a int, \"B c\" int, d int); INSERT INTO wide VALUES (1, 2, 3)")
                .table("chosen", "table", "wide", "columns", "d, B c")
                .table("rest", "table", "wide", "exclude", "B c");

        lake.published("chosen");
        lake.published("rest");

        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.columns(lake.files("chosen").get(0)).keySet()).containsExactly("d", "B c");
            assertThat(duck.columns(lake.files("rest").get(0)).keySet()).containsExactly("a", "d");
        }
    }

    @Test
    void a_query_is_read_instead_of_a_table() {
        lake.sql("""
                CREATE TYPE color AS ENUM ('red', 'blue');
                CREATE TABLE things (id int, name text, color color, price numeric(10,2), tags text[], made timestamptz);
                INSERT INTO things VALUES (1, 'a''b', 'red', 1.50, '{x,NULL}', now()), (2, '%', 'blue', NULL, '{}', NULL);
                """);
        String query =
                "SELECT id AS \"the id\", upper(name) AS name, color, price, price * 2 AS twice, tags, made, array_agg(id)"
                        + " OVER () AS ids FROM things WHERE name <> 'x' -- all of them";
        lake.table("queried", "query", query + ";");

        assertThat(lake.published("queried").rows()).isEqualTo(2);

        SameRows.assertSame(lake, "(" + query + "\n) q", "queried");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "snappy", "none", "zstd"})
    void the_compression_is_the_one_that_was_asked_for(String compression) {
        lake.sql("CREATE TABLE packed AS SELECT i, repeat('x' || i, 20) AS words FROM generate_series(1, 3000) i")
                .table("packed", "table", "packed", "compression", compression);

        lake.published("packed");

        SameRows.assertSame(lake, "packed", "packed");
        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.value("SELECT DISTINCT compression FROM parquet_metadata('"
                            + lake.files("packed").get(0) + "')"))
                    .isEqualTo(
                            compression.equals("none")
                                    ? "UNCOMPRESSED"
                                    : compression.toUpperCase(java.util.Locale.ROOT));
        }
    }

    @Test
    void what_cannot_be_exported_is_said_before_anything_is_read() {
        lake.sql("""
                CREATE TABLE nothing ();
                CREATE TABLE clash ("Name" int, "name" int);
                CREATE TABLE unknown (id int, v regclass);
                CREATE SEQUENCE counter;
                """)
                .table("nothing", "table", "public.nothing")
                .table("clash", "table", "public.clash")
                .table("unknown", "table", "public.unknown", "types", "v=uuid")
                .table("counter", "table", "public.counter")
                .table("missing", "table", "public.mising")
                .table("nowhere", "table", "noschema.t")
                .table("column", "table", "public.clash", "columns", "Nam")
                .table("condition", "table", "public.unknown", "columns", "id", "where", "id = = 1")
                .table("value", "table", "public.unknown", "columns", "id", "where", "id = 'x'");

        refused("nothing", ErrorCode.NO_SUCH_COLUMN, "no column left");
        refused("clash", ErrorCode.BAD_CONFIGURATION, "Name and name", "exclude");
        refused("unknown", ErrorCode.BAD_CONFIGURATION, "v is regclass, which does not become uuid", "legal are text");
        refused("counter", ErrorCode.NO_SUCH_TABLE, "neither a table nor a view");
        refused("missing", ErrorCode.NO_SUCH_TABLE, "public.mising does not exist in database " + lake.database());
        refused("nowhere", ErrorCode.NO_SUCH_TABLE, "noschema.t");
        refused("column", ErrorCode.NO_SUCH_COLUMN, "Nam", "Name, name");
        refused("condition", ErrorCode.BAD_QUERY, "syntax error");
        refused("value", ErrorCode.BAD_QUERY, "invalid input syntax");
    }

    private void refused(String table, ErrorCode code, String... words) {
        ExportResult result = lake.export(table);

        var failure = Objects.requireNonNull(result.failure(), table);
        assertThat(failure.code()).as(failure.getMessage()).isEqualTo(code);
        assertThat(failure.getMessage()).contains(words).doesNotContain("\n").doesNotContain("Exception");
        assertThat(code.exit().code()).isEqualTo(2);
        assertThat(lake.files(table)).isEmpty();
        assertThat(lake.json("_caravan/dead-letter/" + table + "/" + result.runId() + ".json")
                        .get("tries")
                        .asInt())
                .isEqualTo(1);
    }
}
