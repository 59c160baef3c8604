package dev.caravan.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How server, database, role, session and JVM are set must not change a value. */
class SessionFormsTest {
    private static final Map<String, String> AWKWARD = Map.of(
            "DateStyle", "'German, DMY'",
            "IntervalStyle", "'sql_standard'",
            "TimeZone", "'America/St_Johns'",
            "extra_float_digits", "-15",
            "bytea_output", "'escape'",
            "xmloption", "'document'",
            "quote_all_identifiers", "on");

    private static final String TABLE = """
            CREATE TYPE spans AS RANGE (subtype = interval);
            CREATE TYPE reals AS RANGE (subtype = float8);
            CREATE TYPE raws AS RANGE (subtype = bytea);
            CREATE TABLE t AS SELECT 1 AS id, date '2020-02-01' AS d, timestamp '2020-02-01 03:04:05.678901' AS ts,
              timestamptz '2020-02-01 23:30:00Z' AS tz, timetz '23:30:00-03:30' AS tt, time '24:00:00' AS tm,
              interval '-1 year 2 days -3.5 seconds' AS i, '{1 day,-2 hours}'::interval[] AS ii,
              float8 '0.1' + 0.2 AS f8, float4 '3.4028235e38' AS f4, '\\xdeadbeef'::bytea AS b,
              ARRAY['\\x00ff'::bytea] AS bb, tsrange('2020-01-01', '2020-02-01 12:34') AS r,
              tstzrange('2020-01-01Z', NULL) AS rz, daterange('2020-01-01', '2020-02-01') AS rd,
              spans('1 day -2 hours', '2 years') AS s, reals(0.1, 0.3) AS re, raws('\\x00', '\\xff') AS rb,
              '1234.56'::money AS m, 'pg_class'::regclass AS rc, 'int4'::regtype AS rt,
              point(0.1 + 0.2, 1e300) AS p, 'a'::xml AS x,
              jsonb_build_object('f', 0.1, 't', timestamptz '2020-02-01 23:30:00Z') AS j
            """;

    @TempDir
    private Path folder;

    @Test
    void awkward_settings_of_the_database_change_no_value() {
        String plain = read(database(), null);
        String database = database();
        AWKWARD.forEach((name, value) ->
                TestStack.execute("postgres", "ALTER DATABASE \"" + database + "\" SET " + name + " = " + value));

        assertThat(read(database, null)).isEqualTo(plain);
    }

    @Test
    void awkward_settings_of_the_role_and_of_the_session_change_no_value() {
        String database = database();
        String plain = read(database, null);
        String role = "awkward_" + System.nanoTime();
        TestStack.execute("postgres", "CREATE ROLE " + role + " LOGIN SUPERUSER PASSWORD 'secret'");
        AWKWARD.forEach(
                (name, value) -> TestStack.execute("postgres", "ALTER ROLE " + role + " SET " + name + " = " + value));

        assertThat(read(database, role)).isEqualTo(plain);
        assertThat(read(database, null, "&options=-c%20DateStyle=SQL%20-c%20TimeZone=Asia/Kathmandu"))
                .isEqualTo(plain);
    }

    @Test
    void the_time_zone_of_the_jvm_changes_no_value() {
        String database = database();
        String plain = read(database, null);
        TimeZone before = TimeZone.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
            assertThat(read(database, null)).isEqualTo(plain);
        } finally {
            TimeZone.setDefault(before);
        }
    }

    private static String database() {
        String database = TestStack.freshDatabase("forms");
        TestStack.execute(database, TABLE);
        return database;
    }

    private String read(String database, @org.jspecify.annotations.Nullable String role, String... more) {
        try (TestLake lake = TestLake.open("forms", folder);
                DuckDb duck = DuckDb.open()) {
            lake.set(
                    "caravan.source.default.url",
                    TestStack.postgres().jdbcUrl(database) + "?ApplicationName=forms" + String.join("", more));
            if (role != null) {
                lake.set("caravan.source.default.user", role).set("caravan.source.default.password", "secret");
            }
            lake.table("t", "table", "public.t").published("t");
            List<List<String>> rows = duck.text("SELECT * FROM " + lake.parquet("t"));
            assertThat(rows).hasSize(1);
            return rows.toString();
        }
    }
}
