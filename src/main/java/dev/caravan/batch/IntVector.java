package dev.caravan.batch;

import java.util.Arrays;

/** Values of Parquet type INT32: small integers, dates, decimals of up to 9 digits. */
public final class IntVector extends Vector {
    private int[] values = new int[FIRST_CAPACITY];

    /** Appends a value. */
    public void add(int value) {
        int index = next();
        values[index] = value;
    }

    /** The value at this position; undefined where it is NULL. */
    public int get(int index) {
        return values[index];
    }

    /** The values themselves, for who reads many of them; undefined where they are NULL and behind the last. */
    public int[] array() {
        return values;
    }

    @Override
    void resize(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }

    @Override
    void take(Vector other, int[] rows, int from, int to, int at) {
        int[] taken = ((IntVector) other).values;
        for (int i = from; i < to; i++) {
            values[at + i - from] = taken[rows[i]];
        }
    }
}
