package dev.caravan.types;

import dev.caravan.batch.ListVector;
import dev.caravan.batch.Vector;

/**
 * An array ({@code array_send} in {@code arrayfuncs.c}): number of dimensions, NULL flag, element type, then size and lower
 * bound of each dimension, then the elements in row-major order. Becomes lists nested as deep as the column is declared;
 * the lower bounds are not kept.
 */
final class ArrayDecoder extends Decoder<ListVector> {
    private static final int HEADER = 12;
    private static final int DIMENSION = 8;
    /** PostgreSQL's MAXDIM. */
    private static final int MOST_DIMENSIONS = 6;

    private final Decoder<? extends Vector> element;
    private final int dimensions;

    ArrayDecoder(Decoder<? extends Vector> element, int dimensions) {
        this.element = element;
        this.dimensions = dimensions;
    }

    @Override
    Decoder<ListVector> withParts(PartChange change) {
        return new ArrayDecoder(change.of(element), dimensions);
    }

    @Override
    public void value(byte[] bytes, int offset, int length, ListVector out) {
        if (length < HEADER) {
            throw new CorruptFrame("array of " + length + " bytes, shorter than its header");
        }
        int found = BigEndian.int32(bytes, offset);
        if (found == 0) {
            out.endList();
            return;
        }
        int end = offset + length;
        int at = offset + HEADER + found * DIMENSION;
        if (found < 0 || found > MOST_DIMENSIONS || at > end) {
            throw new CorruptFrame("array of " + length + " bytes that announces " + found + " dimensions");
        }
        if (found != dimensions) {
            throw new UnrepresentableValue(
                    "an array of " + found + (found == 1 ? " dimension" : " dimensions"),
                    "the type is declared with " + dimensions + ", and lists are nested as deep as that");
        }
        int[] sizes = new int[found];
        long elements = 1;
        for (int i = 0; i < found; i++) {
            sizes[i] = BigEndian.int32(bytes, offset + HEADER + i * DIMENSION);
            elements *= sizes[i];
            // Every element has at least its length; an empty array has no dimensions, but an empty int2vector has one.
            if (sizes[i] < (found == 1 ? 0 : 1) || elements > (end - at) / Integer.BYTES) {
                throw new CorruptFrame("array of " + length + " bytes that announces " + sizes[i] + " elements");
            }
        }
        if (list(bytes, at, end, sizes, 0, out) != end) {
            throw new CorruptFrame("array of " + length + " bytes with bytes left over");
        }
    }

    private int list(byte[] bytes, int from, int end, int[] sizes, int depth, ListVector out) {
        int at = from;
        Vector elements = out.elements();
        for (int i = 0; i < sizes[depth]; i++) {
            at = depth + 1 < sizes.length
                    ? list(bytes, at, end, sizes, depth + 1, (ListVector) elements)
                    : PartFrames.value(element, bytes, at, end, elements);
        }
        out.endList();
        return at;
    }
}
