package dev.caravan.types;

import dev.caravan.error.Count;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * The binary form of numeric ({@code numeric_send} in {@code numeric.c}): four header fields of two bytes (count of digits,
 * weight of the first, sign, display scale), then digits in base 10,000 of two bytes each.
 */
final class Numeric {
    static final int HEADER = 8;
    static final int POSITIVE = 0x0000;
    static final int NEGATIVE = 0x4000;
    static final int NAN = 0xC000;
    static final int INFINITY = 0xD000;
    static final int MINUS_INFINITY = 0xF000;

    /** Decimal digits in one digit of base 10,000. */
    static final int BASE_DIGITS = 4;

    private static final int BASE = 10_000;
    private static final BigInteger BIG_BASE = BigInteger.valueOf(BASE);
    private static final long[] POWERS = powers();

    private Numeric() {}

    private static long[] powers() {
        long[] powers = new long[19];
        powers[0] = 1;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = powers[i - 1] * 10;
        }
        return powers;
    }

    static long power(int exponent) {
        return POWERS[exponent];
    }

    static int digits(byte[] bytes, int offset, int length) {
        if (length < HEADER) {
            throw new CorruptFrame("numeric of " + length + " bytes, shorter than its header");
        }
        int digits = BigEndian.uint16(bytes, offset);
        if (length != HEADER + 2 * digits) {
            throw new CorruptFrame("numeric of " + length + " bytes that announces " + digits + " digits");
        }
        return digits;
    }

    static int weight(byte[] bytes, int offset) {
        return BigEndian.int16(bytes, offset + 2);
    }

    static int sign(byte[] bytes, int offset) {
        return BigEndian.uint16(bytes, offset + 4);
    }

    static int digit(byte[] bytes, int offset, int index) {
        int digit = BigEndian.uint16(bytes, offset + HEADER + 2 * index);
        if (digit >= BASE) {
            throw new CorruptFrame("numeric with the digit " + digit + " in base 10,000");
        }
        return digit;
    }

    /**
     * The unscaled value in at most 18 digits.
     *
     * @param precision the most digits that it may have, at most 18
     */
    static long unscaledLong(byte[] bytes, int offset, int length, int precision, int scale) {
        long value = ShortNumeric.unscaled(bytes, offset, length, scale);
        return value < POWERS[precision] && value > -POWERS[precision]
                ? value
                : unscaledDigits(bytes, offset, length, precision, scale);
    }

    private static long unscaledDigits(byte[] bytes, int offset, int length, int precision, int scale) {
        int digits = digits(bytes, offset, length);
        int sign = sign(bytes, offset);
        if (sign != POSITIVE && sign != NEGATIVE) {
            throw notANumber(bytes, offset, length, precision);
        }
        int exponent = weight(bytes, offset) * BASE_DIGITS + scale;
        long limit = POWERS[precision];
        long value = 0;
        for (int i = 0; i < digits; i++, exponent -= BASE_DIGITS) {
            long digit = digit(bytes, offset, i);
            if (exponent >= 0) {
                if (exponent > 18 || digit > limit / POWERS[exponent]) {
                    throw tooLarge(bytes, offset, length, precision, scale);
                }
                value += digit * POWERS[exponent];
            } else {
                value += exact(bytes, offset, length, digit, exponent, scale, precision);
            }
        }
        if (value >= limit) {
            throw tooLarge(bytes, offset, length, precision, scale);
        }
        return sign == NEGATIVE ? -value : value;
    }

    /** The unscaled value of any size; still at most {@code precision} digits. */
    static BigInteger unscaledBig(byte[] bytes, int offset, int length, int precision, int scale) {
        int digits = digits(bytes, offset, length);
        int sign = sign(bytes, offset);
        if (sign != POSITIVE && sign != NEGATIVE) {
            throw notANumber(bytes, offset, length, precision);
        }
        if (digits == 0) {
            return BigInteger.ZERO;
        }
        int weight = weight(bytes, offset);
        if (weight * BASE_DIGITS >= precision) {
            throw tooLarge(bytes, offset, length, precision, scale);
        }
        BigInteger value = BigInteger.ZERO;
        int exponent = weight * BASE_DIGITS + scale;
        for (int i = 0; i < digits; i++, exponent -= BASE_DIGITS) {
            long digit = digit(bytes, offset, i);
            if (exponent >= 0) {
                value = value.multiply(BIG_BASE).add(BigInteger.valueOf(digit));
            } else {
                long kept = exact(bytes, offset, length, digit, exponent, scale, precision);
                if (exponent > -BASE_DIGITS) {
                    value = value.multiply(BigInteger.valueOf(POWERS[BASE_DIGITS + exponent]))
                            .add(BigInteger.valueOf(kept));
                }
            }
        }
        if (exponent > -BASE_DIGITS) {
            value = value.multiply(BigInteger.TEN.pow(exponent + BASE_DIGITS));
        }
        if (value.compareTo(BigInteger.TEN.pow(precision)) >= 0) {
            throw tooLarge(bytes, offset, length, precision, scale);
        }
        return sign == NEGATIVE ? value.negate() : value;
    }

    /** The part of a digit that lies within the scale; the rest must be zero. */
    private static long exact(
            byte[] bytes, int offset, int length, long digit, int exponent, int scale, int precision) {
        if (exponent <= -BASE_DIGITS) {
            if (digit == 0) {
                return 0;
            }
        } else if (digit % POWERS[-exponent] == 0) {
            return digit / POWERS[-exponent];
        }
        String value = NumericText.format(bytes, offset, length);
        throw new UnrepresentableValue(
                value,
                "it has more than " + Count.of(scale, "digit") + " after the point",
                out -> NumericDecimal.append(rounded(value, precision, scale), precision, out));
    }

    /** Half away from zero, as PostgreSQL rounds. */
    private static BigInteger rounded(String value, int precision, int scale) {
        BigInteger unscaled =
                new BigDecimal(value).setScale(scale, RoundingMode.HALF_UP).unscaledValue();
        BigInteger most = most(precision);
        return unscaled.min(most).max(most.negate());
    }

    private static BigInteger most(int precision) {
        return BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
    }

    private static UnrepresentableValue tooLarge(byte[] bytes, int offset, int length, int precision, int scale) {
        String value = NumericText.format(bytes, offset, length);
        return new UnrepresentableValue(
                value,
                "it has more than " + Count.of(precision - scale, "digit") + " before the point of decimal(" + precision
                        + "," + scale + ")",
                nearest(value, precision));
    }

    private static UnrepresentableValue notANumber(byte[] bytes, int offset, int length, int precision) {
        String value = NumericText.format(bytes, offset, length);
        return new UnrepresentableValue(
                value,
                "a Parquet DECIMAL has neither NaN nor infinity",
                value.equals("NaN") ? null : nearest(value, precision));
    }

    private static UnrepresentableValue.Clamp nearest(String value, int precision) {
        BigInteger most = most(precision);
        return out -> NumericDecimal.append(value.startsWith("-") ? most.negate() : most, precision, out);
    }
}
