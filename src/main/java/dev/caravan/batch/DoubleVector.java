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
    void copy(Vector other, int row) {
        add(((DoubleVector) other).values[row]);
    }

    @Override
    void resize(int capacity) {
        values = Arrays.copyOf(values, capacity);
    }
}
