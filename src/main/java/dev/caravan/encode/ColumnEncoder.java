package dev.caravan.encode;

import dev.caravan.batch.Field;
import dev.caravan.batch.Vector;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageWriter;

/**
 * Encodes a top-level column, batch after batch and row group after row group.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class ColumnEncoder {
    private final Shredder shredder;
    private final List<ColumnDescriptor> leaves = new ArrayList<>();
    private final List<LeafEncoder> encoders = new ArrayList<>();

    private ColumnEncoder(Field field, Iterator<ColumnDescriptor> schema, PageBytes page) {
        this.shredder = Shredder.of(field.target(), values -> {
            ColumnDescriptor leaf = schema.next();
            leaves.add(leaf);
            encoders.add(encoder(leaf, values, page));
        });
    }

    /**
     * The encoders of a schema's columns.
     *
     * @param leaves the leaves of the schema, in its order
     */
    public static List<ColumnEncoder> of(List<Field> fields, List<ColumnDescriptor> leaves) {
        Iterator<ColumnDescriptor> schema = leaves.iterator();
        PageBytes page = new PageBytes();
        return fields.stream()
                .map(field -> new ColumnEncoder(field, schema, page))
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
    public void begin(Function<ColumnDescriptor, PageWriter> pages) {
        for (int i = 0; i < encoders.size(); i++) {
            encoders.get(i).begin(pages.apply(leaves.get(i)));
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
