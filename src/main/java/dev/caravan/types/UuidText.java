package dev.caravan.types;

import dev.caravan.batch.BytesVector;

/** uuid as its 36 characters in lower case, as PostgreSQL prints it. */
final class UuidText extends Decoder<BytesVector> {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};
    private static final int BYTES = 16;
    private static final int CHARACTERS = 36;

    @Override
    public void value(byte[] bytes, int offset, int length, BytesVector out) {
        expect(length, BYTES, "uuid");
        int at = out.claim(CHARACTERS);
        byte[] text = out.own();
        for (int i = 0; i < BYTES; i++) {
            if (i == 4 || i == 6 || i == 8 || i == 10) {
                text[at++] = '-';
            }
            int octet = bytes[offset + i];
            text[at++] = HEX[(octet >> 4) & 0xF];
            text[at++] = HEX[octet & 0xF];
        }
    }
}
