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
    void copy(Vector other, int row) {
        add(((BooleanVector) other).values[row]);
    }

    @Override
    void resize(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }
}
