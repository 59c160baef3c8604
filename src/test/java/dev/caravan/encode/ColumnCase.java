package dev.caravan.encode;

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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Kinds of columns that the encoders treat differently, with the text that DuckDB has for each value. */
enum ColumnCase {
    NARROW_LONGS(Target.INT64, (row, random, out) -> number(random.nextInt(100) - 50L, out)),
    UNIQUE_LONGS(Target.INT64, (row, random, out) -> number(random.nextLong(), out)),
    /** Keys of a parent: each a few times, and never again. */
    CLUSTERED_LONGS(Target.INT64, (row, random, out) -> number(row / 4, out)),
    /** Repeats for two pages, then no more. */
    LONGS_THAT_CHANGE(Target.INT64, (row, random, out) -> number(row < 40_000 ? row % 10 : random.nextLong(), out)),
    /** Outgrows the dictionary within a few pages. */
    LONGS_IN_A_LARGE_DICTIONARY(
            Target.INT64, (row, random, out) -> number(row < 20_000 ? row % 5 : random.nextInt(300_000), out)),
    EXTREME_INTS(
            Target.INT32,
            (row, random, out) ->
                    integer(row % 3 == 0 ? Integer.MIN_VALUE : Integer.MAX_VALUE - random.nextInt(9), out)),
    INTS_WITH_NULLS_HERE_AND_THERE(
            Target.INT32, (row, random, out) -> random.nextInt(3) == 0 ? nothing(out) : integer(row, out)),
    INTS_WITH_NULLS_IN_RUNS(
            Target.INT32, (row, random, out) -> row / 1000 % 2 == 0 ? nothing(out) : integer(row % 7, out)),
    INTS_WITHOUT_NULLS_AT_FIRST(
            Target.INT32, (row, random, out) -> row > 30_000 && row % 2 == 0 ? nothing(out) : integer(row, out)),
    NOTHING_BUT_NULLS(Target.DOUBLE, (row, random, out) -> nothing(out)),
    DOUBLES(Target.DOUBLE, (row, random, out) -> {
        double value = row % 1000 == 7 ? Double.NaN : row % 1000 == 8 ? -0.0 : random.nextInt() / 4.0;
        ((DoubleVector) out).add(value);
        return Double.isNaN(value) ? "nan" : new BigDecimal(value).signum() == 0 ? "" + value : plain(value);
    }),
    FLOATS(Target.FLOAT, (row, random, out) -> {
        float value = row % 1000 == 7 ? Float.NEGATIVE_INFINITY : random.nextInt(1 << 20) / 4f;
        ((FloatVector) out).add(value);
        return Float.isInfinite(value) ? "-inf" : plain(value);
    }),
    BOOLEANS(Target.BOOLEAN, (row, random, out) -> {
        if (random.nextInt(50) == 0) {
            return nothing(out);
        }
        boolean value = row < 25_000 || random.nextBoolean();
        ((BooleanVector) out).add(value);
        return String.valueOf(value);
    }),
    FEW_TEXTS(
            Target.STRING,
            (row, random, out) -> text(
                    List.of("", "a", "abcdefgh", "abcdefghi", "abcdefgh-ijklmnop-1", "abcdefgh-ijklmnop-2", "€uro")
                            .get(random.nextInt(7)),
                    out)),
    LONG_TEXTS(
            Target.STRING,
            (row, random, out) ->
                    text("caravan-" + Long.toHexString(random.nextLong()).repeat(1 + row % 3), out)),
    TEXTS_OF_WHICH_SOME_ARE_HUGE(
            Target.STRING,
            (row, random, out) -> text(row % 9_000 == 0 ? "x".repeat(600_000) + row : "t" + row % 100, out)),
    WIDE_DECIMALS(Target.decimal(30, 4), (row, random, out) -> {
        BigInteger unscaled = new BigInteger(95, random).multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1));
        byte[] bytes = unscaled.toByteArray();
        byte[] fixed = new byte[13];
        Arrays.fill(fixed, (byte) (unscaled.signum() < 0 ? -1 : 0));
        System.arraycopy(bytes, 0, fixed, fixed.length - bytes.length, bytes.length);
        ((BytesVector) out).add(fixed, 0, fixed.length);
        return new BigDecimal(unscaled, 4).toPlainString();
    }),
    LISTS(new Target.ListOf(Target.INT32), (row, random, out) -> {
        if (random.nextInt(20) == 0) {
            return nothing(out);
        }
        ListVector lists = (ListVector) out;
        int length = random.nextInt(6);
        String[] elements = new String[length];
        for (int i = 0; i < length; i++) {
            String element =
                    random.nextInt(5) == 0 ? nothing(lists.elements()) : integer(random.nextInt(50), lists.elements());
            elements[i] = String.valueOf(element).toUpperCase(Locale.ROOT);
        }
        lists.endList();
        return Arrays.stream(elements).collect(Collectors.joining(", ", "[", "]"));
    }),
    STRUCTS(
            new Target.StructOf(List.of(new Field("a", Target.INT64), new Field("b", Target.INT32))),
            (row, random, out) -> {
                if (row % 11 == 0) {
                    return nothing(out);
                }
                List<Vector> fields = ((StructVector) out).fields();
                String a = number(row, fields.get(0));
                String b = row % 3 == 0 ? nothing(fields.get(1)) : integer(row % 5, fields.get(1));
                ((StructVector) out).endStruct();
                return "{'a': " + a + ", 'b': " + (b == null ? "NULL" : b) + "}";
            });

    /** Appends a row's value, and says how DuckDB prints it. */
    private interface Value {
        @Nullable
        String add(int row, Random random, Vector out);
    }

    private final Target target;
    private final Value value;

    ColumnCase(Target target, Value value) {
        this.target = target;
        this.value = value;
    }

    Target target() {
        return target;
    }

    @Nullable
    String add(int row, Random random, Vector out) {
        return value.add(row, random, out);
    }

    private static @Nullable String nothing(Vector out) {
        out.addNull();
        return null;
    }

    private static String number(long value, Vector out) {
        ((LongVector) out).add(value);
        return Long.toString(value);
    }

    private static String integer(int value, Vector out) {
        ((IntVector) out).add(value);
        return Integer.toString(value);
    }

    private static String text(String value, Vector out) {
        ((BytesVector) out).add(value);
        return value;
    }

    private static String plain(double value) {
        String text = new BigDecimal(value).toPlainString();
        return text.contains(".") ? text : text + ".0";
    }
}
