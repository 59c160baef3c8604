package dev.caravan.write;

import java.io.IOException;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Bytes on their way to the disk, of one file at a time: whoever writes leaves nothing behind in it, so that many open files share it.
 *
 * <p>Not safe for use by several threads at once.
 */
final class OutputBuffer {
    /** 1 MB: few calls of the operating system for the many small pieces of a row group. */
    private static final int BYTES = 1 << 20;

    private final byte[] bytes = new byte[BYTES];
    private int size;
    private @Nullable Object owner;

    /** Where the bytes go. */
    interface Disk {
        OutputStream opened() throws IOException;
    }

    /** Bytes that it takes in memory. */
    static int held() {
        return BYTES;
    }

    void write(Disk disk, byte[] from, int offset, int length) throws IOException {
        own(disk);
        if (length > BYTES - size) {
            drain(disk);
        }
        if (length > BYTES) {
            disk.opened().write(from, offset, length);
            return;
        }
        System.arraycopy(from, offset, bytes, size, length);
        size += length;
    }

    /** Leaves nothing of this file in it. */
    void flush(Disk disk) throws IOException {
        own(disk);
        drain(disk);
    }

    /** Forgets what it holds of a file that is not finished. */
    void discard(Disk disk) {
        if (owner == disk) {
            size = 0;
        }
    }

    private void own(Disk disk) {
        if (owner != disk && size > 0) {
            throw new IllegalStateException("two files write at the same moment");
        }
        owner = disk;
    }

    private void drain(Disk disk) throws IOException {
        if (size > 0) {
            int drained = size;
            size = 0;
            disk.opened().write(bytes, 0, drained);
        }
    }
}
