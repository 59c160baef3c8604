package dev.caravan.types;

import dev.caravan.batch.IntVector;

/** date: days since 2000-01-01 ({@code date_send}), to Parquet's days since 1970-01-01. */
final class DateDays extends Decoder<IntVector> {
    private static final int FIRST = Calendar.FIRST_DAY - Calendar.EPOCH_DAYS;
    private static final int LAST = Calendar.LAST_DAY - Calendar.EPOCH_DAYS;

    @Override
    public void value(byte[] bytes, int offset, int length, IntVector out) {
        expect(length, Integer.BYTES, "date");
        int days = BigEndian.int32(bytes, offset);
        if (days < FIRST || days > LAST) {
            throw refused(days);
        }
        out.add(days + Calendar.EPOCH_DAYS);
    }

    private static UnrepresentableValue refused(int days) {
        int nearest = days > LAST ? Calendar.LAST_DAY : Calendar.FIRST_DAY;
        UnrepresentableValue.Clamp clamp = out -> ((IntVector) out).add(nearest);
        return days == Integer.MAX_VALUE || days == Integer.MIN_VALUE
                ? new UnrepresentableValue(days > 0 ? "infinity" : "-infinity", "a Parquet DATE has no infinity", clamp)
                : new UnrepresentableValue(
                        Calendar.date((long) days + Calendar.EPOCH_DAYS),
                        "the lake's readers agree on dates from 0001-01-01 to 9999-12-31 only",
                        clamp);
    }
}
