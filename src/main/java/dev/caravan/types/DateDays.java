package dev.caravan.types;

import dev.caravan.batch.IntVector;
import java.time.LocalDate;

/** date: days since 2000-01-01 ({@code date_send}), to Parquet's days since 1970-01-01. */
final class DateDays extends Decoder<IntVector> {
    private static final int EPOCH_2000 = (int) LocalDate.of(2000, 1, 1).toEpochDay();

    @Override
    public void value(byte[] bytes, int offset, int length, IntVector out) {
        expect(length, Integer.BYTES, "date");
        int days = BigEndian.int32(bytes, offset);
        if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
            throw new UnrepresentableValue(days > 0 ? "infinity" : "-infinity", "a Parquet DATE has no infinity");
        }
        out.add(days + EPOCH_2000);
    }
}
