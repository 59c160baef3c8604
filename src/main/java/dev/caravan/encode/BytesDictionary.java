package dev.caravan.encode;

import java.util.Arrays;

/** The distinct byte sequences of a column chunk. */
final class BytesDictionary extends Dictionary {
    private static final int FIRST_BYTES = 64;

    /** Up to here a few comparisons of eight bytes take less than the call of one that takes any number. */
    private static final int SHORT = 64;

    /** Values found last, a power of two: columns of a few words are found there without a look into the hash table. */
    private static final int RECENT = 64;

    private static final int RECENT_SHIFT = shift(RECENT);
    private static final int NO_LENGTH = -1;

    private final long[] recentPrefixes = new long[RECENT];
    private final int[] recentLengths = new int[RECENT];
    private final int[] recentIds = new int[RECENT];

    /** One more than an id; 0 is free. Never more than half full. */
    private int[] slots = new int[FIRST_SLOTS];

    private final boolean isFixed;
    private long[] hashes = new long[FIRST_SLOTS / 2];
    private long[] prefixes = new long[FIRST_SLOTS / 2];
    private int[] ends = new int[FIRST_SLOTS / 2];
    private byte[] bytes = new byte[FIRST_BYTES];
    private int shift = shift(FIRST_SLOTS);
    private int size;

    /**
     * An empty dictionary.
     *
     * @param isFixed whether all values are of one length, which is not written then
     */
    BytesDictionary(boolean isFixed) {
        this.isFixed = isFixed;
        Arrays.fill(recentLengths, NO_LENGTH);
    }

    @Override
    int size() {
        return size;
    }

    @Override
    long bytes() {
        return start(size) + (isFixed ? 0 : (long) Integer.BYTES * size);
    }

    @Override
    void writeKey(int id, PageBytes out) {
        int start = start(id);
        int length = ends[id] - start;
        out.reserve(Integer.BYTES + (long) length);
        if (!isFixed) {
            out.putInt(length);
        }
        out.put(bytes, start, length);
    }

    @Override
    long heldByValues() {
        return bytes.length
                + (long) Integer.BYTES * (slots.length + ends.length)
                + (long) Long.BYTES * (hashes.length + prefixes.length);
    }

    @Override
    void clear() {
        if (size > 0) {
            size = 0;
            Arrays.fill(recentLengths, NO_LENGTH);
            slots = new int[FIRST_SLOTS];
            hashes = new long[FIRST_SLOTS / 2];
            prefixes = new long[FIRST_SLOTS / 2];
            ends = new int[FIRST_SLOTS / 2];
            bytes = new byte[FIRST_BYTES];
            shift = shift(FIRST_SLOTS);
        }
    }

    @Override
    void close() {
        slots = new int[0];
        hashes = new long[0];
        prefixes = new long[0];
    }

    private int start(int id) {
        return id == 0 ? 0 : ends[id - 1];
    }

    /**
     * The value's id; a new one where it was not seen before.
     *
     * @param prefix its first eight bytes, as {@link Prefix#of} gives them
     */
    int id(byte[] buffer, int offset, int length, long prefix) {
        int place = (int) (((prefix + length) * MIXER) >>> RECENT_SHIFT);
        int recent = recentIds[place];
        if (recentPrefixes[place] == prefix
                && recentLengths[place] == length
                && (length <= Long.BYTES || endsSame(start(recent), buffer, offset, length))) {
            return recent;
        }
        int id = find(buffer, offset, length, prefix);
        recentPrefixes[place] = prefix;
        recentLengths[place] = length;
        recentIds[place] = id;
        return id;
    }

    private int find(byte[] buffer, int offset, int length, long prefix) {
        long hash = length <= Long.BYTES ? prefix * MIXER + length : hash(buffer, offset, length, prefix);
        hash ^= hash >>> 32;
        hash *= MIXER;
        int slot = (int) (hash >>> shift);
        while (true) {
            int found = slots[slot];
            if (found == 0) {
                return add(buffer, offset, length, prefix, hash, slot);
            }
            if (isSame(found - 1, buffer, offset, length, prefix, hash)) {
                return found - 1;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
    }

    private boolean isSame(int id, byte[] buffer, int offset, int length, long prefix, long hash) {
        if (hashes[id] != hash || prefixes[id] != prefix) {
            return false;
        }
        int start = start(id);
        return ends[id] - start == length && (length <= Long.BYTES || endsSame(start, buffer, offset, length));
    }

    /** Whether all is the same behind the first eight bytes; the last eight of it may be among those. */
    private boolean endsSame(int start, byte[] buffer, int offset, int length) {
        if (length > SHORT) {
            return Arrays.equals(
                    bytes, start + Long.BYTES, start + length, buffer, offset + Long.BYTES, offset + length);
        }
        int last = length - Long.BYTES;
        for (int at = Long.BYTES; at < last; at += Long.BYTES) {
            if (Prefix.long64(bytes, start + at) != Prefix.long64(buffer, offset + at)) {
                return false;
            }
        }
        return Prefix.long64(bytes, start + last) == Prefix.long64(buffer, offset + last);
    }

    private static long hash(byte[] buffer, int offset, int length, long prefix) {
        long hash = prefix * MIXER + length;
        int last = length - Long.BYTES;
        for (int at = Long.BYTES; at < last; at += Long.BYTES) {
            hash = (hash ^ (hash >>> 29) ^ Prefix.long64(buffer, offset + at)) * MIXER;
        }
        return (hash ^ (hash >>> 29) ^ Prefix.long64(buffer, offset + last)) * MIXER;
    }

    private int add(byte[] buffer, int offset, int length, long prefix, long hash, int slot) {
        if (size == hashes.length) {
            grow();
            return find(buffer, offset, length, prefix);
        }
        int start = start(size);
        int end = Math.addExact(start, length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(end, 2L * bytes.length)));
        }
        System.arraycopy(buffer, offset, bytes, start, length);
        hashes[size] = hash;
        prefixes[size] = prefix;
        ends[size] = end;
        slots[slot] = ++size;
        return size - 1;
    }

    private void grow() {
        int wanted = slots.length * 2;
        hashes = Arrays.copyOf(hashes, wanted / 2);
        prefixes = Arrays.copyOf(prefixes, wanted / 2);
        ends = Arrays.copyOf(ends, wanted / 2);
        slots = new int[wanted];
        shift = shift(wanted);
        for (int i = 0; i < size; i++) {
            int slot = (int) (hashes[i] >>> shift);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (wanted - 1);
            }
            slots[slot] = i + 1;
        }
    }
}
