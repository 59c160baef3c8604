package dev.caravan.encode;

import org.apache.parquet.column.values.bitpacking.BytePacker;
import org.apache.parquet.column.values.bitpacking.Packer;

/**
 * Parquet's hybrid of run lengths and bit packing, for levels and dictionary ids (the format's description, "Run Length Encoding
 * / Bit-Packing Hybrid"): eight or more equal values are a run, what lies between is packed in groups of eight.
 */
final class HybridRuns {
    private static final int GROUP = 8;
    private static final int STEP = GROUP / 2;

    /** A header and a value of a run, or the header of packed groups, at the most. */
    private static final int MOST_OVERHEAD = 10;

    private HybridRuns() {}

    /** Bits that numbers up to this one need. */
    static int width(int most) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(most);
    }

    /**
     * Encodes the first numbers of an array.
     *
     * @param values has room for seven more behind {@code count}, which are overwritten
     * @param width bits of each, 0 to 32
     */
    static void encode(int[] values, int count, int width, PageBytes out) {
        BytePacker packer = Packer.LITTLE_ENDIAN.newBytePacker(width);
        int from = 0;
        int at = 0;
        while (at < count) {
            int start = nextRun(values, at, count);
            int end = endOfRun(values, start, count);
            // Packed groups are whole, so the first of the equal values may have to fill one up.
            int filling = (GROUP - (start - from) % GROUP) % GROUP;
            if (end - start - filling >= GROUP) {
                pack(values, from, start + filling, packer, out);
                run(values[start], end - start - filling, width, out);
                from = end;
            }
            at = end;
        }
        for (int i = count; i < values.length && i < count + GROUP - 1; i++) {
            values[i] = 0;
        }
        pack(values, from, count, packer, out);
    }

    /** Index of the next run of at least eight equal values at or after {@code from}, or {@code count} if there is none. */
    private static int nextRun(int[] values, int from, int count) {
        for (int probe = from; probe + STEP < count; probe += STEP) {
            int value = values[probe];
            if (value == values[probe + STEP]) {
                int start = probe;
                while (start > from && values[start - 1] == value) {
                    start--;
                }
                if (endOfRun(values, start, count) - start >= GROUP) {
                    return start;
                }
            }
        }
        return count;
    }

    private static int endOfRun(int[] values, int start, int count) {
        int end = start;
        while (end < count && values[end] == values[start]) {
            end++;
        }
        return end;
    }

    /** Encodes so many of one number. */
    static void run(int value, int count, int width, PageBytes out) {
        out.reserve(MOST_OVERHEAD);
        out.putVarInt(count << 1);
        for (int shift = 0; shift < width; shift += Byte.SIZE) {
            out.put(value >>> shift);
        }
    }

    private static void pack(int[] values, int from, int to, BytePacker packer, PageBytes out) {
        int groups = (to - from + GROUP - 1) / GROUP;
        if (groups == 0) {
            return;
        }
        int width = packer.getBitWidth();
        out.reserve(MOST_OVERHEAD + (long) groups * width);
        out.putVarInt(groups << 1 | 1);
        byte[] bytes = out.array();
        int at = out.size();
        for (int i = 0; i < groups; i++, at += width) {
            packer.pack8Values(values, from + i * GROUP, bytes, at);
        }
        out.skip(groups * width);
    }
}
