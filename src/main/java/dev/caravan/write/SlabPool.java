package dev.caravan.write;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Memory for the pages of files that one thread writes: what one file gives back the next one takes.
 *
 * <p>Not safe for use by several threads at once.
 */
final class SlabPool {
    /** Small, for the many tables that fill no more. */
    private static final int SMALLEST_SHIFT = 16;

    /** Up to 1 MB, a few pages; a larger one would be half empty where rows are large and memory is short. */
    private static final int SIZES = 5;

    private final List<Deque<byte[]>> free = new ArrayList<>();
    private long freeBytes;

    /** A pool without a slab. */
    SlabPool() {
        for (int i = 0; i < SIZES; i++) {
            free.add(new ArrayDeque<>());
        }
    }

    /** The largest of its slabs. */
    static int largest() {
        return 1 << (SMALLEST_SHIFT + SIZES - 1);
    }

    /** A slab of at least so many bytes, which are no more than those of {@link #largest()}. */
    byte[] take(int bytes) {
        int size = SIZES - 1;
        while (size > 0 && bytes <= 1 << (SMALLEST_SHIFT + size - 1)) {
            size--;
        }
        byte[] slab = free.get(size).poll();
        if (slab == null) {
            return new byte[1 << (SMALLEST_SHIFT + size)];
        }
        freeBytes -= slab.length;
        return slab;
    }

    /** Takes a slab back. */
    void give(byte[] slab) {
        free.get(Integer.numberOfTrailingZeros(slab.length) - SMALLEST_SHIFT).push(slab);
        freeBytes += slab.length;
    }

    /** Bytes of the slabs that nobody uses. */
    long freeBytes() {
        return freeBytes;
    }

    /** Releases the slabs that nobody uses. */
    void release() {
        free.forEach(Deque::clear);
        freeBytes = 0;
    }
}
