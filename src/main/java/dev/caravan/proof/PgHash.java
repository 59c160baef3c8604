package dev.caravan.proof;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * PostgreSQL's hash functions of 64 bits, as in {@code src/common/hashfn.c}, {@code src/backend/access/hash/hashfunc.c} and the files of
 * the types. Hash partitions depend on them, so no version since 11 may change them. Servers on big-endian machines have other hashes.
 */
final class PgHash {
    /** The hash of an array without elements. */
    static final long ARRAY = 1;

    private static final int BLOCK = 12;
    private static final int WORD = 32;
    /** Digits of a numeric come in groups of four. */
    private static final int GROUP = 4;

    private static final int GROUPS = 10_000;

    private PgHash() {}

    /** {@code hash_any_extended}. */
    static long bytes(byte[] k, int offset, int length, long seed) {
        Lookup3 state = new Lookup3(length, seed);
        int at = offset;
        int left = length;
        while (left >= BLOCK) {
            state.block(word(k, at), word(k, at + 4), word(k, at + 8));
            at += BLOCK;
            left -= BLOCK;
        }
        int first = 0;
        int second = 0;
        // The lowest byte of the third is for the length.
        int third = 0;
        for (int i = 0; i < left; i++) {
            int octet = k[at + i] & 0xFF;
            if (i < 4) {
                first |= octet << (8 * i);
            } else if (i < 8) {
                second |= octet << (8 * (i - 4));
            } else {
                third |= octet << (8 * (i - 7));
            }
        }
        return state.end(first, second, third);
    }

    private static int word(byte[] k, int at) {
        return (k[at] & 0xFF) | (k[at + 1] & 0xFF) << 8 | (k[at + 2] & 0xFF) << 16 | k[at + 3] << 24;
    }

    /** {@code hash_uint32_extended}: {@code hashint4extended} and what is like it. */
    static long int32(int k, long seed) {
        return new Lookup3(Integer.BYTES, seed).end(k, 0, 0);
    }

    /** {@code hashint8extended}; also of times and moments, which are microseconds. */
    static long int64(long k, long seed) {
        int lower = (int) k;
        int upper = (int) (k >>> WORD);
        return int32(lower ^ (k >= 0 ? upper : ~upper), seed);
    }

    /** {@code hashfloat8extended}, and {@code hashfloat4extended} of the same number: one for both zeros, one for all NaNs. */
    static long float64(double k) {
        if (k == 0) {
            return 0;
        }
        long bits = Double.doubleToLongBits(k);
        return new Lookup3(Double.BYTES, 0).end((int) bits, (int) (bits >>> WORD), 0);
    }

    /** {@code hashtextextended} under the collation C, in a database in UTF-8. */
    static long text(String k) {
        byte[] bytes = k.getBytes(StandardCharsets.UTF_8);
        return bytes(bytes, 0, bytes.length, 0);
    }

    /** {@code hash_array_extended}: the hash of an array so far, with one more element. */
    static long element(long before, long element) {
        return before * 31 + element;
    }

    /** {@code hash_array_extended} of an array of these bytes alone; bytea has a function of its own since version 18 only. */
    static long bytea(byte[] k, int offset, int length) {
        return element(ARRAY, bytes(k, offset, length, 0));
    }

    /**
     * {@code hash_numeric_extended} of a number in an INT32 or INT64. The function ignores the sign, so negative numbers have another seed.
     *
     * @param unscaled its digits
     * @param scale how many of them stand behind the point
     */
    static long decimal(long unscaled, int scale) {
        if (unscaled == Long.MIN_VALUE) {
            return decimal(BigInteger.valueOf(unscaled), scale);
        }
        int missing = missing(scale);
        int power = (int) Math.pow(10, missing);
        long rest = Math.abs(unscaled);
        int[] groups = new int[6];
        // What the lowest group has of the number; zeros stand behind it.
        groups[0] = (int) (rest % (GROUPS / power)) * power;
        rest /= GROUPS / power;
        int count = 1;
        while (rest > 0) {
            groups[count++] = (int) (rest % GROUPS);
            rest /= GROUPS;
        }
        return groups(groups, count, -((scale + missing) / GROUP), unscaled < 0);
    }

    /** The same of any number. */
    static long decimal(BigInteger unscaled, int scale) {
        int missing = missing(scale);
        String digits = unscaled.abs().multiply(BigInteger.TEN.pow(missing)).toString();
        int[] groups = new int[digits.length() / GROUP + 1];
        int count = 0;
        for (int end = digits.length(); end > 0; end -= GROUP) {
            groups[count++] = Integer.parseInt(digits.substring(Math.max(0, end - GROUP), end));
        }
        return groups(groups, count, -((scale + missing) / GROUP), unscaled.signum() < 0);
    }

    /** How many digits the last group lacks; groups are counted from the point. */
    private static int missing(int scale) {
        return (GROUP - scale % GROUP) % GROUP;
    }

    /**
     * The hash of a number.
     *
     * @param groups of its digits, the lowest first
     * @param weight by which power of 10,000 the lowest is multiplied
     */
    private static long groups(int[] groups, int count, int weight, boolean isNegative) {
        int from = 0;
        while (from < count && groups[from] == 0) {
            from++;
        }
        if (from == count) {
            return -1;
        }
        int to = count;
        while (groups[to - 1] == 0) {
            to--;
        }
        byte[] bytes = new byte[(to - from) * Short.BYTES];
        for (int i = 0; i < to - from; i++) {
            int group = groups[to - 1 - i];
            bytes[2 * i] = (byte) group;
            bytes[2 * i + 1] = (byte) (group >>> 8);
        }
        return bytes(bytes, 0, bytes.length, isNegative ? 1 : 0) ^ (weight + to - 1L);
    }
}
