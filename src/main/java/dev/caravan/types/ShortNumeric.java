package dev.caravan.types;

/**
 * The usual numeric, of up to four digits in base 10,000: one multiplication a digit, and no division. What is longer, no number,
 * or not exact at the scale goes the way of {@link Numeric}, which also finds the words for it.
 */
final class ShortNumeric {
    /** No unscaled value of 18 digits. */
    static final long OTHER = Long.MAX_VALUE;

    private static final int BASE = 10_000;
    private static final int MOST_DIGITS = 4;

    /** 18 decimal digits fit a long, whatever they are. */
    private static final int MOST_PLACES = 18;

    /** What a digit is divided by, by the number of its places that lie behind the scale. */
    private static final int[] DIVISORS = {1, 10, 100, 1000};

    /** A digit times this, shifted right, is the digit divided: exact for every number below 10,000. */
    private static final int[] RECIPROCALS = {1, 6554, 5243, 8389};

    private static final int[] SHIFTS = {0, 16, 19, 23};

    private ShortNumeric() {}

    /** The unscaled value, or {@link #OTHER}. */
    static long unscaled(byte[] bytes, int offset, int length, int scale) {
        if (length < Numeric.HEADER) {
            return OTHER;
        }
        long header = BigEndian.int64(bytes, offset);
        int digits = (int) (header >>> 48);
        int weight = (short) (header >>> 32);
        int sign = (int) (header >>> 16) & 0xFFFF;
        if (digits > MOST_DIGITS
                || length != Numeric.HEADER + 2 * digits
                || (sign != Numeric.POSITIVE && sign != Numeric.NEGATIVE)) {
            return OTHER;
        }
        if (digits == 0) {
            return 0;
        }
        long value = 0;
        int at = offset + Numeric.HEADER;
        int last = at + 2 * digits - 2;
        for (; at < last; at += 2) {
            int digit = BigEndian.uint16(bytes, at);
            if (digit >= BASE) {
                return OTHER;
            }
            value = value * BASE + digit;
        }
        int digit = BigEndian.uint16(bytes, last);
        int exponent = (weight - digits + 1) * Numeric.BASE_DIGITS + scale;
        if (digit >= BASE
                || exponent <= -Numeric.BASE_DIGITS
                || digits * Numeric.BASE_DIGITS + exponent > MOST_PLACES) {
            return OTHER;
        }
        if (exponent >= 0) {
            value = (value * BASE + digit) * Numeric.power(exponent);
        } else {
            int kept = (digit * RECIPROCALS[-exponent]) >>> SHIFTS[-exponent];
            if (kept * DIVISORS[-exponent] != digit) {
                return OTHER;
            }
            value = value * DIVISORS[Numeric.BASE_DIGITS + exponent] + kept;
        }
        return sign == Numeric.NEGATIVE ? -value : value;
    }
}
