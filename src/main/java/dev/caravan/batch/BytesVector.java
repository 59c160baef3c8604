package dev.caravan.batch;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Values of Parquet type BINARY or FIXED_LEN_BYTE_ARRAY, as slices.
 *
 * <p>A slice either points into the buffer that the batch was read into, so that text is never copied, or into a buffer of
 * the vector's own for values that had to be computed.
 */
public final class BytesVector extends Vector {
    private static final int FIRST_OWN_BYTES = 1024;

    private byte[] shared;
    private int[] offsets = new int[FIRST_CAPACITY];
    private int[] lengths = new int[FIRST_CAPACITY];
    private boolean[] isOwn = new boolean[FIRST_CAPACITY];
    private byte[] own = new byte[0];
    private int ownSize;

    /** A vector whose slices may point into this buffer, which does not change before the vector is filled again. */
    public BytesVector(byte[] shared) {
        this.shared = shared;
    }

    /** A vector of computed values only. */
    public BytesVector() {
        this(new byte[0]);
    }

    /** Appends a slice of the shared buffer. */
    public void addShared(int offset, int length) {
        int index = next();
        offsets[index] = offset;
        lengths[index] = length;
        isOwn[index] = false;
    }

    /** Appends a copy of these bytes. */
    public void add(byte[] bytes, int offset, int length) {
        int start = claim(length);
        System.arraycopy(bytes, offset, own, start, length);
    }

    /** Appends text in UTF-8. */
    public void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes, 0, bytes.length);
    }

    /**
     * Appends a value of this length whose bytes the caller writes into {@link #own()} afterwards.
     *
     * @return where in {@link #own()} the value starts
     */
    public int claim(int length) {
        int start = room(length);
        int index = next();
        offsets[index] = start;
        lengths[index] = length;
        isOwn[index] = true;
        return start;
    }

    private int room(int length) {
        int wanted = Math.addExact(ownSize, length);
        if (wanted > own.length) {
            own = Arrays.copyOf(own, Math.max(wanted, Math.max(FIRST_OWN_BYTES, own.length + (own.length >> 1))));
        }
        int start = ownSize;
        ownSize = wanted;
        return start;
    }

    /** The buffer of the computed values; valid until the next value is appended. */
    public byte[] own() {
        return own;
    }

    /** The buffer that the value at this position lies in. */
    public byte[] buffer(int index) {
        return isOwn[index] ? own : shared;
    }

    /** Where in {@link #buffer} the value starts. */
    public int offset(int index) {
        return offsets[index];
    }

    /** How many bytes the value has. */
    public int length(int index) {
        return lengths[index];
    }

    @Override
    void resize(int capacity) {
        offsets = Arrays.copyOf(offsets, capacity);
        lengths = Arrays.copyOf(lengths, capacity);
        isOwn = Arrays.copyOf(isOwn, capacity);
    }

    @Override
    void empty(byte[] buffer) {
        shared = buffer;
        ownSize = 0;
    }

    /** What a partly taken back vector computed in vain stays in its buffer; an emptied one begins anew. */
    @Override
    void shrink(int newSize) {
        if (newSize == 0) {
            ownSize = 0;
        }
    }

    /** What the other one shares is shared, if every slice of this one can point into it; all else is copied. */
    @Override
    void take(Vector other, int[] rows, int from, int to, int at) {
        BytesVector taken = (BytesVector) other;
        if (at == 0) {
            shared = taken.shared;
        }
        boolean isShared = shared == taken.shared;
        for (int i = from; i < to; i++) {
            int row = rows[i];
            if (taken.isNull(row)) {
                continue;
            }
            int index = at + i - from;
            int length = taken.lengths[row];
            boolean isCopied = taken.isOwn[row] || !isShared;
            int offset = taken.offsets[row];
            if (isCopied) {
                offset = room(length);
                System.arraycopy(taken.buffer(row), taken.offsets[row], own, offset, length);
            }
            offsets[index] = offset;
            lengths[index] = length;
            isOwn[index] = isCopied;
        }
    }
}
