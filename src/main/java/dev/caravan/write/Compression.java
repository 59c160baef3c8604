package dev.caravan.write;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory.BytesInputCompressor;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
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

    /** zstd's own default: level 1 saves a little time for files 3% larger. */
    private static final int ZSTD_LEVEL = Zstd.defaultCompressionLevel();

    private final CompressionCodecName codec;

    Compression(CompressionCodecName codec) {
        this.codec = codec;
    }

    /** A compressor for one file; to be released when the file is finished. */
    BytesInputCompressor compressor() {
        return switch (this) {
            case ZSTD -> new ZstdPages(codec);
            case GZIP -> new Pages(codec) {
                @Override
                byte[] compress(byte[] page) throws IOException {
                    ByteArrayOutputStream out = new ByteArrayOutputStream(page.length / 2 + 64);
                    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                        gzip.write(page);
                    }
                    return out.toByteArray();
                }
            };
            case SNAPPY -> new Pages(codec) {
                @Override
                byte[] compress(byte[] page) throws IOException {
                    return Snappy.compress(page);
                }
            };
            case NONE -> new Pages(codec) {
                @Override
                byte[] compress(byte[] page) {
                    return page;
                }
            };
        };
    }

    /** Compresses page after page without Hadoop's codecs, which would bring their pools and configuration along. */
    private abstract static class Pages implements BytesInputCompressor {
        private final CompressionCodecName codec;

        Pages(CompressionCodecName codec) {
            this.codec = codec;
        }

        abstract byte[] compress(byte[] page) throws IOException;

        @Override
        public BytesInput compress(BytesInput page) throws IOException {
            return BytesInput.from(compress(page.toByteArray()));
        }

        @Override
        public CompressionCodecName getCodecName() {
            return codec;
        }

        @Override
        public void release() {}
    }

    private static final class ZstdPages extends Pages {
        private final ZstdCompressCtx context = new ZstdCompressCtx().setLevel(ZSTD_LEVEL);

        ZstdPages(CompressionCodecName codec) {
            super(codec);
        }

        @Override
        byte[] compress(byte[] page) {
            return context.compress(page);
        }

        @Override
        public void release() {
            context.close();
        }
    }
}
