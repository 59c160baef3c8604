package dev.caravan.encode;

import dev.caravan.batch.Field;
import dev.caravan.batch.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.values.bloomfilter.AdaptiveBlockSplitBloomFilter;
import org.apache.parquet.column.values.bloomfilter.BloomFilter;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * Encodes a top-level column, batch after batch and row group after row group.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class ColumnEncoder {
    /** parquet-java's default: room for a million distinct values and their false positives. */
    private static final int FILTER_BYTES = 1 << 20;

    /** Filters of so many sizes are filled at once, and the smallest that serves is written. */
    private static final int FILTER_SIZES = 5;

    /** parquet-java's default: one row group in a hundred is read in vain. */
    private static final double FALSE_POSITIVES = 0.01;

    private final Shredder shredder;
    private final List<ColumnDescriptor> leaves = new ArrayList<>();
    private final List<LeafEncoder> encoders = new ArrayList<>();

    private final boolean isFiltered;

    private ColumnEncoder(
            Field field,
            Iterator<ColumnDescriptor> schema,
            PageBytes page,
            boolean isFiltered,
            Consumer<PrimitiveTypeName> nextPages) {
        this.isFiltered = isFiltered;
        this.shredder = Shredder.of(field.target(), values -> {
            ColumnDescriptor leaf = schema.next();
            leaves.add(leaf);
            LeafEncoder encoder = encoder(leaf, values, page);
            encoder.announce(nextPages);
            encoders.add(encoder);
        });
    }

    /**
     * The encoders of a schema's columns.
     *
     * @param leaves the leaves of the schema, in its order
     * @param filtered the names of the columns that get Bloom filters; a column chunk whose pages all go by its dictionary needs none
     * @param nextPages is told before a page what kind of values it has
     */
    public static List<ColumnEncoder> of(
            List<Field> fields,
            List<ColumnDescriptor> leaves,
            Set<String> filtered,
            Consumer<PrimitiveTypeName> nextPages) {
        Iterator<ColumnDescriptor> schema = leaves.iterator();
        PageBytes page = new PageBytes();
        return fields.stream()
                .map(field -> new ColumnEncoder(field, schema, page, filtered.contains(field.name()), nextPages))
                .toList();
    }

    private static LeafEncoder encoder(ColumnDescriptor leaf, LeafValues values, PageBytes page) {
        return switch (leaf.getPrimitiveType().getPrimitiveTypeName()) {
            case BOOLEAN -> new BooleanEncoder(leaf.getPrimitiveType(), values, page);
            case INT32 -> NumberEncoder.ofInts(leaf.getPrimitiveType(), values, page);
            case INT64 -> NumberEncoder.ofLongs(leaf.getPrimitiveType(), values, page);
            case FLOAT -> NumberEncoder.ofFloats(leaf.getPrimitiveType(), values, page);
            case DOUBLE -> NumberEncoder.ofDoubles(leaf.getPrimitiveType(), values, page);
            case BINARY, FIXED_LEN_BYTE_ARRAY -> BytesEncoder.of(leaf.getPrimitiveType(), values, page);
            case INT96 -> throw new IllegalStateException("INT96 is written by nobody any more");
        };
    }

    /** Begins a row group. */
    public void begin(ColumnChunkPageWriteStore store) {
        for (int i = 0; i < encoders.size(); i++) {
            ColumnDescriptor leaf = leaves.get(i);
            BloomFilter filter = isFiltered
                    ? new AdaptiveBlockSplitBloomFilter(FILTER_BYTES, FILTER_SIZES, FALSE_POSITIVES, leaf)
                    : null;
            if (filter != null) {
                store.getBloomFilterWriter(leaf).writeBloomFilter(filter);
            }
            encoders.get(i).begin(store.getPageWriter(leaf), filter);
        }
    }

    /** Encodes the first rows of a column. */
    public void write(Vector column, int rows) throws IOException {
        shredder.column(column, rows);
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

    /** Ends the row group. */
    public void end() throws IOException {
        for (LeafEncoder encoder : encoders) {
            encoder.end();
        }
    }
}
