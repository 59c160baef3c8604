package dev.caravan.roundtrip;

import dev.caravan.batch.BooleanVector;
import dev.caravan.batch.BytesVector;
import dev.caravan.batch.DoubleVector;
import dev.caravan.batch.FloatVector;
import dev.caravan.batch.IntVector;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BiConsumer;

/** Values by whose nature statistics, page indexes, dictionaries and Bloom filters go wrong. */
enum ShortcutCase {
    DOUBLES_WITH_A_NAN_IN_SOME_PAGES(
            Target.DOUBLE, (i, out) -> real(i < 8_000 && i % 1_000 == 77 ? Double.NaN : i, out)),
    DOUBLES_WITH_EVERY_NAN(
            Target.DOUBLE,
            (i, out) -> real(i % 4 == 0 ? Double.longBitsToDouble(0xFFF8000000000000L + i) : Math.sin(i) * 1e300, out)),
    NOTHING_BUT_NAN(Target.DOUBLE, (i, out) -> real(Double.NaN, out)),
    /** One of the two zeros a row group or so. */
    ZEROS(Target.DOUBLE, (i, out) -> real(i / 9_000 % 2 == 0 ? -0.0 : 0.0, out)),
    /** Either zero has row groups of its own, and enough other values that they have a Bloom filter. */
    ZEROS_AMONG_OTHERS(Target.DOUBLE, (i, out) -> real(i % 1_000 == 3 ? i < 15_000 ? -0.0 : 0.0 : i + 1, out)),
    INFINITIES(Target.DOUBLE, (i, out) -> real(i % 900 == 5 ? Double.NEGATIVE_INFINITY : 1.0 / (i % 800), out)),
    FLOATS_WITH_NAN_AND_ZEROS(Target.FLOAT, (i, out) -> ((FloatVector) out)
            .add(i % 6_000 == 1 ? Float.intBitsToFloat(0xFFC00000) : i % 7 == 0 ? -0.0f : i / 16_384f)),
    BOOLEANS(Target.BOOLEAN, (i, out) -> ((BooleanVector) out).add(i / 12_000 % 2 == 0)),
    SORTED_LONGS(Target.INT64, (i, out) -> ((LongVector) out).add(i * 1_000_003L)),
    LONGS_THE_OTHER_WAY(Target.INT64, (i, out) -> ((LongVector) out).add(Long.MAX_VALUE - i)),
    FEW_SHORTS(Target.INT16, (i, out) -> ((IntVector) out).add(i / 6_000 * 3 - i % 2)),
    DATES(Target.DATE, (i, out) -> ((IntVector) out).add(-700_000 + i * 7)),
    SMALL_DECIMALS(Target.decimal(9, 2), (i, out) -> ((IntVector) out).add((i % 2 * 2 - 1) * i)),
    WIDE_DECIMALS(Target.decimal(38, 6), (i, out) -> decimal((i % 2 == 0 ? -1L : 1L) * i, 30, out)),
    UUIDS(Target.UUID, (i, out) -> bytes(new Random(i).longs(2).toArray(), out)),
    /** Their smallest and largest are cut in the page index, the largest rounded up. */
    LONG_TEXTS(Target.STRING, (i, out) -> text("ÿ".repeat(40) + "\uD83D\uDE00".repeat(i % 30) + i, out)),
    TEXTS_THAT_CANNOT_BE_ROUNDED_UP(
            Target.STRING, (i, out) -> text("\uDBFF\uDFFF".repeat(20 + i % 3) + i / 5_000, out)),
    TEXTS_OF_THE_LAST_OF_THEIR_LENGTH(
            Target.STRING, (i, out) -> text("a" + "\u007F".repeat(70) + (char) (0x7F + i % 3_000), out)),
    /** UTF-16 sorts them the other way. */
    TEXTS_BEYOND_THE_SURROGATES(
            Target.STRING, (i, out) -> text((i % 2 == 0 ? "\uFFFD" : "\uD83D\uDE00") + i / 40, out)),
    HUGE_TEXTS(Target.STRING, (i, out) -> text(i % 9_000 == 8 ? "\uD7FF".repeat(30_000) + i : "t" + i % 50, out)),
    HUGE_TEXTS_THAT_CANNOT_BE_ROUNDED_UP(
            Target.STRING, (i, out) -> text(i % 9_000 == 8 ? "\uDBFF\uDFFF".repeat(5_000) + i : "t" + i, out)),
    BYTES(Target.BINARY, (i, out) -> {
        byte[] value = new byte[60 + i % 30];
        Arrays.fill(value, (byte) (i % 7 == 0 ? 0xFF : i / 4_000));
        ByteBuffer.wrap(value).putInt(value.length - Integer.BYTES, i);
        ((BytesVector) out).add(value, 0, value.length);
    }),
    DOCUMENTS(Target.JSON, (i, out) -> text("{\"a\": " + i / 100 + "}", out)),
    TIMES(Target.TIME, (i, out) -> ((LongVector) out).add(i * 1_234_567L)),
    INSTANTS(Target.TIMESTAMP_UTC, (i, out) -> ((LongVector) out).add(-62_135_596_800_000_000L + i * 4_321_234_567L));

    private final Target target;
    private final BiConsumer<Integer, Vector> value;

    ShortcutCase(Target target, BiConsumer<Integer, Vector> value) {
        this.target = target;
        this.value = value;
    }

    Target target() {
        return target;
    }

    void add(int row, Vector out) {
        value.accept(row, out);
    }

    private static void real(double value, Vector out) {
        ((DoubleVector) out).add(value);
    }

    private static void text(String value, Vector out) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        ((BytesVector) out).add(bytes, 0, bytes.length);
    }

    private static void bytes(long[] halves, Vector out) {
        byte[] bytes =
                ByteBuffer.allocate(16).putLong(halves[0]).putLong(halves[1]).array();
        ((BytesVector) out).add(bytes, 0, bytes.length);
    }

    private static void decimal(long value, int zeros, Vector out) {
        byte[] bytes =
                BigInteger.valueOf(value).multiply(BigInteger.TEN.pow(zeros)).toByteArray();
        byte[] fixed = new byte[16];
        Arrays.fill(fixed, (byte) (value < 0 ? -1 : 0));
        System.arraycopy(bytes, 0, fixed, fixed.length - bytes.length, bytes.length);
        ((BytesVector) out).add(fixed, 0, fixed.length);
    }
}
