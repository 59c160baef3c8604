package dev.caravan.types;

import dev.caravan.batch.BytesVector;

/** Decimals of 19 to 38 digits in two longs, so that a value that fits makes no object. */
final class WideDecimal {
    private WideDecimal() {}

    /**
     * Appends the unscaled value in two's complement.
     *
     * @param width bytes of the target, 9 to 16
     * @return whether it did; if not, the value does not fit, is no number or is written unusually, and {@link Numeric} tells
     */
    static boolean append(byte[] bytes, int offset, int length, int precision, int scale, int width, BytesVector out) {
        int digits = Numeric.digits(bytes, offset, length);
        int sign = Numeric.sign(bytes, offset);
        int weight = Numeric.weight(bytes, offset);
        if (sign != Numeric.POSITIVE && sign != Numeric.NEGATIVE) {
            return false;
        }
        if (digits > 0 && !fits(Numeric.digit(bytes, offset, 0), weight, precision - scale)) {
            return false;
        }
        long high = 0;
        long low = 0;
        int exponent = weight * Numeric.BASE_DIGITS + scale;
        for (int i = 0; i < digits; i++, exponent -= Numeric.BASE_DIGITS) {
            int digit = Numeric.digit(bytes, offset, i);
            // How many of the digit's four places lie within the scale.
            int places = Math.min(Numeric.BASE_DIGITS, exponent + Numeric.BASE_DIGITS);
            if (places < Numeric.BASE_DIGITS) {
                long behind = places <= 0 ? Numeric.power(Numeric.BASE_DIGITS) : Numeric.power(-exponent);
                if (digit % behind != 0) {
                    return false;
                }
                digit /= (int) behind;
            }
            if (places > 0) {
                long factor = Numeric.power(places);
                high = high * factor + Math.multiplyHigh(low, factor) + ((low >> 63) & factor);
                low = low * factor + digit;
                high += Long.compareUnsigned(low, digit) < 0 ? 1 : 0;
            }
        }
        // Zeros at the end are not sent.
        for (int left = digits == 0 ? 0 : exponent + Numeric.BASE_DIGITS; left > 0; left -= Numeric.BASE_DIGITS) {
            long factor = Numeric.power(Math.min(left, Numeric.BASE_DIGITS));
            high = high * factor + Math.multiplyHigh(low, factor) + ((low >> 63) & factor);
            low *= factor;
        }
        if (sign == Numeric.NEGATIVE) {
            low = -low;
            high = ~high + (low == 0 ? 1 : 0);
        }
        write(high, low, width, out);
        return true;
    }

    /** Whether the digits before the point are few enough; a first digit of zero, which is never sent, is left to the slow way. */
    private static boolean fits(int first, int weight, int most) {
        if (first == 0) {
            return false;
        }
        int before = weight * Numeric.BASE_DIGITS + (first < 10 ? 1 : first < 100 ? 2 : first < 1000 ? 3 : 4);
        return before <= most;
    }

    private static void write(long high, long low, int width, BytesVector out) {
        int at = out.claim(width);
        byte[] own = out.own();
        for (int i = 0; i < width; i++) {
            int shift = 8 * (width - 1 - i);
            own[at + i] = (byte) (shift >= Long.SIZE ? high >> (shift - Long.SIZE) : low >>> shift);
        }
    }
}
