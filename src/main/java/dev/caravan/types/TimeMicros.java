package dev.caravan.types;

import dev.caravan.batch.LongVector;

/** time as Parquet's TIME in microseconds, which ends before 24:00:00. */
final class TimeMicros extends Decoder<LongVector> {
    @Override
    public void value(byte[] bytes, int offset, int length, LongVector out) {
        expect(length, Long.BYTES, "time");
        long micros = ClockText.checked(BigEndian.int64(bytes, offset));
        if (micros == ClockText.DAY) {
            // PostgreSQL sends 24:00:00 as 86,400,000,000.
            throw new UnrepresentableValue(
                    "24:00:00", "a Parquet TIME ends before 24:00:00", clamped -> ((LongVector) clamped)
                            .add(ClockText.DAY - 1));
        }
        out.add(micros);
    }
}
