package dev.caravan.types;

import dev.caravan.batch.BytesVector;

/**
 * interval: microseconds, days and months ({@code interval_send}), in ISO 8601 as IntervalStyle {@code iso_8601} prints it
 * ({@code EncodeInterval} in {@code datetime.c}): every part has a sign of its own, and a day is not 24 hours.
 */
final class IntervalText extends Decoder<BytesVector> {
    private static final long MICROS_PER_HOUR = 3_600_000_000L;
    private static final long MICROS_PER_MINUTE = 60_000_000L;
    private static final long MICROS_PER_SECOND = 1_000_000L;

    @Override
    public void value(byte[] bytes, int offset, int length, BytesVector out) {
        expect(length, Long.BYTES + 2 * Integer.BYTES, "interval");
        long micros = BigEndian.int64(bytes, offset);
        int days = BigEndian.int32(bytes, offset + Long.BYTES);
        int months = BigEndian.int32(bytes, offset + Long.BYTES + Integer.BYTES);
        out.add(format(micros, days, months));
    }

    static String format(long micros, int days, int months) {
        // PostgreSQL 17 and later; no older version can hold either value.
        if (micros == Long.MAX_VALUE && days == Integer.MAX_VALUE && months == Integer.MAX_VALUE) {
            return "infinity";
        }
        if (micros == Long.MIN_VALUE && days == Integer.MIN_VALUE && months == Integer.MIN_VALUE) {
            return "-infinity";
        }
        if (micros == 0 && days == 0 && months == 0) {
            return "PT0S";
        }
        StringBuilder text = new StringBuilder("P");
        part(text, months / 12, 'Y');
        part(text, months % 12, 'M');
        part(text, days, 'D');
        if (micros != 0) {
            text.append('T');
            part(text, micros / MICROS_PER_HOUR, 'H');
            part(text, micros % MICROS_PER_HOUR / MICROS_PER_MINUTE, 'M');
            seconds(text, micros % MICROS_PER_MINUTE);
        }
        return text.toString();
    }

    private static void part(StringBuilder text, long number, char unit) {
        if (number != 0) {
            text.append(number).append(unit);
        }
    }

    private static void seconds(StringBuilder text, long micros) {
        if (micros == 0) {
            return;
        }
        if (micros < 0) {
            text.append('-');
        }
        long rest = Math.abs(micros);
        text.append(rest / MICROS_PER_SECOND);
        long fraction = rest % MICROS_PER_SECOND;
        if (fraction != 0) {
            int digits = 6;
            for (; fraction % 10 == 0; fraction /= 10) {
                digits--;
            }
            String shown = Long.toString(fraction);
            text.append('.').append("0".repeat(digits - shown.length())).append(shown);
        }
        text.append('S');
    }
}
