package dev.caravan.partition;

import dev.caravan.batch.BooleanVector;
import dev.caravan.batch.IntVector;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.Target;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** What a column can be partitioned by: the type of the partition, and how its values are read. */
public final class Levels {
    private static final long MICROS = 1_000_000;
    private static final long NANOS = 1_000_000_000;
    private static final String TEXT_RULE =
            "Hive has one folder for it and for NULL, so that no reader could tell the two apart";

    /**
     * A way to partition a column.
     *
     * @param glue the type of the partition's values in the Glue catalog
     * @param values makes what reads them
     */
    record Way(String glue, Supplier<LevelValues> values) {}

    private Levels() {}

    /** The type of a partition in the Glue catalog; empty when columns of this target cannot be partitioned so. */
    public static Optional<String> glue(Transform transform, Target target) {
        return way(transform, target, ZoneId.of("UTC")).map(Way::glue);
    }

    /** How a column is partitioned; empty when it cannot be. */
    static Optional<Way> way(Transform transform, Target target, ZoneId zone) {
        if (!(target instanceof Target.Leaf leaf)) {
            return Optional.empty();
        }
        return transform == Transform.COLUMN ? whole(leaf) : period(transform, leaf, zone);
    }

    private static Optional<Way> period(Transform transform, Target.Leaf leaf, ZoneId zone) {
        if (leaf.equals(Target.DATE)) {
            boolean isOfClock = transform == Transform.HOUR || transform == Transform.HOUR_OF_DAY;
            return isOfClock
                    ? Optional.empty()
                    : Optional.of(new Way(
                            transform.glue(),
                            () -> new NumberValues(
                                    (column, row) -> Periods.ofDay(transform, ((IntVector) column).get(row)),
                                    number -> Periods.text(transform, number))));
        }
        if (!(leaf.logical() instanceof TimestampLogicalTypeAnnotation type)) {
            return Optional.empty();
        }
        long units =
                switch (type.getUnit()) {
                    case MICROS -> MICROS;
                    case NANOS -> NANOS;
                    case MILLIS -> throw new IllegalArgumentException("no target has milliseconds");
                };
        return Optional.of(new Way(transform.glue(), () -> {
            LocalTime local = new LocalTime(type.isAdjustedToUTC() ? zone : ZoneId.of("UTC"));
            return new NumberValues(
                    (column, row) -> Periods.number(
                            transform, local.seconds(Math.floorDiv(((LongVector) column).get(row), units))),
                    number -> Periods.text(transform, number));
        }));
    }

    private static Optional<Way> whole(Target.Leaf leaf) {
        if (leaf.equals(Target.STRING)) {
            return Optional.of(new Way(leaf.glue(), () -> new BytesValues(Levels::text)));
        }
        if (leaf.equals(Target.UUID)) {
            return Optional.of(new Way("string", () -> new BytesValues(Levels::uuid)));
        }
        if (leaf.equals(Target.BOOLEAN)) {
            return Optional.of(new Way(
                    leaf.glue(),
                    () -> new NumberValues(
                            (column, row) -> ((BooleanVector) column).get(row) ? 1 : 0,
                            number -> Boolean.toString(number == 1))));
        }
        if (leaf.equals(Target.DATE)) {
            return numbers(leaf, Periods::isoDate);
        }
        if (leaf.logical() instanceof DecimalLogicalTypeAnnotation type) {
            int scale = type.getScale();
            return leaf.physical() == PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY
                    ? Optional.of(new Way(
                            leaf.glue(),
                            () -> new BytesValues(
                                    bytes -> new BigDecimal(new BigInteger(bytes), scale).toPlainString())))
                    : numbers(leaf, number -> BigDecimal.valueOf(number, scale).toPlainString());
        }
        boolean isInteger = leaf.equals(Target.INT16) || leaf.equals(Target.INT32) || leaf.equals(Target.INT64);
        return isInteger ? numbers(leaf, Long::toString) : Optional.empty();
    }

    private static Optional<Way> numbers(Target.Leaf leaf, NumberValues.Text text) {
        NumberValues.Key key = leaf.physical() == PrimitiveTypeName.INT32
                ? (column, row) -> ((IntVector) column).get(row)
                : (column, row) -> ((LongVector) column).get(row);
        return Optional.of(new Way(leaf.glue(), () -> new NumberValues(key, text)));
    }

    private static String text(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (text.isEmpty() || text.equals(HiveFolder.NULL)) {
            throw new UnplacedValue(text.isEmpty() ? "an empty text" : "the text " + text, TEXT_RULE);
        }
        return text;
    }

    private static String uuid(byte[] bytes) {
        ByteBuffer halves = ByteBuffer.wrap(bytes);
        return new UUID(halves.getLong(), halves.getLong()).toString();
    }
}
