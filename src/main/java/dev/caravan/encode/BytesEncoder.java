package dev.caravan.encode;

import dev.caravan.batch.BytesVector;
import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.bloomfilter.BloomFilterWriter;
import org.apache.parquet.schema.PrimitiveType;

/** Encodes BINARY, and FIXED_LEN_BYTE_ARRAY without lengths. */
final class BytesEncoder extends LeafEncoder {
    private final boolean isFixed;
    private final BytesDictionary dictionary;
    private final BytesRange range;

    /** The page, counted from 1, in which each distinct value was last compared with the smallest and largest. */
    private int[] compared = new int[0];

    private int pages = 1;

    /** Bytes of the smallest and the largest value of the last chunk. */
    private long bounds;

    private BytesEncoder(
            PrimitiveType type, LeafValues values, Scratch scratch, boolean isFixed, BytesDictionary dictionary) {
        super(type, values, scratch, dictionary);
        this.isFixed = isFixed;
        this.dictionary = dictionary;
        this.range = new BytesRange(type);
    }

    static BytesEncoder of(PrimitiveType type, LeafValues values, Scratch scratch) {
        boolean isFixed = type.getTypeLength() > 0;
        return new BytesEncoder(type, values, scratch, isFixed, new BytesDictionary(isFixed));
    }

    @Override
    long plainBytes(LeafValues values, int from, int to) {
        if (from == to) {
            return 0;
        }
        BytesVector vector = (BytesVector) values.vector();
        int[] positions = values.positions();
        long bytes = isFixed ? 0 : (long) Integer.BYTES * (to - from);
        for (int i = from; i < to; i++) {
            bytes += vector.length(positions[i]);
        }
        return bytes;
    }

    @Override
    void append(LeafValues values, int from, int to, PageBytes plain) {
        if (from == to) {
            return;
        }
        BytesVector vector = (BytesVector) values.vector();
        if (dictionary.isOpen()) {
            appendIds(vector, values.positions(), from, to);
        } else {
            appendPlain(vector, values.positions(), from, to, plain);
        }
    }

    private void appendIds(BytesVector vector, int[] positions, int from, int to) {
        int[] ids = dictionary.room(to - from);
        int at = dictionary.count();
        for (int i = from; i < to; i++) {
            int position = positions[i];
            byte[] buffer = vector.buffer(position);
            int offset = vector.offset(position);
            int length = vector.length(position);
            long prefix = Prefix.of(buffer, offset, length);
            int id = dictionary.id(buffer, offset, length, prefix);
            ids[at++] = id;
            if (id >= compared.length) {
                compared = Arrays.copyOf(compared, Math.max(16, 2 * id));
            }
            if (compared[id] != pages) {
                compared[id] = pages;
                range.include(buffer, offset, length, prefix);
            }
        }
        dictionary.added(to - from);
    }

    private void appendPlain(BytesVector vector, int[] positions, int from, int to, PageBytes plain) {
        for (int i = from; i < to; i++) {
            int position = positions[i];
            byte[] buffer = vector.buffer(position);
            int offset = vector.offset(position);
            int length = vector.length(position);
            range.include(buffer, offset, length, Prefix.of(buffer, offset, length));
            if (!isFixed) {
                plain.putInt(length);
            }
            plain.put(buffer, offset, length);
        }
    }

    @Override
    void hash(LeafValues values, int from, int to, ChunkFilter filter) {
        for (int i = from; i < to; i++) {
            BytesVector vector = (BytesVector) values.vector();
            int position = values.positions()[i];
            filter.add(vector.buffer(position), vector.offset(position), vector.length(position));
        }
    }

    @Override
    void tell(Statistics<?> statistics) {
        range.tell(statistics);
        pages++;
    }

    @Override
    long kept() {
        return super.kept() + bounds;
    }

    @Override
    long held() {
        return super.held() + (long) Integer.BYTES * compared.length;
    }

    @Override
    void end(BloomFilterWriter filters) throws IOException {
        super.end(filters);
        compared = new int[0];
        bounds = 2L * range.longest();
    }
}
