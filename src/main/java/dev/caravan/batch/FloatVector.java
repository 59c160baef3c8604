package dev.caravan.batch;

import java.util.Arrays;

/** Values of Parquet type FLOAT. */
public final class FloatVector extends Vector {
    private float[] values = new float[FIRST_CAPACITY];

    /** Appends a value. */
    public void add(float value) {
        int index = next();
        values[index] = value;
    }

    /** The value at this position; undefined where it is NULL. */
    public float get(int index) {
        return values[index];
    }

    @Override
    void resize(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }

    @Override
    void take(Vector other, int[] rows, int from, int to, int at) {
        float[] taken = ((FloatVector) other).values;
        for (int i = from; i < to; i++) {
            values[at + i - from] = taken[rows[i]];
        }
    }
}
