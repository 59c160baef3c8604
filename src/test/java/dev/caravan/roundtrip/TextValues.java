package dev.caravan.roundtrip;

import java.util.List;

/** Text, bytes, documents and what is like them. */
final class TextValues {
    private TextValues() {}

    /** What quoting and escaping stumble over, for every type that holds any text. */
    private static Values text(String type) {
        return Values.of(type)
                .value("", "empty is not NULL")
                .value("NULL", "the word is not NULL")
                .value(" ", "a blank")
                .value("a", "one letter")
                .value("  both ends  ", "blanks at both ends")
                .value("tab\tline\nreturn\r", "control characters")
                .value("\"quotes\" and 'single'", "quotes")
                .value("{a,b}", "looks like an array")
                .value("(a,b)", "looks like a record")
                .value("\\x41 \\N \\", "backslashes")
                .value("äöü ß é", "two bytes a letter")
                .value("日本語 €", "three bytes a letter")
                .value("😀 👨‍👩‍👧", "four bytes a letter, and joined ones")
                .value("e\u0301", "a combining accent is kept as it is")
                .value("\u200f\u202eabc", "writing directions")
                .value("\ufeff", "a byte order mark")
                .value("\u0001\u007f", "the control characters that text may hold");
    }

    static final List<Values> ALL = List.of(
            text("text").sql("repeat('x', 70000)", "longer than 64 KiB"),
            text("varchar"),
            Values.of("varchar(3)")
                    .value("", "empty")
                    .value("日本語", "three letters of nine bytes")
                    .sql("'abc   '::varchar(3)", "blanks beyond the length are cut by PostgreSQL")
                    .sql("'äöüx'::varchar(3)", "an explicit cast cuts"),
            Values.of("char(5)")
                    .value("", "all padding")
                    .value("ab", "padded to its length")
                    .value("abcde", "full")
                    .value("日本", "padded in letters, not in bytes"),
            Values.of("bpchar").value("ab", "no length, no padding").value("ab  ", "blanks that were given"),
            Values.of("\"char\"")
                    .value("a", "one byte")
                    .value(" ", "a blank")
                    .value("", "the zero byte prints as nothing"),
            Values.of("name").value("", "empty").value("Odd \"Name\"", "quotes").value("n".repeat(63), "the longest"),
            text("citext").setup("CREATE EXTENSION IF NOT EXISTS citext").value("MiXeD", "case is kept"),
            Values.of("bytea")
                    .value("", "empty is not NULL")
                    .value("\\x00", "a zero byte")
                    .value("\\xdeadbeef", "bytes that are no text")
                    .value("\\x5c785c", "a backslash, an x, a backslash")
                    .value("\\x80ff", "not UTF-8")
                    .sql("decode(repeat('00ff', 40000), 'hex')", "longer than 64 KiB"),
            Values.of("uuid")
                    .value("00000000-0000-0000-0000-000000000000", "nil")
                    .value("ffffffff-ffff-ffff-ffff-ffffffffffff", "max")
                    .value("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "version 4")
                    .value("A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11", "capitals are printed small")
                    .beyond("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a1", "one digit short")
                    .as("uuid"),
            Values.of("json")
                    .value("null", "JSON's null is not NULL")
                    .value("{}", "empty object")
                    .value("{\"b\": 1,   \"a\" :2, \"a\": 3}", "blanks, order and doubled keys are kept")
                    .value("[1.0, 1e400, \"\\u00e4\"]", "numbers beyond a double, escapes")
                    .value("\"\\u0000\"", "the escape that jsonb refuses")
                    .as("json"),
            Values.of("jsonb")
                    .value("null", "JSON's null is not NULL")
                    .value("{}", "empty object")
                    .value("{\"b\": 1,   \"a\" :2, \"a\": 3}", "the last of the doubled keys stays")
                    .value("[1.10, 12345678901234567890123456789, true, \"\\\"\"]", "a number of 29 digits")
                    .value("{\"a\": {\"b\": [[], {}, \"日本\"]}}", "nested")
                    .beyond("\"\\u0000\"", "text cannot hold the zero byte")
                    .as("json")
                    .as("variant"),
            Values.of("xml")
                    .value("<a/>", "a document")
                    .value("text <b>and</b> markup", "content")
                    .value("<a b=\"1\">ä</a>", "attributes"),
            Values.of("jsonpath").value("$", "the root").value("$.a[*] ? (@.b > 1)", "printed with its own quotes"),
            Values.of("bit").value("0", "zero").value("1", "one").beyond("2", "no bit"),
            Values.of("bit(3)").value("101", "mixed").value("000", "zeros").value("1010", "an explicit cast cuts"),
            Values.of("bit(64)").value("1".repeat(64), "eight bytes"),
            Values.of("varbit").value("", "empty").value("1", "one").value("0".repeat(65), "more than eight bytes"),
            Values.of("varbit(4)").value("1010", "the longest"),
            Values.of("mood")
                    .setup("CREATE TYPE mood AS ENUM ('sad', 'ok', 'Häppy, \"very\"', '')")
                    .value("sad", "a label")
                    .value("Häppy, \"very\"", "a label that needs quotes")
                    .value("", "an empty label"),
            Values.of("tsvector")
                    .value("", "empty")
                    .value("a fat cat", "sorted by PostgreSQL")
                    .value("a:1A fat:2B,4C cat:5D", "positions and weights")
                    .value("'joe''s' 'x y'", "lexemes that need quotes"),
            Values.of("tsquery")
                    .value("", "empty")
                    .value("fat & (rat | cat) & !dog", "operators")
                    .value("super:*AB <-> 'it''s'", "prefix, weights, distance"));
}
