package dev.caravan.encode;

import java.util.Arrays;

/** The distinct numbers of a column chunk, by their bits. */
final class LongDictionary extends Dictionary {

    /** One more than an id; 0 is free. Never more than half full. */
    private int[] slots = new int[FIRST_SLOTS];

    private final int width;
    private long[] keys = new long[FIRST_SLOTS / 2];
    private int shift = shift(FIRST_SLOTS);
    private int size;

    /**
     * An empty dictionary.
     *
     * @param width bytes that each number takes in the file, 4 or 8
     */
    LongDictionary(int width) {
        this.width = width;
    }

    @Override
    int size() {
        return size;
    }

    @Override
    long bytes() {
        return (long) width * size;
    }

    @Override
    void writeKey(int id, PageBytes out) {
        out.reserve(width);
        if (width == Integer.BYTES) {
            out.putInt((int) keys[id]);
        } else {
            out.putLong(keys[id]);
        }
    }

    @Override
    long heldByValues() {
        return (long) Integer.BYTES * slots.length + (long) Long.BYTES * keys.length;
    }

    @Override
    void clear() {
        if (size > 0) {
            size = 0;
            slots = new int[FIRST_SLOTS];
            keys = new long[FIRST_SLOTS / 2];
            shift = shift(FIRST_SLOTS);
        }
    }

    @Override
    void close() {
        slots = new int[0];
    }

    /** Appends the ids of the first numbers. */
    void add(long[] numbers, int count) {
        int[] ids = room(count);
        int at = count();
        for (int i = 0; i < count; i++) {
            ids[at + i] = id(numbers[i]);
        }
        added(count);
    }

    /** The number's id; a new one where it was not seen before. */
    private int id(long key) {
        int slot = (int) ((key * MIXER) >>> shift);
        while (true) {
            int found = slots[slot];
            if (found == 0) {
                return add(key, slot);
            }
            if (keys[found - 1] == key) {
                return found - 1;
            }
            slot = (slot + 1) & (slots.length - 1);
        }
    }

    private int add(long key, int slot) {
        if (size == keys.length) {
            grow();
            return id(key);
        }
        keys[size] = key;
        slots[slot] = ++size;
        return size - 1;
    }

    private void grow() {
        int wanted = slots.length * 2;
        keys = Arrays.copyOf(keys, wanted / 2);
        slots = new int[wanted];
        shift = shift(wanted);
        for (int i = 0; i < size; i++) {
            int slot = (int) ((keys[i] * MIXER) >>> shift);
            while (slots[slot] != 0) {
                slot = (slot + 1) & (wanted - 1);
            }
            slots[slot] = i + 1;
        }
    }
}
