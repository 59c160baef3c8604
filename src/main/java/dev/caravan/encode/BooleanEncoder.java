package dev.caravan.encode;

import dev.caravan.batch.BooleanVector;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.schema.PrimitiveType;

/** Encodes BOOLEAN: a bit a value, the first in the least significant place. */
final class BooleanEncoder extends LeafEncoder {
    private int bit;
    private boolean anyFalse;
    private boolean anyTrue;

    BooleanEncoder(PrimitiveType type, LeafValues values, Scratch scratch) {
        super(type, values, scratch, new NoDictionary());
    }

    /** As if each took a byte: what matters is that pages end. */
    @Override
    long plainBytes(LeafValues values, int from, int to) {
        return (long) to - from;
    }

    @Override
    void append(LeafValues values, int from, int to, PageBytes plain) {
        if (from == to) {
            return;
        }
        BooleanVector booleans = (BooleanVector) values.vector();
        int[] positions = values.positions();
        for (int i = from; i < to; i++) {
            boolean value = booleans.get(positions[i]);
            if (bit == 0) {
                plain.put(0);
            }
            if (value) {
                plain.array()[plain.size() - 1] |= (byte) (1 << bit);
            }
            bit = (bit + 1) % Byte.SIZE;
            anyTrue |= value;
            anyFalse |= !value;
        }
    }

    @Override
    void hash(LeafValues values, int from, int to, ChunkFilter filter) {
        throw new IllegalStateException("two values need no Bloom filter");
    }

    @Override
    void tell(Statistics<?> statistics) {
        if (anyFalse) {
            statistics.updateStats(false);
        }
        if (anyTrue) {
            statistics.updateStats(true);
        }
        anyFalse = false;
        anyTrue = false;
        bit = 0;
    }
}
