package dev.caravan.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes of a page on their way, in a buffer that grows and is used again. Numbers are written as Parquet has them, little end first. */
final class PageBytes {
    private static final int FIRST_BYTES = 64;

    /** Initial size of a buffer; small, because a table may have thousands of them. */
    private static final byte[] NONE = new byte[0];

    /** The largest array that every JVM makes. */
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = NONE;
    private int size;

    int size() {
        return size;
    }

    /** Bytes that the buffer takes in memory. */
    int capacity() {
        return bytes.length;
    }

    byte[] array() {
        return bytes;
    }

    /** Empties the buffer, and gives it back where one page made it far larger than pages are. */
    void clear(int usual) {
        size = 0;
        if (bytes.length > 4L * usual) {
            bytes = NONE;
        }
    }

    /** Makes room for so many more bytes. */
    void reserve(long more) {
        long wanted = size + more;
        if (wanted > bytes.length) {
            if (wanted > MOST_BYTES) {
                throw new OutOfMemoryError("a page of " + wanted + " bytes; Parquet's pages end at 2 GB");
            }
            long grown = Math.max(FIRST_BYTES, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.min(MOST_BYTES, Math.max(wanted, grown)));
        }
    }

    /** Writes one byte into room that {@link #reserve} has made; likewise the next three. */
    void put(int octet) {
        bytes[size++] = (byte) octet;
    }

    void putInt(int value) {
        INT.set(bytes, size, value);
        size += Integer.BYTES;
    }

    void putLong(long value) {
        LONG.set(bytes, size, value);
        size += Long.BYTES;
    }

    void put(byte[] from, int offset, int length) {
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    /** Writes the lower halves of the first numbers into room that {@link #reserve} has made. */
    void putInts(long[] numbers, int count) {
        for (int i = 0; i < count; i++) {
            INT.set(bytes, size + Integer.BYTES * i, (int) numbers[i]);
        }
        size += Integer.BYTES * count;
    }

    /** Writes the first numbers into room that {@link #reserve} has made. */
    void putLongs(long[] numbers, int count) {
        for (int i = 0; i < count; i++) {
            LONG.set(bytes, size + Long.BYTES * i, numbers[i]);
        }
        size += Long.BYTES * count;
    }

    /** Overwrites four bytes that were written before. */
    void setInt(int at, int value) {
        INT.set(bytes, at, value);
    }

    /** Skips bytes that another writes into {@link #array()}. */
    void skip(int length) {
        size += length;
    }

    /** Writes an unsigned number in ULEB128, in at most five bytes. */
    void putVarInt(int value) {
        int left = value;
        while ((left & ~0x7F) != 0) {
            put((left & 0x7F) | 0x80);
            left >>>= 7;
        }
        put(left);
    }

    /** Everything that another buffer holds, with room made for it. */
    void append(PageBytes other) {
        reserve(other.size);
        put(other.bytes, 0, other.size);
    }
}
