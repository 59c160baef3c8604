package dev.caravan.read;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.DuckDb;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Manifest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Databases of other encodings than UTF-8. */
class EncodingTest {
    private static final String KEY = "a key of the tests, which is long enough";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "UTF8, 'Grüße, 日本 𝄞'",
        "LATIN1, 'Grüße, naïve ÿ'", // 0xFF at the end of the code page
        "EUC_JP, '日本語 カタカナ'", // three and two bytes a character
        "SQL_ASCII, 'Grüße, 日本 𝄞'" // whatever the client sent: here UTF-8
    })
    void text_arrives_as_the_server_prints_it_in_utf_8(String encoding, String text) throws GeneralSecurityException {
        String database = database(encoding);
        TestStack.execute(
                database,
                "CREATE TABLE t (\"größe\" text, list text[], doc jsonb); INSERT INTO t VALUES ('" + text + "', ARRAY['"
                        + text + "'], '{\"k\": \"" + text + "\"}')");
        try (TestLake lake = lake(database, "t")) {
            lake.published("t");

            assertThat(read(lake, "SELECT \"größe\", list[1], doc FROM "))
                    .containsExactly(List.of(text, text, "{\"k\": \"" + text + "\"}"));
            lake.table("t", "table", "public.t", "mask", "größe=hash, list=constant({ä}), doc=drop");
            lake.published("t");

            assertThat(read(lake, "SELECT \"größe\", list[1] FROM ")).containsExactly(List.of(hmac(text), "ä"));
        }
    }

    @Test
    void masks_take_bytes_that_are_not_utf_8_as_they_are() throws GeneralSecurityException {
        try (TestLake lake = lake(
                unknownText(),
                "t",
                "columns",
                "id, note, list, doc",
                "onBadValue",
                "text",
                "mask",
                "note=keep-last(4), list=hash, doc=null")) {
            lake.published("t");

            assertThat(read(lake, "SELECT note, note_text, list, doc FROM "))
                    .containsExactly(
                            Arrays.asList("****", null, hmac("{a,b}"), null),
                            Arrays.asList(
                                    null,
                                    "**f\\xe9 \\\\",
                                    hmac("{a,\u00ff\u00fe}", StandardCharsets.ISO_8859_1),
                                    null));
        }
    }

    private static String hmac(String text) throws GeneralSecurityException {
        return hmac(text, StandardCharsets.UTF_8);
    }

    private static String hmac(String text, Charset encoding) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(KEY.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        return HexFormat.of().formatHex(mac.doFinal(text.getBytes(encoding)));
    }

    @Test
    void bytes_that_are_not_utf_8_end_the_run_with_their_row_and_their_bytes() {
        try (TestLake lake = lake(unknownText(), "t", "exclude", "list,names,doc")) {
            ExportException failure = Objects.requireNonNull(lake.export("t").failure());

            assertThat(failure.code()).isEqualTo(ErrorCode.BAD_VALUE);
            assertThat(failure.what()).contains("Column note (text)", "id = 2", "caf\\xe9 \\\\", "not text in UTF-8");
        }
    }

    @Test
    void bytes_that_are_not_utf_8_become_null_where_they_stand() {
        try (TestLake lake = lake(unknownText(), "t", "onBadValue", "null")) {
            Manifest manifest = Objects.requireNonNull(lake.published("t").manifest());

            assertThat(read(lake, "SELECT id, note, list, names, doc, raw FROM ")
                            .toString())
                    .isEqualTo("[[1, good, [a, b], {'first': x, 'last': y}, {\"k\": 1}, \\x01],"
                            + " [2, null, [a, NULL], {'first': NULL, 'last': y}, null, \\xE9]]");
            assertThat(manifest.badValues().stream().map(count -> count.column() + " " + count.values()))
                    .containsExactly("doc 1", "list 1", "names 1", "note 1");
        }
    }

    @Test
    void the_text_column_holds_such_bytes_escaped() {
        try (TestLake lake = lake(unknownText(), "t", "onBadValue", "text", "columns", "id,note,list")) {
            lake.published("t");

            assertThat(read(lake, "SELECT note, note_text, list_text FROM ").get(1))
                    .containsExactly(null, "caf\\xe9 \\\\", "{a,\\xff\\xfe}");
        }
    }

    @Test
    void the_rejects_file_holds_such_bytes_escaped() throws Exception {
        try (TestLake lake = lake(unknownText(), "t", "onBadValue", "reject")) {
            Manifest manifest = Objects.requireNonNull(lake.published("t").manifest());

            assertThat(manifest.rowsRejected()).isEqualTo(1);
            String line =
                    Files.readString(lake.objects().resolve(manifest.rejects().get(0)));
            assertThat(line)
                    .contains(
                            "\"note\":\"caf\\\\xe9 \\\\\\\\\"",
                            "\"list\":\"{a,\\\\xff\\\\xfe}\"",
                            "\"raw\":\"\\\\xe9\"");
        }
    }

    @Test
    void nothing_is_near_to_bytes_that_are_not_utf_8() {
        try (TestLake lake = lake(unknownText(), "t", "onBadValue", "clamp")) {
            assertThat(Objects.requireNonNull(lake.export("t").failure()).getMessage())
                    .contains("no nearest value to clamp to", "note=null, note=text or note=reject");
        }
    }

    @Test
    void the_escape_of_u_0000_in_json_is_text_like_any_other() {
        String database = database("UTF8");
        TestStack.execute(database, "CREATE TABLE t (doc json); INSERT INTO t VALUES ('{\"k\": \"a\\u0000b\"}')");
        try (TestLake lake = lake(database, "t")) {
            lake.published("t");

            assertThat(read(lake, "SELECT doc FROM ")).containsExactly(List.of("{\"k\": \"a\\u0000b\"}"));
        }
    }

    /** A row of text, and one of bytes of LATIN1 and of no encoding at all. */
    private static String unknownText() {
        String database = database("SQL_ASCII");
        TestStack.execute(database, """
                CREATE TYPE name2 AS (first text, last text);
                CREATE TABLE t (id int PRIMARY KEY, note text, list text[], names name2, doc json, raw bytea);
                INSERT INTO t VALUES (1, 'good', '{a,b}', ROW('x', 'y'), '{"k": 1}', '\\x01'),
                  (2, convert_from('\\x636166e9205c', 'SQL_ASCII'), ARRAY['a', convert_from('\\xfffe', 'SQL_ASCII')],
                   ROW(convert_from('\\xe9', 'SQL_ASCII'), 'y'), convert_from('\\x22e922', 'SQL_ASCII')::json, '\\xe9')
                """);
        return database;
    }

    private static String database(String encoding) {
        String name = "encoded_" + encoding.toLowerCase(Locale.ROOT) + "_" + System.nanoTime();
        TestStack.execute(
                "postgres",
                "CREATE DATABASE " + name + " TEMPLATE template0 ENCODING '" + encoding
                        + "' LC_COLLATE 'C' LC_CTYPE 'C'");
        return name;
    }

    private TestLake lake(String database, String... parameters) {
        TestLake lake = TestLake.open("encoding", folder);
        lake.set("caravan.source.default.url", TestStack.postgres().jdbcUrl(database));
        lake.set("caravan.mask.key", KEY);
        String[] all = new String[parameters.length + 1];
        all[0] = "table";
        all[1] = "public.t";
        System.arraycopy(parameters, 1, all, 2, parameters.length - 1);
        return lake.table("t", all);
    }

    private static List<List<String>> read(TestLake lake, String select) {
        try (DuckDb duck = DuckDb.open()) {
            return duck.text(select + lake.parquet("t"));
        }
    }
}
