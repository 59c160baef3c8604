package dev.caravan.proof;

import dev.caravan.batch.BooleanVector;
import dev.caravan.batch.BytesVector;
import dev.caravan.batch.DoubleVector;
import dev.caravan.batch.FloatVector;
import dev.caravan.batch.IntVector;
import dev.caravan.batch.ListVector;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.StructVector;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Hashes a value before it is written; for the few that took the place of others, not for the hot path. */
public final class VectorHash {
    private VectorHash() {}

    /** The hash of the value at this position, which is not NULL. */
    public static long of(Target target, Vector vector, int index) {
        return target.handle(new Target.Cases<>() {
            @Override
            public Long leaf(Target.Leaf leaf) {
                return VectorHash.leaf(leaf, vector, index);
            }

            @Override
            public Long list(Target.ListOf list) {
                return VectorHash.list((ListVector) vector, index, list.element());
            }

            @Override
            public Long map(Target.MapOf map) {
                return PgHash.text(hstore((ListVector) vector, index));
            }

            @Override
            public Long struct(Target.StructOf struct) {
                long hash = PgHash.ARRAY;
                List<Vector> fields = ((StructVector) vector).fields();
                for (int i = 0; i < fields.size(); i++) {
                    hash = PgHash.element(hash, part(struct.fields().get(i).target(), fields.get(i), index));
                }
                return hash;
            }

            @Override
            public Long variant(Target.Variant variant) {
                List<Vector> parts = ((StructVector) vector).fields();
                return PgHash.text(JsonbText.of(
                        ByteBuffer.wrap(bytes(parts.get(1), index)), ByteBuffer.wrap(bytes(parts.get(0), index))));
            }
        });
    }

    private static long part(Target target, Vector vector, int index) {
        return vector.isNull(index) ? 0 : PgHash.int64(of(target, vector, index), 0);
    }

    private static long list(ListVector lists, int index, Target element) {
        long hash = PgHash.ARRAY;
        for (int i = lists.start(index); i < lists.end(index); i++) {
            hash = PgHash.element(hash, part(element, lists.elements(), i));
        }
        return hash;
    }

    private static String hstore(ListVector maps, int index) {
        List<Vector> pair = ((StructVector) maps.elements()).fields();
        List<String> pairs = new ArrayList<>();
        for (int i = maps.start(index); i < maps.end(index); i++) {
            String value = pair.get(1).isNull(i) ? null : text(pair.get(1), i);
            pairs.add(HstoreText.pair(text(pair.get(0), i), value));
        }
        return String.join(", ", pairs);
    }

    private static long leaf(Target.Leaf leaf, Vector vector, int index) {
        LeafHash hash = LeafHash.of(leaf.physical(), leaf.logical());
        if (vector instanceof LongVector longs) {
            return hash.of(longs.get(index));
        }
        if (vector instanceof IntVector ints) {
            return hash.of(ints.get(index));
        }
        if (vector instanceof BytesVector bytes) {
            return hash.of(bytes.buffer(index), bytes.offset(index), bytes.length(index));
        }
        if (vector instanceof DoubleVector doubles) {
            return hash.of(doubles.get(index));
        }
        if (vector instanceof FloatVector floats) {
            return hash.of((double) floats.get(index));
        }
        if (vector instanceof BooleanVector booleans) {
            return hash.of(booleans.get(index));
        }
        throw new IllegalStateException("not the vector of a leaf: " + vector.getClass());
    }

    private static String text(Vector vector, int index) {
        return new String(bytes(vector, index), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Vector vector, int index) {
        BytesVector all = (BytesVector) vector;
        byte[] value = new byte[all.length(index)];
        System.arraycopy(all.buffer(index), all.offset(index), value, 0, value.length);
        return value;
    }
}
