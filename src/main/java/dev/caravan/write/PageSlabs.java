package dev.caravan.write;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.ByteBufferAllocator;

/**
 * Memory for the finished pages of one row group at a time, used again for the next: pages live just long enough to end in the old
 * generation, which would have to be collected for every few of them.
 *
 * <p>Not safe for use by several threads at once.
 */
final class PageSlabs implements ByteBufferAllocator {
    /** Small, for the many tables that fill no more. */
    private static final int FIRST_SLAB = 64 << 10;

    /** A few pages; a larger one would be half empty where rows are large and memory is short. */
    private static final int LARGEST_SLAB = 1 << 20;

    private final List<byte[]> slabs = new ArrayList<>();
    private int slab;
    private int used;

    @Override
    public ByteBuffer allocate(int size) {
        if (size > LARGEST_SLAB / 2) {
            return ByteBuffer.allocate(size);
        }
        while (slab < slabs.size() && used + size > slabs.get(slab).length) {
            slab++;
            used = 0;
        }
        if (slab == slabs.size()) {
            int doubled = slabs.isEmpty() ? FIRST_SLAB : Math.min(LARGEST_SLAB, 2 * slabs.get(slab - 1).length);
            slabs.add(new byte[Math.max(size, doubled)]);
        }
        ByteBuffer page = ByteBuffer.wrap(slabs.get(slab), used, size).slice();
        used += size;
        return page;
    }

    /** Pages are given back together, by {@link #clear}. */
    @Override
    public void release(ByteBuffer page) {}

    @Override
    public boolean isDirect() {
        return false;
    }

    /** Every page of the row group has been written. */
    void clear() {
        slab = 0;
        used = 0;
    }
}
