package dev.caravan.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A local file whose checksum is taken while it is written: CRC32C, which S3 knows as well and CPUs compute in hardware. It is made with the
 * first bytes that go to the disk: a file whose first row group is not finished takes no descriptor.
 */
final class ChecksummedFile implements OutputFile {
    private final Path path;
    private final OutputBuffer buffer;
    private final CRC32C checksum = new CRC32C();
    private final CRC32 other = new CRC32();
    private final Counted written = new Counted();

    /**
     * A file that is not there yet.
     *
     * @param buffer shared by the files of one thread
     */
    ChecksummedFile(Path path, OutputBuffer buffer) {
        this.path = path;
        this.buffer = buffer;
    }

    /** The checksum of what was written so far, as eight hexadecimal digits. */
    String checksum() {
        return String.format("%08x", checksum.getValue());
    }

    /** CRC-32 of what was written so far, as eight hexadecimal digits. */
    String crc32() {
        return String.format("%08x", other.getValue());
    }

    /** Leaves nothing in the buffer; how many bytes were written so far. */
    long flush() throws IOException {
        written.flush();
        return written.getPos();
    }

    /** Writes nothing more: what is in the buffer yet is not needed. */
    void discard() {
        buffer.discard(written);
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) {
        return written;
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) {
        return create(blockSizeHint);
    }

    @Override
    public boolean supportsBlockSize() {
        return false;
    }

    @Override
    public long defaultBlockSize() {
        return 0;
    }

    @Override
    public String getPath() {
        return path.toString();
    }

    private final class Counted extends PositionOutputStream implements OutputBuffer.Disk {
        private final byte[] octet = new byte[1];
        private @Nullable OutputStream out;
        private long position;

        @Override
        public OutputStream opened() throws IOException {
            if (out == null) {
                out = PrivateFiles.create(path);
            }
            return out;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int value) throws IOException {
            octet[0] = (byte) value;
            write(octet, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            buffer.write(this, bytes, offset, length);
            checksum.update(bytes, offset, length);
            other.update(bytes, offset, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            buffer.flush(this);
        }

        @Override
        public void close() throws IOException {
            try {
                flush();
            } finally {
                if (out != null) {
                    out.close();
                }
            }
        }
    }
}
