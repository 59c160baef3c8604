package dev.caravan.types;

import dev.caravan.batch.BytesVector;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Small types of fixed layout whose text PostgreSQL prints in one way. */
final class ShortText {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

    private ShortText() {}

    /** macaddr and macaddr8: six or eight bytes, in hexadecimal with colons. */
    static Decoder<BytesVector> mac(int octets) {
        return new Decoder<>() {
            @Override
            public void value(byte[] bytes, int offset, int length, BytesVector out) {
                expect(length, octets, "macaddr");
                int at = out.claim(3 * octets - 1);
                byte[] text = out.own();
                for (int i = 0; i < octets; i++) {
                    if (i > 0) {
                        text[at++] = ':';
                    }
                    text[at++] = HEX[(bytes[offset + i] >> 4) & 0xF];
                    text[at++] = HEX[bytes[offset + i] & 0xF];
                }
            }
        };
    }

    /** bit and varbit: the number of bits, then the bits, the first one highest ({@code varbit_send}). */
    static final Decoder<BytesVector> BITS = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, BytesVector out) {
            int bits = length < Integer.BYTES ? -1 : BigEndian.int32(bytes, offset);
            if (bits < 0 || length - Integer.BYTES != (bits + 7L) / 8) {
                throw new CorruptFrame("bit string of " + length + " bytes that announces " + bits + " bits");
            }
            int at = out.claim(bits);
            byte[] text = out.own();
            for (int i = 0; i < bits; i++) {
                int octet = bytes[offset + Integer.BYTES + (i >> 3)];
                text[at + i] = (byte) ('0' + ((octet >> (7 - (i & 7))) & 1));
            }
        }
    };

    /**
     * "char": one byte ({@code charsend}). 0 is the empty string, and a byte beyond ASCII is {@code \ooo}, which PostgreSQL prints
     * from version 16 on; older ones print the bare byte, which is text in no encoding.
     */
    static final Decoder<BytesVector> CHAR = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, BytesVector out) {
            expect(length, 1, "\"char\"");
            int octet = bytes[offset] & 0xFF;
            if (octet < 0x80) {
                out.add(bytes, offset, octet == 0 ? 0 : 1);
            } else {
                int at = out.claim(4);
                byte[] text = out.own();
                text[at] = '\\';
                text[at + 1] = (byte) ('0' + (octet >> 6));
                text[at + 2] = (byte) ('0' + ((octet >> 3) & 7));
                text[at + 3] = (byte) ('0' + (octet & 7));
            }
        }
    };

    /** pg_lsn: a place in the log as two halves in hexadecimal ({@code pg_lsn_out}). */
    static final Decoder<BytesVector> LSN = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, BytesVector out) {
            expect(length, Long.BYTES, "pg_lsn");
            out.add((Integer.toHexString(BigEndian.int32(bytes, offset)) + "/"
                            + Integer.toHexString(BigEndian.int32(bytes, offset + Integer.BYTES)))
                    .toUpperCase(Locale.ROOT));
        }
    };

    /** tid: block and place in it ({@code tidsend}). */
    static final Decoder<BytesVector> TID = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, BytesVector out) {
            expect(length, Integer.BYTES + Short.BYTES, "tid");
            out.add("(" + Integer.toUnsignedString(BigEndian.int32(bytes, offset)) + ","
                    + BigEndian.uint16(bytes, offset + Integer.BYTES) + ")");
        }
    };

    /** pg_snapshot and txid_snapshot: number of running transactions, lowest, next, those running ({@code pg_snapshot_send}). */
    static final Decoder<BytesVector> SNAPSHOT = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, BytesVector out) {
            int running = length < Integer.BYTES ? -1 : BigEndian.int32(bytes, offset);
            if (running < 0 || length != Integer.BYTES + Long.BYTES * (running + 2L)) {
                throw new CorruptFrame("snapshot of " + length + " bytes that announces " + running + " transactions");
            }
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < running + 2; i++) {
                text.append(i == 0 ? "" : i < 3 ? ":" : ",")
                        .append(Long.toUnsignedString(BigEndian.int64(bytes, offset + Integer.BYTES + i * Long.BYTES)));
            }
            out.add(running == 0 ? text.append(':').toString() : text.toString());
        }
    };
}
