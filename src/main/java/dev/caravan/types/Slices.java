package dev.caravan.types;

import dev.caravan.batch.BytesVector;

/** The types whose binary form is the value itself, so that a slice of the batch's buffer serves: text in UTF-8, bytea, jsonb. */
final class Slices {
    static final int VERSION = 1;
    private static final int UUID_BYTES = 16;

    private Slices() {}

    /** text, varchar, char(n) with its padding, name, json, xml, enum labels, and every text form that the server made. */
    static final Decoder<BytesVector> AS_SENT = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, BytesVector out) {
            out.addShared(offset, length);
        }

        @Override
        public Decoder<BytesVector> checkingText() {
            return new CheckedText<>(this);
        }
    };

    /** bytea: bytes that mean nothing to the server. */
    static final Decoder<BytesVector> BYTES = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, BytesVector out) {
            out.addShared(offset, length);
        }
    };

    /** A version byte, then the text that the type prints as: jsonb, jsonpath, ltree, lquery, ltxtquery. */
    static final Decoder<BytesVector> VERSIONED = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, BytesVector out) {
            if (length < 1 || bytes[offset] != VERSION) {
                throw new CorruptFrame("a value of " + length + " bytes without its version byte " + VERSION);
            }
            out.addShared(offset + 1, length - 1);
        }

        @Override
        public Decoder<BytesVector> checkingText() {
            return new CheckedText<>(this);
        }
    };

    /** uuid as its 16 bytes. */
    static final Decoder<BytesVector> UUID = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, BytesVector out) {
            expect(length, UUID_BYTES, "uuid");
            out.addShared(offset, length);
        }
    };
}
