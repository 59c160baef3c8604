package dev.caravan.read;

import dev.caravan.types.BigEndian;
import dev.caravan.types.CorruptFrame;

/** The hashes of one row, which the server sends as an array of {@code bigint}. */
final class HashArray {
    /** Dimensions, flags, type of the elements; then length and lower bound of the only dimension. */
    private static final int HEADER = 5 * Integer.BYTES;

    private static final int LENGTH = 3 * Integer.BYTES;

    private final long[] hashes;
    private final boolean[] isThere;

    /** For so many hashes. */
    HashArray(int count) {
        this.hashes = new long[count];
        this.isThere = new boolean[count];
    }

    /**
     * Reads those of a row.
     *
     * @param place of the array among the fields of the row
     */
    void read(Frames frames, int place, int row) {
        byte[] bytes = frames.bytes();
        int at = frames.offsets(place)[row];
        int end = at + frames.lengths(place)[row];
        if (end - at < HEADER || BigEndian.int32(bytes, at + LENGTH) != hashes.length) {
            throw new CorruptFrame("an array without the hashes of " + hashes.length + " columns");
        }
        at += HEADER;
        for (int i = 0; i < hashes.length; i++) {
            int length = end - at < Integer.BYTES ? 0 : BigEndian.int32(bytes, at);
            at += Integer.BYTES;
            isThere[i] = length == Long.BYTES && end - at >= Long.BYTES;
            if (!isThere[i] && length != -1) {
                throw new CorruptFrame("a hash of " + length + " bytes");
            }
            if (isThere[i]) {
                hashes[i] = BigEndian.int64(bytes, at);
                at += Long.BYTES;
            }
        }
    }

    /** Whether there is one at this place; a value that is NULL has none. */
    boolean isThere(int i) {
        return isThere[i];
    }

    /** The hash at this place. */
    long get(int i) {
        return hashes[i];
    }
}
