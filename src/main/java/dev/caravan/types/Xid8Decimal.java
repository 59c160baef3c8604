package dev.caravan.types;

import dev.caravan.batch.BytesVector;

/** xid8: 64 bits without a sign, which take 20 decimal digits. */
final class Xid8Decimal extends Decoder<BytesVector> {
    static final int DIGITS = 20;
    private static final int WIDTH = 9;

    @Override
    public void value(byte[] bytes, int offset, int length, BytesVector out) {
        expect(length, Long.BYTES, "xid8");
        int at = out.claim(WIDTH);
        byte[] own = out.own();
        own[at] = 0;
        System.arraycopy(bytes, offset, own, at + 1, Long.BYTES);
    }
}
