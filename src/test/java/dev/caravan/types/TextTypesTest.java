package dev.caravan.types;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.TestStack;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The types that become text: exactly what the type's own output function prints. */
class TextTypesTest {
    private static String database = "";

    @TempDir
    private Path folder;

    @BeforeAll
    static void prepare() {
        database = TestStack.freshDatabase("text_types");
        TestStack.execute(
                database,
                "CREATE EXTENSION hstore; CREATE EXTENSION citext; CREATE EXTENSION ltree; CREATE EXTENSION cube; "
                        + "CREATE EXTENSION isn; CREATE EXTENSION seg; CREATE TYPE floats AS RANGE (SUBTYPE = float8)");
    }

    static Stream<Arguments> values() {
        return Stream.of(
                type(
                        "interval",
                        "1 year 2 mons 3 days 04:05:06.7",
                        "-1 year +2 mons -3 days -04:05:06.000001",
                        "0",
                        "-00:00:00.5",
                        "00:00:59.999999",
                        "-1 day +23:59:59",
                        "-13 mons", // years and months of one sign
                        "178000000 years", // near the maximum
                        "2147483647 days 2562047788:00:54.775807",
                        "00:00:10.10",
                        "25:00:00",
                        "infinity", // since PostgreSQL 17
                        "-infinity"),
                type("time", "00:00", "24:00:00", "23:59:59.999999", "12:34:56.7"),
                type(
                        "timetz",
                        "04:05:06-08",
                        "04:05:06.789+05:30",
                        "24:00:00+00",
                        "00:00:00+15:59:59",
                        "00:00:00-15:59:59"),
                type(
                        "inet",
                        "192.168.0.1",
                        "192.168.0.1/24",
                        "10.0.0.0/8",
                        "0.0.0.0/0",
                        "::1",
                        "::",
                        "::/0",
                        "2001:db8::ff00:42:8329/64",
                        "::ffff:1.2.3.4",
                        "::1.2.3.4",
                        "::0.0.0.2",
                        "1::",
                        "1:0:0:2::3",
                        "1:2:3:4:5:6:7:8",
                        "0:1:2:3:4:5:6:7",
                        "fe80::1:0:0:1/10"),
                type("cidr", "192.168.0.0/24", "10.1.2.3/32", "::/0", "2001:db8::/32", "::ffff:1.2.3.0/120"),
                type("macaddr", "08:00:2b:01:02:03", "00:00:00:00:00:00", "ff:ff:ff:ff:ff:ff"),
                type("macaddr8", "08:00:2b:ff:fe:01:02:03", "ff:ff:ff:ff:ff:ff:ff:ff"),
                type("varbit", "", "1", "10101010", "101010101"),
                type("bit(3)", "101", "000"),
                type("\"char\"", "a", "", "\\377", "\\200", "~"),
                type("pg_lsn", "0/0", "16/B374D848", "FFFFFFFF/FFFFFFFF"),
                type("tid", "(0,1)", "(4294967295,65535)"),
                type("pg_snapshot", "1:1:", "10:20:10,14,15"),
                type("txid_snapshot", "10:20:10,14,15", "1:1:"),
                type("uuid", "A0EEBC99-9c0b-4ef8-bb6d-6bb9bd380a11"),
                type("char(5)", "ab", "", "ü"),
                type("name", "pg_class", ""),
                type("xml", "<?xml version=\"1.0\" encoding=\"UTF-8\"?><a>ü</a>", "<a/>", "text"),
                type("json", "{\"a\" :  1, \"a\": \"\\u0000\"}", "null"),
                type("jsonb", "{\"b\":1,\"a\":[1.50,null,true]}", "1e2", "\"\""),
                type("jsonpath", "$.a[*] ? (@ > 1)", "strict $"),
                type("tsvector", "a fat:1A,2B 'c''d\\\\':3", ""),
                type("tsquery", "fat & (rat | !cat:AB) & 'a''b':*", "a <-> b"),
                type("point", "(0.1,-1e300)", "(NaN,Infinity)", "(1,2)"),
                type("line", "{1,2,3}"),
                type("lseg", "[(0,0),(1e-7,1)]"),
                type("box", "(1,1),(0,0)"),
                type("path", "((0,0),(1,1))", "[(0,0),(1,1)]"),
                type("polygon", "((0,0),(1,1),(0.3,2))"),
                type("circle", "<(0.1,0.2),3>"),
                type("regclass", "pg_class"),
                type("regtype", "integer", "character varying"),
                type("regrole", "postgres"),
                type("int4range", "[1,10)", "empty", "(,)", "(,5]"),
                type("tstzrange", "[2020-01-01 00:00+02,infinity)"),
                type("nummultirange", "{[1,3),(5.5,8]}", "{}"),
                type("floats", "[1e-20,0.1)"),
                type("citext", "Ab"),
                type("ltree", "Top.Science", ""),
                type("lquery", "Top.*{1,2}.a|b"),
                type("ltxtquery", "Europe & !Asia"),
                type("cube", "(1,2),(3,4)"),
                type("isbn", "978-0-393-04002-9"),
                type("seg", "1.50 .. 2", "~5"),
                type("oid", "4294967295", "0"),
                type("xid", "4294967295", "0"),
                type("xid8", "18446744073709551615", "0"),
                type(
                        "numeric",
                        "NaN",
                        "Infinity",
                        "-Infinity",
                        "0.00",
                        "-1e-20",
                        "12345678901234567890123456789012345678901.5"),
                type("numeric(5,2)", "-999.99", "0", "0.01"),
                type("numeric(38,10)", "-9999999999999999999999999999.9999999999", "1.5"),
                type("int2vector", "1 2 3"),
                type("aclitem", "postgres=r/postgres"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("values")
    void a_value_arrives_as_PostgreSQL_prints_it(String type, String select) {
        RoundTrip trip = new RoundTrip(database, folder);
        var lake = trip.lake(select, "");
        String printed = type.equals("int2vector") ? "'[' || replace(v::text, ' ', ', ') || ']'" : "format('%s', v)";
        assertThat(lake).isEqualTo(trip.postgres("CASE WHEN v IS NOT NULL THEN " + printed + " END"));
    }

    @Test
    void a_user_type_that_is_called_like_an_extensions_is_read_as_text() {
        TestStack.execute(
                database, "CREATE SCHEMA own; CREATE DOMAIN own.vector AS text; CREATE TYPE own.hstore AS (a int)");
        assertThat(new RoundTrip(database, folder).lake("SELECT ROW(1)::own.hstore", ""))
                .containsExactly("{'a': 1}");
    }

    private static Arguments type(String type, String... values) {
        String rows = Arrays.stream(values)
                .map(value -> "('" + value.replace("'", "''") + "'::" + type + ")")
                .collect(Collectors.joining(", ", "VALUES (NULL::" + type + "), ", ""));
        return Arguments.of(type, rows);
    }
}
