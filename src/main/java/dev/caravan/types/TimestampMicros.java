package dev.caravan.types;

import dev.caravan.batch.LongVector;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;

/** timestamp and timestamptz: microseconds since 2000-01-01 ({@code timestamp_send}), to Parquet's microseconds since 1970-01-01. */
final class TimestampMicros extends Decoder<LongVector> {
    private static final long EPOCH_2000 = ChronoUnit.MICROS.between(
            LocalDate.EPOCH.atStartOfDay(), LocalDate.of(2000, 1, 1).atStartOfDay());

    @Override
    public void value(byte[] bytes, int offset, int length, LongVector out) {
        expect(length, Long.BYTES, "timestamp");
        long micros = BigEndian.int64(bytes, offset);
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            throw new UnrepresentableValue(
                    micros > 0 ? "infinity" : "-infinity", "a Parquet TIMESTAMP has no infinity");
        }
        if (micros > Long.MAX_VALUE - EPOCH_2000) {
            throw new UnrepresentableValue(
                    LocalDate.of(2000, 1, 1)
                            .atStartOfDay()
                            .plus(micros, ChronoUnit.MICROS)
                            .toString(),
                    "a Parquet TIMESTAMP in microseconds ends in January 294247");
        }
        out.add(micros + EPOCH_2000);
    }
}
