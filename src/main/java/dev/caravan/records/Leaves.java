package dev.caravan.records;

import dev.caravan.batch.BooleanVector;
import dev.caravan.batch.BytesVector;
import dev.caravan.batch.DoubleVector;
import dev.caravan.batch.FloatVector;
import dev.caravan.batch.IntVector;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.function.Function;

/** The types without parts that values of records become. */
final class Leaves {
    private static final long MICROS_OF_MILLI = 1_000;
    private static final long NANOS_OF_MICRO = 1_000;
    private static final long NANOS_OF_MILLI = 1_000_000;

    static final ValueType BOOLEAN =
            ValueType.of(Target.BOOLEAN, (value, out) -> ((BooleanVector) out).add(truth(value)));
    static final ValueType INT16 = ints(Target.INT16, Short.MIN_VALUE, Short.MAX_VALUE);
    static final ValueType INT32 = ints(Target.INT32, Integer.MIN_VALUE, Integer.MAX_VALUE);
    static final ValueType INT64 = ValueType.of(
            Target.INT64, (value, out) -> ((LongVector) out).add(Exact.integer(value, Long.MIN_VALUE, Long.MAX_VALUE)));
    static final ValueType FLOAT =
            ValueType.of(Target.FLOAT, (value, out) -> ((FloatVector) out).add(Exact.float32(value)));
    static final ValueType DOUBLE =
            ValueType.of(Target.DOUBLE, (value, out) -> ((DoubleVector) out).add(Exact.float64(value)));
    static final ValueType STRING = texts(TextTypes::text);
    static final ValueType UUID = texts(TextTypes::uuid);
    static final ValueType TIME_MILLIS = texts(value -> Moments.time(value, NANOS_OF_MILLI));
    static final ValueType TIME_MICROS = texts(value -> Moments.time(value, NANOS_OF_MICRO));
    static final ValueType BINARY = ValueType.of(Target.BINARY, (value, out) -> add(TextTypes.bytes(value), out));
    static final ValueType DATE = ValueType.of(Target.DATE, (value, out) -> ((IntVector) out).add(Moments.days(value)));
    static final ValueType UTC_MILLIS = utc(MICROS_OF_MILLI);
    static final ValueType UTC_MICROS = utc(1);
    static final ValueType LOCAL_MILLIS = local(MICROS_OF_MILLI);
    static final ValueType LOCAL_MICROS = local(1);

    private Leaves() {}

    /** A decimal in the physical type that {@link Target#decimal} chooses. */
    static ValueType decimal(int precision, int scale) {
        Target.Leaf target = Target.decimal(precision, scale);
        return ValueType.of(target, (value, out) -> {
            BigInteger unscaled = Exact.unscaled(value, precision, scale);
            if (out instanceof IntVector ints) {
                ints.add(unscaled.intValueExact());
            } else if (out instanceof LongVector longs) {
                longs.add(unscaled.longValueExact());
            } else {
                add(widened(unscaled, target.length()), out);
            }
        });
    }

    private static byte[] widened(BigInteger unscaled, int width) {
        byte[] digits = unscaled.toByteArray();
        byte[] wide = new byte[width];
        Arrays.fill(wide, 0, width - digits.length, (byte) (unscaled.signum() < 0 ? -1 : 0));
        System.arraycopy(digits, 0, wide, width - digits.length, digits.length);
        return wide;
    }

    private static boolean truth(Object value) {
        if (value instanceof Boolean truth) {
            return truth;
        }
        throw ShapeMisfit.value(value, "true or false is needed");
    }

    private static ValueType ints(Target target, int least, int greatest) {
        return ValueType.of(target, (value, out) -> ((IntVector) out).add((int) Exact.integer(value, least, greatest)));
    }

    private static ValueType texts(Function<Object, String> text) {
        return ValueType.of(Target.STRING, (value, out) -> ((BytesVector) out).add(text.apply(value)));
    }

    private static ValueType utc(long microsOfRaw) {
        return ValueType.of(
                Target.TIMESTAMP_UTC, (value, out) -> ((LongVector) out).add(Moments.utc(value, microsOfRaw)));
    }

    private static ValueType local(long microsOfRaw) {
        return ValueType.of(
                Target.TIMESTAMP_LOCAL, (value, out) -> ((LongVector) out).add(Moments.local(value, microsOfRaw)));
    }

    private static void add(byte[] bytes, Vector out) {
        ((BytesVector) out).add(bytes, 0, bytes.length);
    }
}
