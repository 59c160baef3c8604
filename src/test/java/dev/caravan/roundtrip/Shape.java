package dev.caravan.roundtrip;

import java.util.Arrays;
import java.util.List;

/** The places in which each value is tried: alone, in arrays, in domains, in composite values and in these within one another. */
enum Shape {
    /** The value itself. */
    ALONE("v", "T", "L", "NULL", "NULL"),
    /** An array with a NULL element. */
    ARRAY("a", "T[]", "ARRAY[L, NULL]::T[]", "'{}'", "'{NULL}'"),
    /** Two dimensions. */
    MATRIX("m", "T[][]", "ARRAY[[L, NULL], [NULL, L]]::T[]", "'{}'", "'{{NULL}}'"),
    /** An array that does not begin at 1. */
    BOUNDS("b", "T[]", "array_fill(L, ARRAY[2], ARRAY[-3])", "'{}'", "'[0:1]={NULL,NULL}'"),
    /** A domain over it. */
    DOMAIN("d", "d_N", "L", "NULL", "NULL"),
    /** A domain over that domain. */
    DOMAIN_OF_DOMAIN("dd", "dd_N", "L", "NULL", "NULL"),
    /** A domain over an array. */
    DOMAIN_OF_ARRAY("da", "da_N", "ARRAY[L, NULL]::T[]", "'{}'", "'{NULL}'"),
    /** An array of domains. */
    ARRAY_OF_DOMAIN("ad", "d_N[]", "ARRAY[L, NULL]::d_N[]", "'{}'", "'{NULL}'"),
    /** A composite value with an array and a domain in it; {@code X} is how it is written. */
    COMPOSITE("c", "c_N", "X", "ROW(NULL, NULL, NULL)", "ROW(NULL, '{}', NULL)"),
    /** An array of them. */
    ARRAY_OF_COMPOSITE("cs", "c_N[]", "ARRAY[X, NULL]", "'{}'", "ARRAY[ROW(NULL, NULL, NULL)]::c_N[]"),
    /** A composite value with both in it. */
    NESTED("n", "n_N", "ROW(X, ARRAY[X, NULL])::n_N", "ROW(NULL, NULL)", "ROW(NULL, '{}')");

    /** The types that the shapes are made of. */
    private static final String TYPES = "CREATE DOMAIN d_N AS T; CREATE DOMAIN dd_N AS d_N; CREATE DOMAIN da_N AS T[]; "
            + "CREATE TYPE c_N AS (x T, \"Odd x\" T[], d d_N); CREATE TYPE n_N AS (c c_N, cs c_N[]);";
    /** The same for types whose arrays are not tried. */
    private static final String TYPES_WITHOUT_ARRAYS = "CREATE DOMAIN d_N AS T; CREATE DOMAIN dd_N AS d_N;";

    private static final String COMPOSITE_VALUE = "ROW(L, ARRAY[L, NULL]::T[], L)::c_N";

    private final String column;
    private final String type;
    private final String expression;
    private final String empty;
    private final String emptier;

    Shape(String column, String type, String expression, String empty, String emptier) {
        this.column = column;
        this.type = type;
        this.expression = expression;
        this.empty = empty;
        this.emptier = emptier;
    }

    String column() {
        return column;
    }

    /** The shapes that this type is tried in. */
    static List<Shape> of(Values values) {
        return Arrays.stream(values())
                .filter(shape -> !values.isAlone() || shape == ALONE || shape == DOMAIN || shape == DOMAIN_OF_DOMAIN)
                .toList();
    }

    /** SQL for the types that belong to the table of this number. */
    static String types(Values values, int number) {
        return filled(values.isAlone() ? TYPES_WITHOUT_ARRAYS : TYPES, values.type(), number, "");
    }

    /** The type of a column of this shape. */
    String type(Values values, int number) {
        return filled(type, values.type(), number, "");
    }

    /** The value of this expression in this shape. */
    String expression(Values values, int number, String value) {
        return filled(expression.replace("X", COMPOSITE_VALUE), values.type(), number, value);
    }

    /** An empty value, or NULL where there is none. */
    String empty() {
        return empty;
    }

    /** A value with nothing but NULLs in it, or NULL where there is none. */
    String nulls(Values values, int number) {
        return filled(emptier.replace("NULL,NULL", "NULL" + values.delimiter() + "NULL"), "", number, "");
    }

    /** The placeholders are whole words of capitals: T the type, N the table's number, L the value. */
    private static String filled(String template, String type, int number, String value) {
        return template.replaceAll("_N\\b", "_" + number)
                .replaceAll("\\bT\\b", java.util.regex.Matcher.quoteReplacement(type))
                .replaceAll("\\bL\\b", java.util.regex.Matcher.quoteReplacement(value));
    }
}
