package dev.caravan.write;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.EncryptionAlgorithm;
import org.apache.parquet.format.KeyValue;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/**
 * How many rows the footer of a Parquet file counts, known from the last bytes of the file alone.
 *
 * @param rows of the file
 * @param inRowGroups the sum over its row groups
 */
public record FooterRows(long rows, long inRowGroups) {
    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);

    /** What follows the footer: its length and the magic number. */
    static final int TAIL = Integer.BYTES + MAGIC.length;

    /**
     * Length in bytes of the footer with what follows it.
     *
     * @param tail the last {@link #TAIL} bytes of a file
     * @throws IOException when no Parquet file ends so
     */
    static int length(byte[] tail) throws IOException {
        int footer = tail.length < TAIL
                ? -1
                : ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt(tail.length - TAIL);
        if (footer < 0
                || footer > Integer.MAX_VALUE - TAIL
                || !Arrays.equals(tail, tail.length - MAGIC.length, tail.length, MAGIC, 0, MAGIC.length)) {
            throw new IOException("it does not end as a Parquet file does");
        }
        return footer + TAIL;
    }

    /**
     * Reads the counts.
     *
     * @param end the last bytes of a file: its footer and what follows that, no more and no less
     * @throws IOException when these are not the footer of a Parquet file
     */
    public static FooterRows of(byte[] end) throws IOException {
        int length = length(end);
        if (length != end.length) {
            throw new IOException("its footer is " + length + " bytes long instead of " + end.length);
        }
        Counter counter = new Counter();
        Util.readFileMetaData(new ByteArrayInputStream(end, 0, end.length - TAIL), counter);
        return new FooterRows(counter.rows, counter.inRowGroups);
    }

    /** Keeps the counts, and nothing of what stands around them. */
    private static final class Counter extends Util.FileMetaDataConsumer {
        private long rows;
        private long inRowGroups;

        @Override
        public void setNumRows(long count) {
            rows = count;
        }

        @Override
        public void addRowGroup(RowGroup group) {
            inRowGroups += group.getNum_rows();
        }

        @Override
        public void setVersion(int version) {}

        @Override
        public void setSchema(List<SchemaElement> schema) {}

        @Override
        public void addKeyValueMetaData(KeyValue entry) {}

        @Override
        public void setCreatedBy(String program) {}

        @Override
        public void setEncryptionAlgorithm(EncryptionAlgorithm algorithm) {}

        @Override
        public void setFooterSigningKeyMetadata(byte[] metadata) {}
    }
}
