package dev.caravan.batch;

import java.util.Arrays;

/** Values of Parquet type DOUBLE. */
public final class DoubleVector extends Vector {
    private double[] values = new double[FIRST_CAPACITY];

    /** Appends a value. */
    public void add(double value) {
        int index = next();
        values[index] = value;
    }

    /** The value at this position; undefined where it is NULL. */
    public double get(int index) {
        return values[index];
    }

    @Override
    void resize(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }

    @Override
    void take(Vector other, int[] rows, int from, int to, int at) {
        double[] taken = ((DoubleVector) other).values;
        for (int i = from; i < to; i++) {
            values[at + i - from] = taken[rows[i]];
        }
    }
}
