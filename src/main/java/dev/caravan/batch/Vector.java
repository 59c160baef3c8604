package dev.caravan.batch;

import java.util.Arrays;

/**
 * The values of one column, or of one level of a nested column, in the order of their rows.
 *
 * <p>A vector is filled by appending and is read by position; then it may be filled again. It is not safe for use by several threads
 * at once.
 */
public abstract sealed class Vector
        permits BooleanVector, IntVector, LongVector, FloatVector, DoubleVector, BytesVector, ListVector, StructVector {
    /** Room for a first few values; a reader that knows its row count calls {@link #reserve} instead. */
    static final int FIRST_CAPACITY = 64;

    private boolean[] nulls = new boolean[FIRST_CAPACITY];
    private int size;
    private int nullCount;

    Vector() {}

    /** Number of values, NULLs included. */
    public final int size() {
        return size;
    }

    /** Number of NULLs. */
    public final int nullCount() {
        return nullCount;
    }

    /** Whether the value at this position is NULL. */
    public final boolean isNull(int index) {
        return nullCount > 0 && nulls[index];
    }

    /** Appends NULL. */
    public final void addNull() {
        int index = next();
        nulls[index] = true;
        nullCount++;
        storeNull(index);
    }

    /** Empties it, for values that may point into this buffer. */
    public final void refill(byte[] shared) {
        if (nullCount > 0) {
            Arrays.fill(nulls, 0, size, false);
            nullCount = 0;
        }
        size = 0;
        empty(shared);
    }

    /** Makes room for this many further values, so that appending them copies nothing. */
    public final void reserve(int further) {
        int wanted = size + further;
        if (wanted > nulls.length) {
            nulls = Arrays.copyOf(nulls, wanted);
            resize(wanted);
        }
    }

    /** Takes back every value from this position on; used when a value of a row turns out to be unusable. */
    public final void truncate(int newSize) {
        for (int i = newSize; i < size; i++) {
            if (nulls[i]) {
                nulls[i] = false;
                nullCount--;
            }
        }
        size = newSize;
        shrink(newSize);
    }

    /**
     * Appends chosen values of another vector of the same shape. Of bytes they may point into the buffer that the other one shares, if this one
     * is empty.
     *
     * @param rows their positions
     * @param from where in {@code rows} the first of them stands
     * @param to where they end, exclusive
     */
    public final void append(Vector other, int[] rows, int from, int to) {
        int at = size;
        int wanted = size + to - from;
        if (wanted > nulls.length) {
            int grown = Math.max(wanted, size + (size >> 1));
            nulls = Arrays.copyOf(nulls, grown);
            resize(grown);
        }
        if (other.nullCount > 0) {
            for (int i = from; i < to; i++) {
                if (other.nulls[rows[i]]) {
                    nulls[at + i - from] = true;
                    nullCount++;
                }
            }
        }
        size = wanted;
        take(other, rows, from, to, at);
    }

    /** Claims the next position. */
    final int next() {
        if (size == nulls.length) {
            int grown = Math.max(FIRST_CAPACITY, size + (size >> 1));
            nulls = Arrays.copyOf(nulls, grown);
            resize(grown);
        }
        return size++;
    }

    /** Gives the value arrays this many places. */
    abstract void resize(int capacity);

    /** Copies chosen values of another vector of the same shape into places that are there, from {@code at} on; what is NULL may be anything. */
    abstract void take(Vector other, int[] rows, int from, int to, int at);

    /** Keeps side structures (offsets, children) in step with a NULL at this position. */
    void storeNull(int index) {}

    /** Empties side structures, for values that may point into this buffer. */
    void empty(byte[] shared) {}

    /** Drops what belongs to positions from this one on. */
    void shrink(int newSize) {}
}
