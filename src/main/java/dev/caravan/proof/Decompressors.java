package dev.caravan.proof;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.xerial.snappy.Snappy;

/** Decompresses the pages of the codecs that are written; parquet-java's own decompressors need all of Hadoop. */
final class Decompressors implements CompressionCodecFactory {
    @Override
    public BytesInputDecompressor getDecompressor(CompressionCodecName codec) {
        return switch (codec) {
            case ZSTD -> new Pages(page -> new ZstdInputStreamNoFinalizer(page).readAllBytes());
            case GZIP -> new Pages(page -> new GZIPInputStream(page).readAllBytes());
            case SNAPPY -> new Pages(page -> Snappy.uncompress(page.readAllBytes()));
            case UNCOMPRESSED -> new Pages(InputStream::readAllBytes);
            case LZO, BROTLI, LZ4, LZ4_RAW ->
                throw new IllegalArgumentException(
                        "pages are compressed with " + codec + ", which Caravan does not write");
        };
    }

    @Override
    public BytesInputCompressor getCompressor(CompressionCodecName codec) {
        throw new UnsupportedOperationException("files are only read here");
    }

    @Override
    public void release() {
        // Nothing is held between pages.
    }

    /** Decompresses a whole page. */
    @FunctionalInterface
    private interface Codec {
        byte[] decompressed(InputStream page) throws IOException;
    }

    private record Pages(Codec codec) implements BytesInputDecompressor {
        @Override
        public BytesInput decompress(BytesInput page, int size) throws IOException {
            return BytesInput.from(sized(page.toInputStream(), size));
        }

        @Override
        public void decompress(ByteBuffer page, int compressed, ByteBuffer out, int size) throws IOException {
            byte[] bytes = new byte[compressed];
            page.get(bytes);
            out.put(sized(new ByteArrayInputStream(bytes), size));
        }

        private byte[] sized(InputStream page, int size) throws IOException {
            byte[] bytes = codec.decompressed(page);
            if (bytes.length != size) {
                throw new IOException("a page of " + bytes.length + " bytes where its header says " + size);
            }
            return bytes;
        }

        @Override
        public void release() {
            // Nothing is held between pages.
        }
    }
}
