package dev.caravan.types;

import dev.caravan.batch.BytesVector;

/** The types whose binary form is the value itself, so that a slice of the batch's buffer serves: text in UTF-8, bytea, jsonb. */
final class Slices {
    private static final int JSONB_VERSION = 1;

    private Slices() {}

    /** text, varchar, char(n) with its padding, name, json, enum labels, and every text form that the server made. */
    static final Decoder<BytesVector> AS_SENT = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, BytesVector out) {
            out.addShared(offset, length);
        }

        @Override
        public Decoder<BytesVector> checkingText() {
            return new CheckedText(this);
        }
    };

    /** bytea: bytes that mean nothing to the server. */
    static final Decoder<BytesVector> BYTES = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, BytesVector out) {
            out.addShared(offset, length);
        }
    };

    /** A version byte, then the text that jsonb prints as ({@code jsonb_send}). */
    static final Decoder<BytesVector> JSONB = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, BytesVector out) {
            if (length < 1 || bytes[offset] != JSONB_VERSION) {
                throw new CorruptFrame("jsonb of " + length + " bytes without its version byte " + JSONB_VERSION);
            }
            out.addShared(offset + 1, length - 1);
        }

        @Override
        public Decoder<BytesVector> checkingText() {
            return new CheckedText(this);
        }
    };
}
