package dev.caravan.types;

import dev.caravan.batch.Vector;

/**
 * Turns PostgreSQL's binary form of one type into values of a vector.
 *
 * <p>A decoder has no state and may serve several threads.
 *
 * @param <V> the vector that the target is carried by
 */
public abstract class Decoder<V extends Vector> {
    /**
     * Appends one value that is not NULL.
     *
     * @param bytes the buffer that the batch was read into; the vector may keep slices of it
     * @param offset where the value starts
     * @param length how many bytes it has
     * @throws UnrepresentableValue when the target cannot hold the value; what was appended so far is taken back by the caller
     * @throws CorruptFrame when these are not the bytes of such a value
     */
    public abstract void value(byte[] bytes, int offset, int length, V out);

    /** Appends one value to a vector that is known to be of this decoder's kind. */
    @SuppressWarnings("unchecked")
    final void valueInto(byte[] bytes, int offset, int length, Vector out) {
        value(bytes, offset, length, (V) out);
    }

    /**
     * Appends the values of one column from row {@code from} on.
     *
     * @param offsets where each row's value starts
     * @param lengths how many bytes each has; -1 is NULL
     * @param rows number of rows in all
     * @throws UnrepresentableValue at the first row whose value the target cannot hold; {@code out.size()} tells which
     */
    @SuppressWarnings("unchecked")
    public final void column(byte[] bytes, int[] offsets, int[] lengths, int from, int rows, Vector out) {
        V vector = (V) out;
        for (int row = from; row < rows; row++) {
            int length = lengths[row];
            if (length < 0) {
                vector.addNull();
            } else {
                value(bytes, offsets[row], length, vector);
            }
        }
    }

    /** Refuses a frame of the wrong length. */
    static void expect(int length, int expected, String type) {
        if (length != expected) {
            throw new CorruptFrame(type + " of " + length + " bytes, expected " + expected);
        }
    }
}
