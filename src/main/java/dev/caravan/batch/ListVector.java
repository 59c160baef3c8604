package dev.caravan.batch;

import java.util.Arrays;

/** Lists: the elements of all of them one after the other in a vector of their own, and where each list ends. */
public final class ListVector extends Vector {
    private final Vector elements;
    private int[] ends = new int[FIRST_CAPACITY];

    /** Lists of what this still empty vector holds. */
    public ListVector(Vector elements) {
        this.elements = elements;
    }

    /** The elements of all lists. */
    public Vector elements() {
        return elements;
    }

    /** Closes a list: everything appended to {@link #elements()} since the last call is in it. */
    public void endList() {
        int index = next();
        ends[index] = elements.size();
    }

    /** Where in {@link #elements()} the list starts. */
    public int start(int index) {
        return index == 0 ? 0 : ends[index - 1];
    }

    /** Where in {@link #elements()} the list ends, exclusive. */
    public int end(int index) {
        return ends[index];
    }

    @Override
    void storeNull(int index) {
        ends[index] = elements.size();
    }

    @Override
    void resize(int capacity) {
        ends = Arrays.copyOf(ends, capacity);
    }

    @Override
    void empty(byte[] shared) {
        elements.refill(shared);
    }

    @Override
    void shrink(int newSize) {
        elements.truncate(newSize == 0 ? 0 : ends[newSize - 1]);
    }

    @Override
    void take(Vector other, int[] rows, int from, int to, int at) {
        ListVector lists = (ListVector) other;
        int end = elements.size();
        int count = 0;
        for (int i = from; i < to; i++) {
            count += lists.end(rows[i]) - lists.start(rows[i]);
            ends[at + i - from] = end + count;
        }
        int[] places = new int[count];
        int place = 0;
        for (int i = from; i < to; i++) {
            int last = lists.end(rows[i]);
            for (int element = lists.start(rows[i]); element < last; element++) {
                places[place++] = element;
            }
        }
        elements.append(lists.elements, places, 0, count);
    }
}
