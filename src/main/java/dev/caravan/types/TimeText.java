package dev.caravan.types;

import dev.caravan.batch.BytesVector;

/** time as PostgreSQL prints it, {@code HH:MM:SS[.ffffff]}: microseconds since midnight, up to and including 24:00:00. */
final class TimeText extends Decoder<BytesVector> {
    private static final long DAY = 86_400_000_000L;
    private static final int WITHOUT_FRACTION = 8;

    @Override
    public void value(byte[] bytes, int offset, int length, BytesVector out) {
        expect(length, Long.BYTES, "time");
        append(BigEndian.int64(bytes, offset), out);
    }

    private static void append(long micros, BytesVector out) {
        if (micros < 0 || micros > DAY) {
            throw new CorruptFrame("time of " + micros + " microseconds, beyond a day");
        }
        int seconds = (int) (micros / 1_000_000);
        int fraction = (int) (micros % 1_000_000);
        int digits = fractionDigits(fraction);
        int at = out.claim(WITHOUT_FRACTION + (digits == 0 ? 0 : 1 + digits));
        byte[] text = out.own();
        two(text, at, seconds / 3600);
        text[at + 2] = ':';
        two(text, at + 3, seconds / 60 % 60);
        text[at + 5] = ':';
        two(text, at + 6, seconds % 60);
        if (digits > 0) {
            text[at + WITHOUT_FRACTION] = '.';
            int rest = fraction;
            for (int i = 6; i > 0; i--, rest /= 10) {
                if (i <= digits) {
                    text[at + WITHOUT_FRACTION + i] = (byte) ('0' + rest % 10);
                }
            }
        }
    }

    private static int fractionDigits(int fraction) {
        if (fraction == 0) {
            return 0;
        }
        int digits = 6;
        for (int rest = fraction; rest % 10 == 0; rest /= 10) {
            digits--;
        }
        return digits;
    }

    private static void two(byte[] text, int at, int number) {
        text[at] = (byte) ('0' + number / 10);
        text[at + 1] = (byte) ('0' + number % 10);
    }
}
