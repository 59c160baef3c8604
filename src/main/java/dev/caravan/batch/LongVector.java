package dev.caravan.batch;

import java.util.Arrays;

/** Values of Parquet type INT64: integers, timestamps, decimals of up to 18 digits. */
public final class LongVector extends Vector {
    private long[] values = new long[FIRST_CAPACITY];

    /** Appends a value. */
    public void add(long value) {
        int index = next();
        values[index] = value;
    }

    /** The value at this position; undefined where it is NULL. */
    public long get(int index) {
        return values[index];
    }

    /** The values themselves, for who reads many of them; undefined where they are NULL and behind the last. */
    public long[] array() {
        return values;
    }

    @Override
    void resize(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }

    @Override
    void take(Vector other, int[] rows, int from, int to, int at) {
        long[] taken = ((LongVector) other).values;
        for (int i = from; i < to; i++) {
            values[at + i - from] = taken[rows[i]];
        }
    }
}
