package dev.caravan.types;

import dev.caravan.batch.Vector;

/** The frame that arrays, composites and ranges put around each of their parts: a length of four bytes, -1 for NULL, then the bytes. */
public final class PartFrames {
    private PartFrames() {}

    /** Appends one part and returns where the next one starts. */
    static int value(Decoder<? extends Vector> decoder, byte[] bytes, int at, int end, Vector out) {
        int start = at + Integer.BYTES;
        if (start > end) {
            throw new CorruptFrame("a part's length is missing at the end of a value");
        }
        int length = BigEndian.int32(bytes, at);
        if (length == -1) {
            out.addNull();
            return start;
        }
        if (length < 0 || length > end - start) {
            throw new CorruptFrame("a part of " + length + " bytes where " + (end - start) + " are left");
        }
        decoder.valueInto(bytes, start, length, out);
        return start + length;
    }
}
