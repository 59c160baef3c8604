package dev.caravan.bench.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A table that is measured. Every one begins with a whole number that grows, for those who split a table by its key. */
public enum BenchTable {
    /** 6,001,215 rows at scale 1. */
    LINEITEM("TPC-H", 0, "l_orderkey", "*"),
    /** What JDBC has no plain class for is text in the plain-EIP form. */
    WIDE_TYPES(
            "16 types",
            1_000_000,
            "id",
            "id, small, number, flag, ratio, price, amount, category, digest, name, born, seen, changed,"
                    + " token::text token, payload::text payload, scores::text scores"),
    NARROW("readings", 20_000_000, "id", "*"),
    LONG_TEXT("documents", 100_000, "id", "*");

    /** Where the tables are, so that none of the same name is touched. */
    public static final String SCHEMA = "caravan_bench";

    private static final String ROWS = "{rows}";

    private final String title;
    private final long rowsAtOne;
    private final String key;
    private final String plainColumns;

    BenchTable(String title, long rowsAtOne, String key, String plainColumns) {
        this.title = title;
        this.rowsAtOne = rowsAtOne;
        this.key = key;
        this.plainColumns = plainColumns;
    }

    /** Its name, without the schema. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Its name in SQL. */
    public String relation() {
        return SCHEMA + "." + id();
    }

    /** In a few words. */
    public String title() {
        return title;
    }

    /** The column to split it by. */
    public String key() {
        return key;
    }

    /** What a SELECT names for the plain-EIP form. */
    public String plainColumns() {
        return plainColumns;
    }

    /** How many rows it is made of; what lineitem has at a scale is known only when it is made. */
    long rows(double scale) {
        return Math.max(1, Math.round(rowsAtOne * scale));
    }

    /** The statements that make it, with its rows where SQL can make them. */
    String sql(double scale) {
        try (InputStream file = BenchTable.class.getResourceAsStream(id() + ".sql")) {
            if (file == null) {
                throw new IllegalStateException(id() + ".sql is not in the jar");
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).replace(ROWS, Long.toString(rows(scale)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
