package dev.caravan.types;

import dev.caravan.batch.FloatVector;
import dev.caravan.batch.ListVector;

/**
 * vector and halfvec of the extension pgvector ({@code vector_send}, {@code halfvec_send}): number of dimensions and an unused
 * field, two bytes each, then the numbers in single or half precision. Half precision fits single precision exactly.
 */
final class Floats extends Decoder<ListVector> {
    /** vector. */
    static final Decoder<ListVector> SINGLE = new Floats(Float.BYTES);
    /** halfvec. */
    static final Decoder<ListVector> HALF = new Floats(Short.BYTES);

    private static final int HEADER = 4;

    private final int width;

    private Floats(int width) {
        this.width = width;
    }

    @Override
    public void value(byte[] bytes, int offset, int length, ListVector out) {
        int dimensions = length < HEADER ? -1 : BigEndian.uint16(bytes, offset);
        if (length != HEADER + dimensions * width) {
            throw new CorruptFrame("vector of " + length + " bytes that announces " + dimensions + " dimensions");
        }
        FloatVector numbers = (FloatVector) out.elements();
        for (int at = offset + HEADER; at < offset + length; at += width) {
            numbers.add(
                    width == Float.BYTES
                            ? Float.intBitsToFloat(BigEndian.int32(bytes, at))
                            : single(BigEndian.uint16(bytes, at)));
        }
        out.endList();
    }

    /** IEEE 754 binary16: one bit of sign, five of exponent, ten of fraction. */
    static float single(int half) {
        int sign = (half & 0x8000) << 16;
        int exponent = (half >> 10) & 0x1F;
        int fraction = half & 0x3FF;
        if (exponent == 0x1F) {
            return Float.intBitsToFloat(sign | 0x7F800000 | (fraction << 13));
        }
        if (exponent == 0) {
            float magnitude = fraction * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        return Float.intBitsToFloat(sign | ((exponent + 112) << 23) | (fraction << 13));
    }
}
