package dev.caravan.pod.management;

import java.io.IOException;
import java.io.OutputStream;

/** Bytes up to a limit; beyond it, writing fails. */
final class BoundedText extends OutputStream {
    private final java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream(4_096);
    private final int most;

    BoundedText(int most) {
        this.most = most;
    }

    /** There is more to write than the limit allows. */
    static final class Full extends IOException {
        private static final long serialVersionUID = 1L;
    }

    @Override
    public void write(int b) throws IOException {
        require(1);
        bytes.write(b);
    }

    @Override
    public void write(byte[] from, int offset, int length) throws IOException {
        require(length);
        bytes.write(from, offset, length);
    }

    private void require(int more) throws Full {
        if (bytes.size() + (long) more > most) {
            throw new Full();
        }
    }

    int size() {
        return bytes.size();
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
