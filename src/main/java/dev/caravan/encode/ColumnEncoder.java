package dev.caravan.encode;

import dev.caravan.batch.Field;
import dev.caravan.batch.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a top-level column, batch after batch and row group after row group.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class ColumnEncoder {
    private final Shredder shredder;
    private final FlatRows flat;
    private final List<ColumnDescriptor> leaves = new ArrayList<>();
    private final List<LeafEncoder> encoders = new ArrayList<>();

    private final ToIntFunction<ColumnDescriptor> filterBytes;
    private @Nullable ColumnChunkPageWriteStore store;

    private ColumnEncoder(
            Field field,
            Iterator<ColumnDescriptor> schema,
            Scratch scratch,
            ToIntFunction<ColumnDescriptor> filterBytes,
            Consumer<PrimitiveTypeName> nextPages) {
        this.filterBytes = filterBytes;
        this.flat = scratch.rows();
        this.shredder = Shredder.of(field.target(), values -> {
            ColumnDescriptor leaf = schema.next();
            leaves.add(leaf);
            LeafEncoder encoder = encoder(leaf, values, scratch);
            encoder.announce(nextPages);
            encoders.add(encoder);
        });
    }

    /**
     * The encoders of a schema's columns.
     *
     * @param leaves the leaves of the schema, in its order
     * @param scratch shared by encoders that one thread uses
     * @param filterBytes the largest size of a leaf's Bloom filters, 0 for none
     * @param nextPages called before each page with the kind of its values
     */
    public static List<ColumnEncoder> of(
            List<Field> fields,
            List<ColumnDescriptor> leaves,
            Scratch scratch,
            ToIntFunction<ColumnDescriptor> filterBytes,
            Consumer<PrimitiveTypeName> nextPages) {
        Iterator<ColumnDescriptor> schema = leaves.iterator();
        return fields.stream()
                .map(field -> new ColumnEncoder(field, schema, scratch, filterBytes, nextPages))
                .toList();
    }

    private static LeafEncoder encoder(ColumnDescriptor leaf, LeafValues values, Scratch scratch) {
        return switch (leaf.getPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> new BooleanEncoder(leaf.getPrimitiveType(), values, scratch);
            case INT32 -> NumberEncoder.ofInts(leaf.getPrimitiveType(), values, scratch);
            case INT64 -> NumberEncoder.ofLongs(leaf.getPrimitiveType(), values, scratch);
            case FLOAT -> NumberEncoder.ofFloats(leaf.getPrimitiveType(), values, scratch);
            case DOUBLE -> NumberEncoder.ofDoubles(leaf.getPrimitiveType(), values, scratch);
            case BINARY, FIXED_LEN_BYTE_ARRAY -> BytesEncoder.of(leaf.getPrimitiveType(), values, scratch);
            case INT96 -> throw new IllegalStateException("INT96 is not written any more");
        };
    }

    /** Begins a row group. */
    public void begin(ColumnChunkPageWriteStore store) {
        for (int i = 0; i < encoders.size(); i++) {
            ColumnDescriptor leaf = leaves.get(i);
            int bytes = filterBytes.applyAsInt(leaf);
            encoders.get(i).begin(store.getPageWriter(leaf), bytes == 0 ? null : new ChunkFilter(bytes));
        }
        this.store = store;
    }

    /** Encodes the first rows of a column. */
    public void write(Vector column, int rows) throws IOException {
        shredder.column(column, rows, flat);
        for (LeafEncoder encoder : encoders) {
            encoder.write();
        }
    }

    /** Bytes that open pages and dictionaries hold in memory. */
    public long pending() {
        long bytes = 0;
        for (LeafEncoder encoder : encoders) {
            bytes += encoder.pending();
        }
        return bytes;
    }

    /** Ends the open pages. */
    public void endPages() throws IOException {
        for (LeafEncoder encoder : encoders) {
            encoder.endPage();
        }
    }

    /** Bytes that buffers, dictionaries and filters take in memory, whatever is in them. */
    public long held() {
        long bytes = 0;
        for (LeafEncoder encoder : encoders) {
            bytes += encoder.held();
        }
        return bytes;
    }

    /** Releases the buffers of pages that are {@linkplain #endPages() ended}. */
    public void release() {
        encoders.forEach(LeafEncoder::release);
    }

    /** Ends the row group. */
    public void end() throws IOException {
        if (store == null) {
            throw new IllegalStateException("a row group ends that has not begun");
        }
        for (int i = 0; i < encoders.size(); i++) {
            encoders.get(i).end(store.getBloomFilterWriter(leaves.get(i)));
        }
        store = null;
    }

    /** Bytes that the file holds in memory for the last row group until it ends. */
    public long kept() {
        long bytes = 0;
        for (LeafEncoder encoder : encoders) {
            bytes += encoder.kept();
        }
        return bytes;
    }
}
