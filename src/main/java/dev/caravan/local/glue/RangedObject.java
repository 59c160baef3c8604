package dev.caravan.local.glue;

import java.io.IOException;
import java.io.InputStream;
import org.apache.parquet.io.DelegatingSeekableInputStream;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.SeekableInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/** An S3 object as Parquet's input file; reads ranges, at least 64 KiB at a time, so that most footers cost one GET. */
final class RangedObject implements InputFile {
    private static final int WINDOW = 64 * 1024;

    private final S3Client s3;
    private final String bucket;
    private final String key;
    private final long length;

    RangedObject(S3Client s3, String bucket, String key, long length) {
        this.s3 = s3;
        this.bucket = bucket;
        this.key = key;
        this.length = length;
    }

    @Override
    public long getLength() {
        return length;
    }

    @Override
    public SeekableInputStream newStream() {
        Window window = new Window();
        return new DelegatingSeekableInputStream(window) {
            @Override
            public long getPos() {
                return window.position;
            }

            @Override
            public void seek(long position) {
                window.position = position;
            }
        };
    }

    @Override
    public String toString() {
        return "s3://" + bucket + "/" + key;
    }

    /** A moving position over the object, with the bytes around it that the last GET brought. */
    private final class Window extends InputStream {
        private long position;
        private long start;
        private byte[] bytes = {};

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (position >= length) {
                return -1;
            }
            if (position < start || position >= start + bytes.length) {
                load(count);
            }
            int from = (int) (position - start);
            int available = Math.min(count, bytes.length - from);
            System.arraycopy(bytes, from, target, offset, available);
            position += available;
            return available;
        }

        private void load(int count) throws IOException {
            long end = Math.min(length, position + Math.max(count, WINDOW));
            // A footer is read from its end backwards.
            start = Math.max(0, Math.min(position, end - WINDOW));
            String range = "bytes=" + start + "-" + (end - 1);
            try {
                bytes = s3.getObjectAsBytes(get -> get.bucket(bucket).key(key).range(range))
                        .asByteArrayUnsafe();
            } catch (SdkException e) {
                throw new IOException("GET of " + range + " failed: " + e.getMessage(), e);
            }
            if (bytes.length != end - start) {
                throw new IOException("GET of " + range + " brought " + bytes.length + " bytes");
            }
        }
    }
}
