package dev.caravan.batch;

import java.util.Arrays;

/** Values of Parquet type BOOLEAN. */
public final class BooleanVector extends Vector {
    private boolean[] values = new boolean[FIRST_CAPACITY];

    /** Appends a value. */
    public void add(boolean value) {
        int index = next();
        values[index] = value;
    }

    /** The value at this position; undefined where it is NULL. */
    public boolean get(int index) {
        return values[index];
    }

    @Override
    void resize(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }

    @Override
    void take(Vector other, int[] rows, int from, int to, int at) {
        boolean[] taken = ((BooleanVector) other).values;
        for (int i = from; i < to; i++) {
            values[at + i - from] = taken[rows[i]];
        }
    }
}
