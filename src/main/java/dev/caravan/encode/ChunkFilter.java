package dev.caravan.encode;

import org.apache.parquet.column.values.bloomfilter.BlockSplitBloomFilter;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.io.api.Binary;
import org.jspecify.annotations.Nullable;

/**
 * The Bloom filter of one column chunk.
 *
 * <p>How many distinct values a chunk has is known at its end, so the filter is filled at its largest size and folded afterwards: in a
 * split block filter whose size is a power of two, two neighbouring blocks together are the block of a filter of half the size.
 */
final class ChunkFilter {
    /** parquet-java's default: one row group in a hundred is read in vain. */
    private static final double FALSE_POSITIVES = 0.01;

    /** A filter that says yes to most values is not worth its bytes. */
    private static final double MOST_FALSE_POSITIVES = 0.5;

    private static final int BLOCK_BYTES = 32;

    /** Each value sets one bit in each of the eight words of its block. */
    private static final int WORDS = 8;

    private final byte[] bits;
    private final BlockSplitBloomFilter filter;

    /**
     * An empty filter.
     *
     * @param bytes its largest size, a power of two from 32 on
     */
    ChunkFilter(int bytes) {
        this.bits = new byte[bytes];
        this.filter = new BlockSplitBloomFilter(bits);
    }

    void add(int value) {
        filter.insertHash(filter.hash(value));
    }

    void add(long value) {
        filter.insertHash(filter.hash(value));
    }

    void add(byte[] buffer, int offset, int length) {
        filter.insertHash(filter.hash(Binary.fromConstantByteArray(buffer, offset, length)));
    }

    /** Bytes that it takes in memory. */
    int bytes() {
        return bits.length;
    }

    /** The filter in the size that its values need; null when they are too many for its largest size. */
    @Nullable
    BloomFilter folded() {
        double filled = filled();
        if (Math.pow(filled, WORDS) > MOST_FALSE_POSITIVES) {
            return null;
        }
        int blocks = bits.length / BLOCK_BYTES;
        long distinct = Math.round(-Math.log1p(-filled) * Integer.SIZE * blocks);
        int wanted = BlockSplitBloomFilter.optimalNumOfBits(distinct, FALSE_POSITIVES) / Byte.SIZE;
        byte[] folded = bits;
        while (folded.length / 2 >= Math.max(wanted, BLOCK_BYTES)) {
            folded = halved(folded);
        }
        return new BlockSplitBloomFilter(folded);
    }

    /** The part of the bits that are set, from which the number of values follows. */
    private double filled() {
        long set = 0;
        for (byte each : bits) {
            set += Integer.bitCount(Byte.toUnsignedInt(each));
        }
        return (double) set / ((long) bits.length * Byte.SIZE);
    }

    private static byte[] halved(byte[] bits) {
        byte[] half = new byte[bits.length / 2];
        for (int block = 0; block < half.length; block += BLOCK_BYTES) {
            for (int i = 0; i < BLOCK_BYTES; i++) {
                half[block + i] = (byte) (bits[2 * block + i] | bits[2 * block + BLOCK_BYTES + i]);
            }
        }
        return half;
    }
}
