package dev.caravan.write;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.jspecify.annotations.Nullable;

/** A local file whose checksum is taken while it is written: CRC32C, which S3 knows as well and CPUs compute in hardware. */
final class ChecksummedFile implements OutputFile {
    private final Path path;
    private final int buffer;
    private final CRC32C checksum = new CRC32C();
    private final CRC32 other = new CRC32();
    private @Nullable Counted written;

    /**
     * A file that is made when it is opened.
     *
     * @param buffer how many bytes wait for the disk
     */
    ChecksummedFile(Path path, int buffer) {
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

    /** Leaves nothing in buffers; how many bytes were written so far. */
    long flush() throws IOException {
        if (written == null) {
            return 0;
        }
        written.flush();
        return written.getPos();
    }

    @Override
    public PositionOutputStream create(long blockSizeHint) throws IOException {
        Counted opened = new Counted(new BufferedOutputStream(PrivateFiles.create(path), buffer));
        written = opened;
        return opened;
    }

    @Override
    public PositionOutputStream createOrOverwrite(long blockSizeHint) throws IOException {
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

    private final class Counted extends PositionOutputStream {
        private final OutputStream out;
        private long position;

        Counted(OutputStream out) {
            this.out = out;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int octet) throws IOException {
            out.write(octet);
            checksum.update(octet);
            other.update(octet);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            checksum.update(bytes, offset, length);
            other.update(bytes, offset, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
