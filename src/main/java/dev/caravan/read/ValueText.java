package dev.caravan.read;

import dev.caravan.batch.BooleanVector;
import dev.caravan.batch.BytesVector;
import dev.caravan.batch.DoubleVector;
import dev.caravan.batch.Field;
import dev.caravan.batch.FloatVector;
import dev.caravan.batch.IntVector;
import dev.caravan.batch.ListVector;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.StructVector;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveStringifier;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** Says a decoded value in words: text for a leaf, a list for a list, a map for a struct. For messages and rejects, not for the hot path. */
final class ValueText {
    private ValueText() {}

    /** The value at this position; null where it is NULL. */
    static @Nullable Object of(Target target, Vector vector, int index) {
        if (vector.isNull(index)) {
            return null;
        }
        return target.handle(new Target.Cases<>() {
            @Override
            public Object leaf(Target.Leaf leaf) {
                return ValueText.leaf(leaf, vector, index);
            }

            @Override
            public Object list(Target.ListOf list) {
                return ValueText.list((ListVector) vector, index, list.element());
            }

            @Override
            public Object map(Target.MapOf map) {
                return ValueText.list(
                        (ListVector) vector,
                        index,
                        new Target.StructOf(List.of(new Field("key", map.key()), new Field("value", map.value()))));
            }

            @Override
            public Object struct(Target.StructOf struct) {
                Map<String, @Nullable Object> parts = new LinkedHashMap<>();
                List<Vector> fields = ((StructVector) vector).fields();
                for (int i = 0; i < fields.size(); i++) {
                    Field field = struct.fields().get(i);
                    parts.put(field.name(), of(field.target(), fields.get(i), index));
                }
                return parts;
            }

            @Override
            public Object variant(Target.Variant variant) {
                return "a document";
            }
        });
    }

    private static List<@Nullable Object> list(ListVector lists, int index, Target element) {
        List<@Nullable Object> elements = new ArrayList<>();
        for (int i = lists.start(index); i < lists.end(index); i++) {
            elements.add(of(element, lists.elements(), i));
        }
        return elements;
    }

    private static String leaf(Target.Leaf leaf, Vector vector, int index) {
        if (vector instanceof LongVector longs) {
            return number(leaf, longs.get(index));
        }
        if (vector instanceof IntVector ints) {
            return number(leaf, ints.get(index));
        }
        if (vector instanceof BytesVector bytes) {
            byte[] value = new byte[bytes.length(index)];
            System.arraycopy(bytes.buffer(index), bytes.offset(index), value, 0, value.length);
            return bytes(leaf, value);
        }
        if (vector instanceof DoubleVector doubles) {
            return Double.toString(doubles.get(index));
        }
        if (vector instanceof FloatVector floats) {
            return Float.toString(floats.get(index));
        }
        if (vector instanceof BooleanVector booleans) {
            return Boolean.toString(booleans.get(index));
        }
        throw new IllegalStateException("not the vector of a leaf: " + vector.getClass());
    }

    /** Parquet's own forms know neither years before 1 nor after 9999, so dates and moments have ours. */
    private static String number(Target.Leaf leaf, long value) {
        if (leaf.logical() instanceof DateLogicalTypeAnnotation) {
            return LocalDate.ofEpochDay(value).toString();
        }
        if (leaf.logical() instanceof TimestampLogicalTypeAnnotation timestamp) {
            Instant moment = Instant.EPOCH.plus(value, unit(timestamp.getUnit()));
            return timestamp.isAdjustedToUTC()
                    ? moment.toString()
                    : LocalDateTime.ofInstant(moment, ZoneOffset.UTC).toString();
        }
        if (leaf.logical() instanceof DecimalLogicalTypeAnnotation decimal) {
            return BigDecimal.valueOf(value, decimal.getScale()).toPlainString();
        }
        return leaf.physical() == PrimitiveTypeName.INT32
                ? stringifier(leaf).stringify((int) value)
                : stringifier(leaf).stringify(value);
    }

    private static String bytes(Target.Leaf leaf, byte[] value) {
        if (leaf.logical() instanceof DecimalLogicalTypeAnnotation decimal) {
            return new BigDecimal(new BigInteger(value), decimal.getScale()).toPlainString();
        }
        if (leaf.logical() instanceof StringLogicalTypeAnnotation) {
            return new String(value, StandardCharsets.UTF_8);
        }
        return leaf.logical() == null
                ? "\\x" + HexFormat.of().formatHex(value)
                : stringifier(leaf).stringify(Binary.fromConstantByteArray(value));
    }

    private static PrimitiveStringifier stringifier(Target.Leaf leaf) {
        return Types.primitive(leaf.physical(), Repetition.OPTIONAL)
                .length(leaf.length())
                .as(leaf.logical())
                .named("value")
                .stringifier();
    }

    private static ChronoUnit unit(TimeUnit unit) {
        return switch (unit) {
            case MILLIS -> ChronoUnit.MILLIS;
            case MICROS -> ChronoUnit.MICROS;
            case NANOS -> ChronoUnit.NANOS;
        };
    }
}
