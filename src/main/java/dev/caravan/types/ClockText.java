package dev.caravan.types;

import dev.caravan.batch.BytesVector;

/** A time of day as PostgreSQL prints it, {@code HH:MM:SS[.ffffff]}, written into bytes without an object a value. */
final class ClockText {
    /** 24:00:00, which PostgreSQL has besides 00:00:00. */
    static final long DAY = 86_400_000_000L;

    private static final int WITHOUT_FRACTION = 8;

    private ClockText() {}

    /** Refuses what is no time of day. */
    static long checked(long micros) {
        if (micros < 0 || micros > DAY) {
            throw new CorruptFrame("time of " + micros + " microseconds, beyond a day");
        }
        return micros;
    }

    /** How many characters the time takes. */
    static int length(long micros) {
        int digits = fractionDigits((int) (micros % 1_000_000));
        return WITHOUT_FRACTION + (digits == 0 ? 0 : 1 + digits);
    }

    /** Writes the time and returns where it ends. */
    static int write(long micros, byte[] text, int at) {
        int seconds = (int) (micros / 1_000_000);
        int fraction = (int) (micros % 1_000_000);
        two(text, at, seconds / 3600);
        text[at + 2] = ':';
        two(text, at + 3, seconds / 60 % 60);
        text[at + 5] = ':';
        two(text, at + 6, seconds % 60);
        int digits = fractionDigits(fraction);
        if (digits == 0) {
            return at + WITHOUT_FRACTION;
        }
        text[at + WITHOUT_FRACTION] = '.';
        int rest = fraction;
        for (int i = 6; i > 0; i--, rest /= 10) {
            if (i <= digits) {
                text[at + WITHOUT_FRACTION + i] = (byte) ('0' + rest % 10);
            }
        }
        return at + WITHOUT_FRACTION + 1 + digits;
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

    static void two(byte[] text, int at, int number) {
        text[at] = (byte) ('0' + number / 10);
        text[at + 1] = (byte) ('0' + number % 10);
    }

    /** time: microseconds since midnight, up to and including 24:00:00 ({@code time_send}). */
    static final Decoder<BytesVector> TIME = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, BytesVector out) {
            expect(length, Long.BYTES, "time");
            long micros = checked(BigEndian.int64(bytes, offset));
            int at = out.claim(length(micros));
            write(micros, out.own(), at);
        }
    };

    /** timetz: the time, then the zone in seconds west of UTC ({@code timetz_send}); printed as hours east of it. */
    static final Decoder<BytesVector> TIMETZ = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, BytesVector out) {
            expect(length, Long.BYTES + Integer.BYTES, "timetz");
            long micros = checked(BigEndian.int64(bytes, offset));
            int west = BigEndian.int32(bytes, offset + Long.BYTES);
            int zone = Math.abs(west);
            if (zone < 0 || zone > 100 * 3600) {
                throw new CorruptFrame("timetz with a zone of " + west + " seconds");
            }
            int parts = zone % 60 != 0 ? 3 : zone % 3600 != 0 ? 2 : 1;
            int at = out.claim(length(micros) + 3 * parts);
            byte[] text = out.own();
            int end = write(micros, text, at);
            text[end] = (byte) (west <= 0 ? '+' : '-');
            two(text, end + 1, zone / 3600);
            if (parts > 1) {
                text[end + 3] = ':';
                two(text, end + 4, zone / 60 % 60);
            }
            if (parts > 2) {
                text[end + 6] = ':';
                two(text, end + 7, zone % 60);
            }
        }
    };
}
