package dev.caravan.records;

import dev.caravan.error.ErrorCode;

/** A value or a name that the shape has no place for. Without a stack trace: {@link RecordShape} says where it was met. */
public final class ShapeMisfit extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final ErrorCode code;
    private final String path;
    private final String what;

    private ShapeMisfit(ErrorCode code, String path, String what) {
        super(what, null, false, false);
        this.code = code;
        this.path = path;
        this.what = what;
    }

    /** A value that the target does not hold; {@code rule} is a clause without a full stop. */
    static ShapeMisfit value(Object value, String rule) {
        return new ShapeMisfit(ErrorCode.BAD_VALUE, "", "holds " + shortened(value) + ": " + rule);
    }

    /** A value that must not be missing. */
    static ShapeMisfit missing() {
        return new ShapeMisfit(ErrorCode.BAD_VALUE, "", "is null, which the schema does not allow");
    }

    /** A name too many or too few. */
    static ShapeMisfit name(String what) {
        return new ShapeMisfit(ErrorCode.SCHEMA_DRIFT, "", what);
    }

    /** The same, met inside of this column or field. */
    ShapeMisfit in(String name) {
        return new ShapeMisfit(code, path.isEmpty() ? name : name + "." + path, what);
    }

    ErrorCode code() {
        return code;
    }

    String what() {
        return path.isEmpty() ? what : "column " + path + " " + what;
    }

    private static String shortened(Object value) {
        String text = String.valueOf(value);
        return (text.length() > 80 ? text.substring(0, 80) + "…" : text) + " ("
                + value.getClass().getName() + ")";
    }
}
