package dev.caravan.types;

import java.math.BigInteger;

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
        int digits = digits(bytes, offset, length);
        int sign = sign(bytes, offset);
        if (sign != POSITIVE && sign != NEGATIVE) {
            throw notANumber(bytes, offset, length);
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
                value += exact(bytes, offset, length, digit, exponent, scale);
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
            throw notANumber(bytes, offset, length);
        }
        int weight = weight(bytes, offset);
        if (digits > 0 && weight * BASE_DIGITS >= precision) {
            throw tooLarge(bytes, offset, length, precision, scale);
        }
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < digits; i++) {
            value = value.multiply(BIG_BASE).add(BigInteger.valueOf(digit(bytes, offset, i)));
        }
        int exponent = (weight - digits + 1) * BASE_DIGITS + scale;
        if (exponent >= 0) {
            value = value.multiply(BigInteger.TEN.pow(exponent));
        } else {
            BigInteger[] parts = value.divideAndRemainder(BigInteger.TEN.pow(-exponent));
            if (parts[1].signum() != 0) {
                throw tooFine(bytes, offset, length, scale);
            }
            value = parts[0];
        }
        if (value.compareTo(BigInteger.TEN.pow(precision)) >= 0) {
            throw tooLarge(bytes, offset, length, precision, scale);
        }
        return sign == NEGATIVE ? value.negate() : value;
    }

    /** The part of a digit that lies within the scale; what lies behind it must be zero. */
    private static long exact(byte[] bytes, int offset, int length, long digit, int exponent, int scale) {
        if (exponent <= -BASE_DIGITS) {
            if (digit == 0) {
                return 0;
            }
        } else if (digit % POWERS[-exponent] == 0) {
            return digit / POWERS[-exponent];
        }
        throw tooFine(bytes, offset, length, scale);
    }

    private static UnrepresentableValue tooFine(byte[] bytes, int offset, int length, int scale) {
        return new UnrepresentableValue(
                NumericText.format(bytes, offset, length), "it has more than " + scale + " digits after the point");
    }

    private static UnrepresentableValue tooLarge(byte[] bytes, int offset, int length, int precision, int scale) {
        return new UnrepresentableValue(
                NumericText.format(bytes, offset, length),
                "it has more than " + (precision - scale) + " digits before the point of decimal(" + precision + ","
                        + scale + ")");
    }

    private static UnrepresentableValue notANumber(byte[] bytes, int offset, int length) {
        return new UnrepresentableValue(
                NumericText.format(bytes, offset, length), "a Parquet DECIMAL has neither NaN nor infinity");
    }
}
