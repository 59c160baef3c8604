package dev.caravan.types;

import dev.caravan.batch.Target;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a table file asks for in {@code types} instead of what the type map says.
 *
 * @param kind what
 * @param size the precision of a decimal, the dimensions of an array; else 0
 * @param scale the scale of a decimal; else 0
 */
public record Choice(Kind kind, int size, int scale) implements Serializable {
    /** The whole column as text. */
    public static final Choice TEXT = new Choice(Kind.TEXT, 0, 0);

    private static final Pattern FORM =
            Pattern.compile("([a-z_]+)\\s*(?:\\(\\s*(\\d{1,3})\\s*(?:,\\s*(\\d{1,3})\\s*)?\\))?");
    /** PostgreSQL's MAXDIM. */
    private static final int MOST_DIMENSIONS = 6;

    /** The choices; each type of the map allows some of them. */
    public enum Kind {
        /** The whole column as the text that the server casts it to. */
        TEXT("text"),
        /** Parquet's UUID. */
        UUID("uuid"),
        /** Parquet's TIME in microseconds. */
        TIME("time"),
        /** Parquet's TIMESTAMP in nanoseconds. */
        TIMESTAMP_NANOS("timestamp_nanos"),
        /** Parquet's JSON. */
        JSON("json"),
        /** Parquet's VARIANT. */
        VARIANT("variant"),
        /** A decimal of this precision and scale. */
        DECIMAL("decimal(p,s)"),
        /** A range as a struct of its bounds. */
        STRUCT("struct"),
        /** Geometry with its SRID, as PostGIS sends it. */
        EWKB("ewkb"),
        /** An array of so many dimensions, whatever the column is declared as. */
        ARRAY("array(n)");

        private final String form;

        Kind(String form) {
            this.form = form;
        }

        /** How it is written in a table file. */
        public String form() {
            return form;
        }

        private String word() {
            int end = form.indexOf('(');
            return end < 0 ? form : form.substring(0, end);
        }
    }

    /** A choice without parameters. */
    static Choice of(Kind kind) {
        return new Choice(kind, 0, 0);
    }

    /**
     * Reads what a table file says.
     *
     * @throws IllegalArgumentException with a sentence that says what would be legal
     */
    public static Choice parse(String text) {
        Matcher form = FORM.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (form.matches()) {
            for (Kind kind : Kind.values()) {
                if (kind.word().equals(form.group(1))) {
                    return sized(kind, text, form.group(2), form.group(3));
                }
            }
        }
        throw new IllegalArgumentException("'" + text.strip() + "' is not a target; there are "
                + Arrays.stream(Kind.values()).map(Kind::form).collect(Collectors.joining(", ")) + ".");
    }

    /** Whether a text is a target, of whichever type. */
    public static boolean isTarget(String text) {
        try {
            parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static Choice sized(Kind kind, String text, @Nullable String size, @Nullable String scale) {
        int first = size == null ? 0 : Integer.parseInt(size);
        int second = scale == null ? 0 : Integer.parseInt(scale);
        boolean legal =
                switch (kind) {
                    case DECIMAL -> first >= 1 && first <= Target.MAX_DECIMAL_PRECISION && second <= first;
                    case ARRAY -> first >= 1 && first <= MOST_DIMENSIONS && scale == null;
                    case TEXT, UUID, TIME, TIMESTAMP_NANOS, JSON, VARIANT, STRUCT, EWKB -> size == null;
                };
        if (!legal) {
            throw new IllegalArgumentException("'" + text.strip() + "' is not a target; it is written " + kind.form()
                    + switch (kind) {
                        case DECIMAL -> ", with p from 1 to " + Target.MAX_DECIMAL_PRECISION + " and s from 0 to p.";
                        case ARRAY -> ", with n from 1 to " + MOST_DIMENSIONS + ".";
                        case TEXT, UUID, TIME, TIMESTAMP_NANOS, JSON, VARIANT, STRUCT, EWKB -> ".";
                    });
        }
        return new Choice(kind, first, second);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case DECIMAL -> "decimal(" + size + "," + scale + ")";
            case ARRAY -> "array(" + size + ")";
            case TEXT, UUID, TIME, TIMESTAMP_NANOS, JSON, VARIANT, STRUCT, EWKB -> kind.form();
        };
    }
}
