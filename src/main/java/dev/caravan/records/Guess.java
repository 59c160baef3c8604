package dev.caravan.records;

import dev.caravan.batch.Target;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** What one column, or the elements of one, seem to be, from the values of the first list. */
final class Guess {
    private static final String SCHEMA = "Give parquet-file a schema that says its type";

    private final String column;
    private @Nullable JavaKind kind;
    private int scale;
    private int wholeDigits;
    private @Nullable Guess elements;

    Guess(String column) {
        this.column = column;
    }

    void see(@Nullable Object value) {
        if (value == null) {
            return;
        }
        JavaKind seen = JavaKind.of(value)
                .orElseThrow(() -> unknown("holds a " + value.getClass().getName() + ", which has no target."));
        JavaKind before = kind == null ? seen : kind;
        kind = before.with(seen)
                .orElseThrow(() -> unknown("holds values of the kinds " + before + " and " + seen + "."));
        if (seen == JavaKind.DECIMAL) {
            BigDecimal number = value instanceof BigInteger whole ? new BigDecimal(whole) : (BigDecimal) value;
            scale = Math.max(scale, number.scale());
            wholeDigits = Math.max(wholeDigits, number.precision() - number.scale());
        } else if (seen == JavaKind.LIST) {
            Guess guess = elements == null ? new Guess(column + ".element") : elements;
            NestedTypes.elements(value).forEach(guess::see);
            elements = guess;
        }
    }

    ValueType type() {
        if (kind == null) {
            throw unknown("holds only nulls in the first list, so nothing tells its type.");
        }
        if (kind == JavaKind.CLOCK && !isUtc(ZoneId.systemDefault())) {
            throw unknown("holds java.sql.Timestamp, which is a moment for some databases and a reading of the clock"
                    + " for others, and the JVM's zone is " + ZoneId.systemDefault() + ", where the two differ.");
        }
        return kind.type().orElseGet(this::madeOfValues).orNull();
    }

    private ValueType madeOfValues() {
        if (elements != null) {
            return NestedTypes.list(elements.type());
        }
        if (wholeDigits + scale > Target.MAX_DECIMAL_PRECISION) {
            throw unknown("holds decimals of " + wholeDigits + " digits before and " + scale
                    + " after the point, more than 38 in all.");
        }
        // Later lists may have more digits before the point, which costs nothing; more decimal places are refused.
        return Leaves.decimal(Target.MAX_DECIMAL_PRECISION, scale);
    }

    private static boolean isUtc(ZoneId zone) {
        return zone.getRules().isFixedOffset()
                && zone.getRules().getOffset(java.time.Instant.EPOCH).equals(ZoneOffset.UTC);
    }

    private ExportException unknown(String what) {
        return new ExportException(
                ErrorCode.UNSUPPORTED_TYPE,
                "Column " + column + " " + what,
                SCHEMA
                        + (kind == JavaKind.CLOCK
                                ? ": timestamp-micros for a moment, local-timestamp-micros for a reading of the clock;"
                                        + " or run with -Duser.timezone=UTC."
                                : ", or cast it in the SELECT."));
    }
}
