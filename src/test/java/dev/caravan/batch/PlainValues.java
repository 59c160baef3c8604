package dev.caravan.batch;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * Values of vectors as plain objects: boxed numbers, text for bytes, lists for lists and structs, null for NULL; and random ones. What a
 * vector of bytes shares is written into a buffer, as if it had been read.
 */
final class PlainValues {
    private static final List<Target> LEAVES = List.of(
            Target.BOOLEAN,
            Target.INT16,
            Target.INT32,
            Target.INT64,
            Target.FLOAT,
            Target.DOUBLE,
            Target.STRING,
            Target.UUID,
            Target.DATE,
            Target.TIMESTAMP_UTC,
            Target.decimal(9, 2),
            Target.decimal(30, 4));
    private static final int BUFFER = 1 << 20;
    private static final int MOST_ELEMENTS = 4;
    private static final int LONGEST_TEXT = 20;

    private final Random random;
    private final byte[] buffer = new byte[BUFFER];
    private int used;

    PlainValues(Random random) {
        this.random = random;
    }

    /** What the vectors of these values share. */
    byte[] buffer() {
        return buffer;
    }

    /** Overwrites what was written so far. */
    void begin() {
        Arrays.fill(buffer, 0, used, (byte) '#');
        used = 0;
    }

    /** A type, of up to so many levels. */
    Target target(int levels) {
        int kind = levels == 0 ? 0 : random.nextInt(5);
        return switch (kind) {
            case 1 -> new Target.ListOf(target(levels - 1));
            case 2 -> {
                List<Field> fields = new ArrayList<>();
                for (int i = 0; i <= random.nextInt(3); i++) {
                    fields.add(new Field("f" + i, target(levels - 1)));
                }
                yield new Target.StructOf(fields);
            }
            case 3 -> new Target.MapOf(LEAVES.get(random.nextInt(LEAVES.size())), target(levels - 1));
            case 4 -> Target.VARIANT;
            default -> LEAVES.get(random.nextInt(LEAVES.size()));
        };
    }

    /** Appends a value to a vector, and says which. */
    @Nullable
    Object add(Vector vector, double nulls) {
        if (random.nextDouble() < nulls) {
            vector.addNull();
            return null;
        }
        if (vector instanceof BooleanVector booleans) {
            boolean value = random.nextBoolean();
            booleans.add(value);
            return value;
        } else if (vector instanceof IntVector ints) {
            int value = random.nextInt();
            ints.add(value);
            return value;
        } else if (vector instanceof LongVector longs) {
            long value = random.nextLong();
            longs.add(value);
            return value;
        } else if (vector instanceof FloatVector floats) {
            float value = random.nextInt(5) == 0 ? Float.NaN : -random.nextInt(3) * random.nextFloat();
            floats.add(value);
            return value;
        } else if (vector instanceof DoubleVector doubles) {
            double value = random.nextInt(5) == 0 ? Double.NEGATIVE_INFINITY : -random.nextInt(3) * random.nextDouble();
            doubles.add(value);
            return value;
        } else if (vector instanceof BytesVector bytes) {
            return add(bytes);
        } else if (vector instanceof ListVector lists) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (int i = random.nextInt(MOST_ELEMENTS); i > 0; i--) {
                elements.add(add(lists.elements(), nulls));
            }
            lists.endList();
            return elements;
        }
        StructVector structs = (StructVector) vector;
        List<@Nullable Object> fields = new ArrayList<>();
        for (Vector field : structs.fields()) {
            fields.add(add(field, nulls));
        }
        structs.endStruct();
        return fields;
    }

    private String add(BytesVector vector) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(LONGEST_TEXT); i > 0; i--) {
            text.append((char) (' ' + random.nextInt(90)));
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
        if (random.nextBoolean() || used + bytes.length > BUFFER) {
            vector.add(bytes, 0, bytes.length);
        } else {
            System.arraycopy(bytes, 0, buffer, used, bytes.length);
            vector.addShared(used, bytes.length);
            used += bytes.length;
        }
        return text.toString();
    }

    /** The value at a position, which {@link #add} has said. */
    static @Nullable Object read(Vector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        if (vector instanceof BooleanVector booleans) {
            return booleans.get(row);
        } else if (vector instanceof IntVector ints) {
            return ints.get(row);
        } else if (vector instanceof LongVector longs) {
            return longs.get(row);
        } else if (vector instanceof FloatVector floats) {
            return floats.get(row);
        } else if (vector instanceof DoubleVector doubles) {
            return doubles.get(row);
        } else if (vector instanceof BytesVector bytes) {
            return new String(bytes.buffer(row), bytes.offset(row), bytes.length(row), StandardCharsets.US_ASCII);
        } else if (vector instanceof ListVector lists) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (int i = lists.start(row); i < lists.end(row); i++) {
                elements.add(read(lists.elements(), i));
            }
            return elements;
        }
        List<@Nullable Object> fields = new ArrayList<>();
        for (Vector field : ((StructVector) vector).fields()) {
            fields.add(read(field, row));
        }
        return fields;
    }

    static List<@Nullable Object> read(Vector vector) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int row = 0; row < vector.size(); row++) {
            values.add(read(vector, row));
        }
        return values;
    }
}
