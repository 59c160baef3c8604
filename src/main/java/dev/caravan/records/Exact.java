package dev.caravan.records;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import org.apache.avro.generic.GenericFixed;

/** Numbers of any class as the number that a column holds: exactly, or not at all. */
final class Exact {
    private Exact() {}

    static long integer(Object value, long least, long greatest) {
        BigDecimal number = number(value);
        if (number == null) {
            throw ShapeMisfit.value(value, "a whole number is needed");
        }
        try {
            long exact = number.longValueExact();
            if (exact >= least && exact <= greatest) {
                return exact;
            }
        } catch (ArithmeticException e) {
            // Said below, with the rule.
        }
        throw ShapeMisfit.value(value, "a whole number from " + least + " to " + greatest + " is needed");
    }

    static float float32(Object value) {
        if (value instanceof Float number) {
            return number;
        }
        double wide = float64(value);
        float narrow = (float) wide;
        if (narrow == wide || Double.isNaN(wide)) {
            return narrow;
        }
        throw ShapeMisfit.value(value, "a float does not hold it exactly");
    }

    static double float64(Object value) {
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        BigDecimal number = number(value);
        if (number == null) {
            throw ShapeMisfit.value(value, "a number is needed");
        }
        double nearest = number.doubleValue();
        if (Double.isInfinite(nearest) || new BigDecimal(nearest).compareTo(number) != 0) {
            throw ShapeMisfit.value(value, "a double does not hold it exactly");
        }
        return nearest;
    }

    /** The unscaled value at this scale; binary values are Avro's, which have the scale already. */
    static BigInteger unscaled(Object value, int precision, int scale) {
        BigInteger unscaled = value instanceof ByteBuffer || value instanceof GenericFixed
                ? new BigInteger(TextTypes.bytes(value))
                : rescaled(value, precision, scale);
        if (unscaled.abs().compareTo(BigInteger.TEN.pow(precision)) >= 0) {
            throw ShapeMisfit.value(value, "decimal(" + precision + "," + scale + ") has fewer digits");
        }
        return unscaled;
    }

    private static BigInteger rescaled(Object value, int precision, int scale) {
        BigDecimal number = number(value);
        if (number == null) {
            throw ShapeMisfit.value(value, "a decimal number is needed");
        }
        try {
            return number.setScale(scale).unscaledValue();
        } catch (ArithmeticException e) {
            throw ShapeMisfit.value(value, "decimal(" + precision + "," + scale + ") has fewer decimal places");
        }
    }

    /** A number with an exact decimal form in the eyes of who wrote it; floating point has none. */
    private static @org.jspecify.annotations.Nullable BigDecimal number(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        return value instanceof Long || value instanceof Integer || value instanceof Short || value instanceof Byte
                ? BigDecimal.valueOf(((Number) value).longValue())
                : null;
    }
}
