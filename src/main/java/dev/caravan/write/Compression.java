package dev.caravan.write;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.CapacityByteArrayOutputStream;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;
import org.xerial.snappy.Snappy;

/** How the pages of a file are compressed. */
public enum Compression {
    /** Small and quick to read; what Athena, Spark, Trino and DuckDB all read. The default. */
    ZSTD(CompressionCodecName.ZSTD),
    /** For readers that know nothing newer. */
    GZIP(CompressionCodecName.GZIP),
    /** Larger, and the least work to write. */
    SNAPPY(CompressionCodecName.SNAPPY),
    /** As encoded. */
    NONE(CompressionCodecName.UNCOMPRESSED);

    /**
     * zstd's fastest regular level. Pages are encoded already, so its default, 3, costs a third more of the whole export's CPU for
     * files between 3% smaller (TPC-H lineitem) and 2% larger (random text, numbers and documents).
     */
    private static final int ZSTD_LEVEL = 1;

    private final CompressionCodecName codec;

    Compression(CompressionCodecName codec) {
        this.codec = codec;
    }

    /** A compressor for one file; to be released when the file is finished. */
    Pages compressor() {
        return switch (this) {
            case ZSTD -> new ZstdPages(codec);
            case GZIP -> new GzipPages(codec);
            case SNAPPY -> new SnappyPages(codec);
            case NONE -> new PlainPages(codec);
        };
    }

    /** Compresses page after page without Hadoop's codecs, which would bring their pools and configuration along. */
    abstract static class Pages implements BytesInputCompressor {
        private static final HeapByteBufferAllocator ON_HEAP = HeapByteBufferAllocator.getInstance();

        /** Beyond this a page holds a huge value, and each further copy of it might not fit into memory. */
        private static final int HUGE = 32 << 20;

        private static final int FIRST_SLAB = 64 << 10;
        private static final int LARGEST_SLAB = 8 << 20;

        private final CompressionCodecName codec;

        Pages(CompressionCodecName codec) {
            this.codec = codec;
        }

        /** Told what the values of the pages that follow are. */
        void expect(PrimitiveTypeName values) {}

        /** The compressed page, which is copied before the next one comes. */
        abstract BytesInput compress(byte[] page, int offset, int length) throws IOException;

        /** Puts a compressor before another stream. */
        interface Stream {
            OutputStream before(OutputStream compressed) throws IOException;
        }

        /** What compresses a huge page piece by piece; null when the codec needs all of it at once. */
        @Nullable
        Stream stream() {
            return null;
        }

        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            Stream stream = page.size() > HUGE ? stream() : null;
            if (stream != null) {
                CapacityByteArrayOutputStream pieces =
                        new CapacityByteArrayOutputStream(FIRST_SLAB, LARGEST_SLAB, ON_HEAP);
                try (OutputStream out = stream.before(new LeftOpen(pieces))) {
                    page.writeAllTo(out);
                }
                return BytesInput.from(pieces);
            }
            ByteBuffer buffer = page.toByteBuffer(ON_HEAP, unused -> {});
            return compress(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
        }

        @Override
        public CompressionCodecName getCodecName() {
            return codec;
        }

        @Override
        public void release() {}
    }

    private static final class ZstdPages extends Pages {
        /**
         * The shortest repetition that is looked for in numbers. They share their upper bytes with others, often five or six of eight,
         * and the seven of zstd's fastest level pass over that: moments in time become a sixth smaller by it, in the same time.
         */
        private static final int REPETITION_OF_NUMBERS = 5;

        /** What the level says. */
        private static final int USUAL_REPETITION = 0;

        /** More than a usual page takes; what a page of huge values needs is made for it alone. */
        private static final int MOST_SCRATCH = 2 << 20;

        private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(ZSTD_LEVEL);
        private byte[] scratch = new byte[0];

        ZstdPages(CompressionCodecName codec) {
            super(codec);
        }

        @Override
        void expect(PrimitiveTypeName values) {
            boolean isNumber =
                    switch (values) {
                        case INT32, INT64, FLOAT, DOUBLE -> true;
                        case BOOLEAN, BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> false;
                    };
            context.setMinMatch(isNumber ? REPETITION_OF_NUMBERS : USUAL_REPETITION);
        }

        @Override
        BytesInput compress(byte[] page, int offset, int length) {
            int bound = (int) Zstd.compressBound(length);
            byte[] room = bound > scratch.length ? new byte[bound] : scratch;
            if (bound <= MOST_SCRATCH) {
                scratch = room;
            }
            int size = context.compressByteArray(room, 0, room.length, page, offset, length);
            return BytesInput.from(room, 0, size);
        }

        @Override
        Stream stream() {
            return compressed -> new ZstdOutputStreamNoFinalizer(compressed, ZSTD_LEVEL);
        }

        @Override
        public void release() {
            context.close();
        }
    }

    private static final class GzipPages extends Pages {
        GzipPages(CompressionCodecName codec) {
            super(codec);
        }

        @Override
        BytesInput compress(byte[] page, int offset, int length) throws IOException {
            ByteArrayOutputStream out = new ByteArrayOutputStream(length / 2 + 64);
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(page, offset, length);
            }
            return BytesInput.from(out.toByteArray());
        }

        @Override
        Stream stream() {
            return GZIPOutputStream::new;
        }
    }

    private static final class SnappyPages extends Pages {
        SnappyPages(CompressionCodecName codec) {
            super(codec);
        }

        @Override
        BytesInput compress(byte[] page, int offset, int length) throws IOException {
            byte[] compressed = new byte[Snappy.maxCompressedLength(length)];
            return BytesInput.from(compressed, 0, Snappy.compress(page, offset, length, compressed, 0));
        }
    }

    private static final class PlainPages extends Pages {
        PlainPages(CompressionCodecName codec) {
            super(codec);
        }

        @Override
        BytesInput compress(byte[] page, int offset, int length) {
            return BytesInput.from(page, offset, length);
        }
    }

    /** A stream that ends with what is put before it, and keeps what was written. */
    private static final class LeftOpen extends FilterOutputStream {
        LeftOpen(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() {
            // The pieces are read afterwards.
        }
    }
}
