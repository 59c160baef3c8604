package dev.caravan.types;

import dev.caravan.batch.BytesVector;
import java.nio.charset.StandardCharsets;

/** numeric without a bound as the text that PostgreSQL prints, every digit and trailing zero of it. */
final class NumericText extends Decoder<BytesVector> {

    @Override
    public void value(byte[] bytes, int offset, int length, BytesVector out) {
        byte[] text = format(bytes, offset, length).getBytes(StandardCharsets.ISO_8859_1);
        out.add(text, 0, text.length);
    }

    /** The value as {@code numeric_out} prints it. */
    static String format(byte[] bytes, int offset, int length) {
        int digits = Numeric.digits(bytes, offset, length);
        int sign = Numeric.sign(bytes, offset);
        return switch (sign) {
            case Numeric.NAN -> "NaN";
            case Numeric.INFINITY -> "Infinity";
            case Numeric.MINUS_INFINITY -> "-Infinity";
            case Numeric.POSITIVE, Numeric.NEGATIVE -> finite(bytes, offset, digits, sign == Numeric.NEGATIVE);
            default -> throw new CorruptFrame("numeric with the sign " + Integer.toHexString(sign));
        };
    }

    private static String finite(byte[] bytes, int offset, int digits, boolean negative) {
        int weight = Numeric.weight(bytes, offset);
        int scale = BigEndian.uint16(bytes, offset + 6);
        StringBuilder text = new StringBuilder(Math.max(0, weight + 1) * Numeric.BASE_DIGITS + scale + 3);
        if (negative) {
            text.append('-');
        }
        if (weight < 0) {
            text.append('0');
        } else {
            for (int i = 0; i <= weight; i++) {
                int digit = i < digits ? Numeric.digit(bytes, offset, i) : 0;
                if (i == 0) {
                    text.append(digit);
                } else {
                    four(text, digit);
                }
            }
        }
        if (scale > 0) {
            text.append('.');
            int end = text.length() + scale;
            for (int i = weight + 1; text.length() < end; i++) {
                four(text, i >= 0 && i < digits ? Numeric.digit(bytes, offset, i) : 0);
            }
            text.setLength(end);
        }
        return text.toString();
    }

    private static void four(StringBuilder text, int digit) {
        text.append((char) ('0' + digit / 1000))
                .append((char) ('0' + digit / 100 % 10))
                .append((char) ('0' + digit / 10 % 10))
                .append((char) ('0' + digit % 10));
    }
}
