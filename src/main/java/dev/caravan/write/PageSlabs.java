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
    private final SlabPool pool;
    private final List<byte[]> slabs = new ArrayList<>();
    private int used;
    private long held;

    PageSlabs(SlabPool pool) {
        this.pool = pool;
    }

    @Override
    public ByteBuffer allocate(int size) {
        if (size > SlabPool.largest() / 2) {
            held += size;
            return ByteBuffer.allocate(size);
        }
        byte[] last = slabs.isEmpty() ? null : slabs.get(slabs.size() - 1);
        if (last == null || used + size > last.length) {
            int doubled = last == null ? 0 : Math.min(SlabPool.largest(), 2 * last.length);
            last = pool.take(Math.max(size, doubled));
            slabs.add(last);
            held += last.length;
            used = 0;
        }
        ByteBuffer page = ByteBuffer.wrap(last, used, size).slice();
        used += size;
        return page;
    }

    /** Bytes that pages take in memory. */
    long held() {
        return held;
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
        slabs.forEach(pool::give);
        slabs.clear();
        used = 0;
        held = 0;
    }
}
