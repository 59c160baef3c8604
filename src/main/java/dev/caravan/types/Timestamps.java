package dev.caravan.types;

import dev.caravan.batch.LongVector;

/** timestamp and timestamptz: microseconds since 2000-01-01 ({@code timestamp_send}), to a count since 1970-01-01. */
final class Timestamps {
    /** timestamptz to microseconds. */
    static final Decoder<LongVector> UTC_MICROS = new Micros("+00");
    /** timestamp to microseconds. */
    static final Decoder<LongVector> LOCAL_MICROS = new Micros("");
    /** timestamptz to nanoseconds. */
    static final Decoder<LongVector> UTC_NANOS = new Nanos("+00");
    /** timestamp to nanoseconds. */
    static final Decoder<LongVector> LOCAL_NANOS = new Nanos("");

    private static final String NO_INFINITY = "a Parquet TIMESTAMP has no infinity";

    private Timestamps() {}

    private static UnrepresentableValue refused(long micros, String zone, String rule, long nearest) {
        UnrepresentableValue.Clamp clamp = out -> ((LongVector) out).add(nearest);
        return micros == Long.MAX_VALUE || micros == Long.MIN_VALUE
                ? new UnrepresentableValue(micros > 0 ? "infinity" : "-infinity", NO_INFINITY, clamp)
                : new UnrepresentableValue(Calendar.timestampSince2000(micros, zone), rule, clamp);
    }

    private static final class Micros extends Decoder<LongVector> {
        private static final long FIRST = Calendar.FIRST_MICROS - Calendar.EPOCH_MICROS;
        private static final long LAST = Calendar.LAST_MICROS - Calendar.EPOCH_MICROS;

        private final String zone;

        Micros(String zone) {
            this.zone = zone;
        }

        @Override
        public void value(byte[] bytes, int offset, int length, LongVector out) {
            expect(length, Long.BYTES, "timestamp");
            long micros = BigEndian.int64(bytes, offset);
            if (micros < FIRST || micros > LAST) {
                throw refused(
                        micros,
                        zone,
                        "the lake's readers agree on the years 1 to 9999 only",
                        micros > LAST ? Calendar.LAST_MICROS : Calendar.FIRST_MICROS);
            }
            out.add(micros + Calendar.EPOCH_MICROS);
        }
    }

    private static final class Nanos extends Decoder<LongVector> {
        private static final long FIRST = Long.MIN_VALUE / 1000 - Calendar.EPOCH_MICROS;
        private static final long LAST = Long.MAX_VALUE / 1000 - Calendar.EPOCH_MICROS;

        private final String zone;

        Nanos(String zone) {
            this.zone = zone;
        }

        @Override
        public void value(byte[] bytes, int offset, int length, LongVector out) {
            expect(length, Long.BYTES, "timestamp");
            long micros = BigEndian.int64(bytes, offset);
            if (micros < FIRST || micros > LAST) {
                throw refused(
                        micros,
                        zone,
                        "a Parquet TIMESTAMP in nanoseconds goes from 1677-09-21 to 2262-04-11",
                        ((micros > LAST ? LAST : FIRST) + Calendar.EPOCH_MICROS) * 1000);
            }
            out.add((micros + Calendar.EPOCH_MICROS) * 1000);
        }
    }
}
