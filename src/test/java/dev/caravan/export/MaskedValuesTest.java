package dev.caravan.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.TestLake;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each mask makes of each kind of value, as a reader of the files sees it. */
class MaskedValuesTest {
    private static final String KEY = "a key of the tests, which is long enough";

    @TempDir
    private Path folder;

    private TestLake lake;

    @BeforeEach
    void open() {
        lake = TestLake.open("masked", folder).set("caravan.mask.key", KEY);
    }

    @AfterEach
    void close() {
        lake.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            text          | 'a'                   | a
            text          | ''                    | ``
            text          | 'äöü€😀 \\ '' "'      | äöü€😀 \\ ' "
            varchar(20)   | '42'                  | 42
            int           | 42                    | 42
            bigint        | 42                    | 42
            numeric       | 42.00                 | 42
            numeric(10,4) | 42                    | 42
            numeric       | 42.10                 | 42.1
            numeric       | 4200                  | 4200
            numeric       | -0.00                 | 0
            numeric       | 'NaN'                 | NaN
            float8        | 42                    | 42
            float8        | '-0'                  | 0
            float4        | '0.1'                 | 0.1
            char(6)       | 'ab'                  | ab
            boolean       | true                  | true
            date          | '2024-02-29'          | 2024-02-29
            timestamptz   | '2024-02-29 12:00+02' | 2024-02-29 10:00:00+00
            inet          | '10.0.0.1'            | 10.0.0.1
            bytea         | '\\x00ff'             | \\x00ff
            uuid          | 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11' | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
            int[]         | '{1,2}'               | {1,2}
            """)
    void a_hash_is_the_hmac_of_the_text_of_its_value(String type, String value, String text) throws Exception {
        lake.sql("CREATE DOMAIN d AS " + type + "; CREATE TABLE t (v " + type + ", d d);" + "INSERT INTO t VALUES ("
                + value + ", " + value + "), (NULL, NULL)");
        lake.table("t", "table", "t", "mask", "v=hash, d=hash");

        assertThat(read("t", "v, d ORDER BY v")).containsExactly(row(hmac(text), hmac(text)), row(null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", KEY + KEY + KEY})
    void keys_of_any_length_are_those_of_the_standard(String end) throws Exception {
        lake.sql("CREATE TABLE t AS SELECT 'value' AS v").set("caravan.mask.key", KEY + end);
        lake.table("t", "table", "t", "mask", "v=hash");

        assertThat(read("t", "v")).containsExactly(row(hmac(KEY + end, "value")));
    }

    @Test
    void the_end_of_a_text_stays_and_a_short_one_does_not() {
        lake.sql(
                "CREATE TABLE t (i int, v text, n bigint); INSERT INTO t VALUES (1, NULL, NULL), (2, '', 7), (3, 'abc', 123),"
                        + " (4, 'abcd', 1234), (5, 'DE89370400440532013000', 12345678), (6, 'xä€😀ö', -123456)");
        lake.table("t", "table", "t", "mask", "v=keep-last(4), n=keep-last( 3 )");

        assertThat(read("t", "v, n ORDER BY i"))
                .containsExactly(
                        row(null, null),
                        row("", "*"),
                        row("***", "***"),
                        row("****", "*234"),
                        row("******************3000", "*****678"),
                        row("*ä€😀ö", "****456"));
    }

    @Test
    void moments_become_the_beginning_of_their_unit() {
        lake.sql(
                "CREATE DOMAIN birthday AS date; CREATE TABLE t (i int, d date, q birthday, w date, y date, m timestamp, h timestamptz,"
                        + " x timestamptz);"
                        + "INSERT INTO t SELECT i, d, d, d, d, d + time '13:14:15', d + time '13:14:15', d + time '13:14:15'"
                        + " FROM (VALUES (1, NULL), (2, date '2024-08-15')) v(i, d)");
        lake.table(
                "t",
                "table",
                "t",
                "mask",
                "d=truncate(month), q=truncate(quarter), w=truncate(week), y=truncate(year), m=truncate(minute), h=truncate(hour),"
                        + " x=truncate(day)");

        assertThat(read("t", "d, q, w, y, m, h AT TIME ZONE 'UTC', x AT TIME ZONE 'UTC' ORDER BY i"))
                .containsExactly(
                        row(null, null, null, null, null, null, null),
                        row(
                                "2024-08-01",
                                "2024-07-01",
                                "2024-08-12",
                                "2024-01-01",
                                "2024-08-15 13:14:00",
                                "2024-08-15 13:00:00",
                                "2024-08-15 00:00:00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"year", "quarter", "month", "week"})
    void moments_out_of_range_are_infinite(String unit) {
        lake.sql("CREATE TABLE t (i int, d date, m timestamp, z timestamptz);"
                + "INSERT INTO t VALUES (1, 'infinity', 'infinity', 'infinity'), (2, '-infinity', '-infinity', '-infinity'),"
                + " (3, '5874897-12-31', '294276-12-31 23:59:59', '294276-12-31 23:59:59'),"
                + " (4, '4714-11-24 BC', '4714-11-24 BC', '4714-11-24 BC'), (5, '294277-01-01', '4713-01-01 BC', '4713-01-01 BC'),"
                + " (6, '4713-01-01 BC', NULL, NULL)");
        String truncated = "truncate(" + unit + ")";
        lake.table(
                "t",
                "table",
                "t",
                "mask",
                "d=" + truncated + ", m=" + truncated + ", z=" + truncated,
                "types",
                "d=text, m=text, z=text");

        List<List<@Nullable String>> rows = read("t", "d, m, z ORDER BY i");

        assertThat(rows.get(0)).containsOnly("infinity");
        assertThat(rows.get(1)).containsOnly("-infinity");
        assertThat(rows.get(2).get(0)).isEqualTo("infinity");
        assertThat(rows.get(2).get(1)).startsWith("294276-");
        assertThat(rows.get(3)).containsOnly("-infinity");
        assertThat(rows.get(4).get(0)).isEqualTo("infinity");
        assertThat(rows.get(4).get(1)).endsWith(" BC");
        assertThat(rows.get(5).get(0)).endsWith(" BC");
    }

    @Test
    void a_column_is_null_or_not_there_whatever_its_type() {
        lake.sql("CREATE TYPE pair AS (a int, b tsvector); CREATE DOMAIN mood AS text NOT NULL;"
                + "CREATE TABLE t (i int PRIMARY KEY, p pair, v tsvector[], n numeric(9,2) NOT NULL, m mood, gone pair[]);"
                + "INSERT INTO t VALUES (1, ROW(1, 'x'), '{a,b}', 7, 'good', NULL)");
        lake.table(
                "t",
                "table",
                "t",
                "mask",
                "p=null, v=null, n=null, m=null, gone=drop",
                "sortBy",
                "n, m",
                "onBadValue",
                "text");

        assertThat(read("t", "i, p IS NULL, v IS NULL, n, m")).containsExactly(row("1", "true", "true", null, null));
        try (DuckDb duck = DuckDb.open()) {
            assertThat(duck.columns(lake.files("t").get(0)))
                    .containsEntry("n", "DECIMAL(9,2)")
                    .doesNotContainKeys("gone", "gone_text");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            text          | Berlin             | Berlin
            text          | a, b (c) 'd' \\e "f" =g {{h} | a, b (c) 'd' \\e "f" =g {{h}
            text          | ``                 | ``
            varchar(3)    | abc                | abc
            char(5)       | abc                | `abc  `
            int           | 42                 | 42
            numeric(10,2) | 1.5                | 1.50
            date          | 1999-12-31         | 1999-12-31
            int[]         | {1,2}              | [1, 2]
            boolean       | t                  | true
            """)
    void every_row_has_the_constant(String type, String constant, String expected) {
        lake.sql("CREATE DOMAIN d AS " + type + "; CREATE TABLE t (v " + type + ", d d);"
                + "INSERT INTO t VALUES (NULL, NULL), (NULL, NULL)");
        lake.table("t", "table", "t", "mask", "v=constant(" + constant + "), d=constant(" + constant + ")");

        assertThat(read("t", "v::varchar, d::varchar"))
                .containsExactly(row(expected, expected), row(expected, expected));
    }

    private List<List<@Nullable String>> read(String table, String columns) {
        lake.published(table);
        int order = columns.indexOf(" ORDER BY");
        try (DuckDb duck = DuckDb.open()) {
            return duck.text("SELECT " + (order < 0 ? columns : columns.substring(0, order)) + " FROM "
                    + lake.parquet(table) + (order < 0 ? "" : columns.substring(order)));
        }
    }

    private static List<@Nullable String> row(@Nullable String... values) {
        return Arrays.asList(values);
    }

    private static String hmac(String text) throws GeneralSecurityException {
        return hmac(KEY, text);
    }

    private static String hmac(String key, String text) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }
}
