package dev.caravan.proof;

import java.math.BigInteger;

/** Adds up hashes, signed numbers of 64 bits, up to 2 to the power of 31 of them, without loss. */
final class HashSum {
    private static final int HALF = 32;
    private static final long LOWER = 0xFFFFFFFFL;

    private long values;
    private long lower;
    private long upper;

    /** One more. */
    void add(long hash) {
        values++;
        lower += hash & LOWER;
        upper += hash >> HALF;
    }

    /** How many there are. */
    long values() {
        return values;
    }

    /** Their sum. */
    BigInteger sum() {
        return BigInteger.valueOf(upper).shiftLeft(HALF).add(BigInteger.valueOf(lower));
    }
}
