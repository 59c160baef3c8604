package dev.caravan.types;

import dev.caravan.batch.BytesVector;

/**
 * inet and cidr ({@code network_send} in {@code network.c}): family, bits of the netmask, whether it is a cidr, number of
 * address bytes, the address. Printed as {@code inet_out} does, whose casts to text differ: they always show the netmask.
 */
final class InetText extends Decoder<BytesVector> {
    private static final int HEADER = 4;
    private static final int FAMILY_4 = 2;
    private static final int FAMILY_6 = 3;
    private static final int BYTES_4 = 4;
    private static final int BYTES_6 = 16;
    private static final int WORDS = 8;

    @Override
    public void value(byte[] bytes, int offset, int length, BytesVector out) {
        if (length < HEADER || length != HEADER + bytes[offset + 3]) {
            throw new CorruptFrame("inet of " + length + " bytes that does not have the length it announces");
        }
        int family = bytes[offset];
        int bits = bytes[offset + 1] & 0xFF;
        boolean cidr = bytes[offset + 2] != 0;
        int most = 8 * bytes[offset + 3];
        StringBuilder text = new StringBuilder(48);
        if (family == FAMILY_4 && most == 8 * BYTES_4 && bits <= most) {
            dotted(text, bytes, offset + HEADER);
        } else if (family == FAMILY_6 && most == 8 * BYTES_6 && bits <= most) {
            colons(text, bytes, offset + HEADER);
        } else {
            throw new CorruptFrame("inet of family " + family + " with " + bits + " of " + most + " bits");
        }
        if (cidr || bits != most) {
            text.append('/').append(bits);
        }
        out.add(text.toString());
    }

    private static void dotted(StringBuilder text, byte[] bytes, int at) {
        for (int i = 0; i < BYTES_4; i++) {
            text.append(i == 0 ? "" : ".").append(bytes[at + i] & 0xFF);
        }
    }

    /** {@code inet_net_ntop_ipv6}: the longest run of zeros is left out, and an embedded IPv4 address is dotted. */
    private static void colons(StringBuilder text, byte[] bytes, int at) {
        int base = -1;
        int run = 1;
        for (int i = 0; i < WORDS; i++) {
            int zeros = 0;
            while (i + zeros < WORDS && BigEndian.uint16(bytes, at + 2 * (i + zeros)) == 0) {
                zeros++;
            }
            if (zeros > run) {
                base = i;
                run = zeros;
            }
            i += Math.max(0, zeros - 1);
        }
        for (int i = 0; i < WORDS; i++) {
            if (base >= 0 && i >= base && i < base + run) {
                text.append(i == base ? ":" : "");
                continue;
            }
            text.append(i == 0 ? "" : ":");
            if (i == 6 && base == 0 && embeds4(bytes, at, run)) {
                dotted(text, bytes, at + 12);
                return;
            }
            text.append(Integer.toHexString(BigEndian.uint16(bytes, at + 2 * i)));
        }
        if (base >= 0 && base + run == WORDS) {
            text.append(':');
        }
    }

    private static boolean embeds4(byte[] bytes, int at, int run) {
        return run == 6
                || (run == 7 && BigEndian.uint16(bytes, at + 14) != 1)
                || (run == 5 && BigEndian.uint16(bytes, at + 10) == 0xFFFF);
    }
}
