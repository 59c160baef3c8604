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
    private final ColumnLoop loop = ColumnLoop.of(getClass());

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
        loop.run(this, bytes, offsets, lengths, from, rows, (V) out);
    }

    /** The same decoder, but what becomes of a value or a part of one that the target cannot hold is decided by this. */
    public final Decoder<V> tolerating(Refusal refusal) {
        return Tolerant.of(this, refusal);
    }

    /** The same decoder for a database that does not know the encoding of its text: refuses text that is not UTF-8. */
    public Decoder<V> checkingText() {
        return withParts(new PartChange() {
            @Override
            public <P extends Vector> Decoder<P> of(Decoder<P> part) {
                return part.checkingText();
            }
        });
    }

    /**
     * The same decoder with others for its parts (the elements of an array, the attributes of a composite type).
     *
     * <p>A decoder without parts is itself. One that does not say what its parts are is treated as a whole: a policy that
     * would replace a part replaces the whole value.
     */
    Decoder<V> withParts(PartChange change) {
        return this;
    }

    /** Gives the decoder that takes the place of another one of the same vectors. */
    interface PartChange {
        <P extends Vector> Decoder<P> of(Decoder<P> part);
    }

    /** Refuses a frame of the wrong length. */
    static void expect(int length, int expected, String type) {
        if (length != expected) {
            throw new CorruptFrame(type + " of " + length + " bytes, expected " + expected);
        }
    }
}
