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
    void copy(Vector other, int row) {
        ListVector lists = (ListVector) other;
        for (int i = lists.start(row); i < lists.end(row); i++) {
            elements.appendOne(lists.elements, i);
        }
        endList();
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
}
