package dev.caravan.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.SameRows;
import dev.caravan.batch.BooleanVector;
import dev.caravan.batch.BytesVector;
import dev.caravan.batch.IntVector;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import dev.caravan.local.postgres.LocalPostgres;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that are partitions themselves have the values that PostgreSQL prints. */
class ColumnValuesTest {
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final int RANDOMS = 300;

    private final long seed = new Random().nextLong();

    @Test
    void integers_are_numbers_from_the_smallest_to_the_largest() {
        assertJudged(Target.INT16, "smallint", List.of("-32768", "-1", "0", "1", "32767"));
        assertJudged(Target.INT32, "integer", List.of("-2147483648", "-1", "0", "1", "2147483647"));
        assertJudged(Target.INT64, "bigint", List.of("-9223372036854775808", "-1", "0", "1", "9223372036854775807"));
    }

    @Test
    void booleans_are_true_and_false() {
        assertJudged(Target.BOOLEAN, "boolean", List.of("true", "false", "true"));
    }

    @Test
    void uuids_are_in_lower_case() {
        Random random = new Random(seed);
        List<String> uuids = new ArrayList<>(List.of(
                "00000000-0000-0000-0000-000000000000",
                "FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF",
                "80000000-0000-0000-8000-000000000000",
                "7fffffff-ffff-ffff-7fff-ffffffffffff",
                "A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11"));
        for (int i = 0; i < RANDOMS; i++) {
            uuids.add(new UUID(random.nextLong(), random.nextLong()).toString());
        }
        assertJudged(Target.UUID, "uuid", uuids);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 0", "1, 1", "9, 0", "9, 2", "9, 9", "10, 3", "18, 0", "18, 4", "18, 18", "19, 0", "30, 4", "38, 0",
        "38, 20", "38, 38"
    })
    void decimals_have_the_digits_of_their_scale(int precision, int scale) {
        Random random = new Random(seed);
        BigInteger largest = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
        List<BigInteger> unscaled = new ArrayList<>(List.of(
                BigInteger.ZERO,
                BigInteger.ONE,
                BigInteger.ONE.negate(),
                BigInteger.TEN.min(largest),
                BigInteger.TEN.min(largest).negate(),
                largest,
                largest.negate()));
        for (int i = 0; i < RANDOMS; i++) {
            BigInteger digits = new BigInteger(1 + random.nextInt(largest.bitLength()), random);
            unscaled.add((random.nextBoolean() ? digits : digits.negate()).remainder(largest));
        }
        List<String> decimals = unscaled.stream()
                .map(number -> new BigDecimal(number, scale).toPlainString())
                .toList();
        assertJudged(Target.decimal(precision, scale), "numeric(" + precision + "," + scale + ")", decimals);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"float", "double", "binary", "time", "json", "timestamp", "variant", "list", "struct", "map"})
    void no_other_column_is_a_partition(String name) {
        Target target =
                switch (name) {
                    case "float" -> Target.FLOAT;
                    case "double" -> Target.DOUBLE;
                    case "binary" -> Target.BINARY;
                    case "time" -> Target.TIME;
                    case "json" -> Target.JSON;
                    case "timestamp" -> Target.TIMESTAMP_UTC;
                    case "variant" -> Target.VARIANT;
                    case "list" -> new Target.ListOf(Target.STRING);
                    case "struct" -> new Target.StructOf(List.of());
                    default -> new Target.MapOf(Target.STRING, Target.STRING);
                };
        assertThat(Levels.glue(Transform.COLUMN, target)).isEmpty();
    }

    @Test
    void only_what_has_a_clock_has_hours_and_only_what_has_a_calendar_has_days() {
        for (Transform transform : Transform.values()) {
            boolean isOfClock = transform == Transform.HOUR || transform == Transform.HOUR_OF_DAY;
            boolean isColumn = transform == Transform.COLUMN;
            assertThat(Levels.glue(transform, Target.DATE).isPresent())
                    .as("%s", transform)
                    .isEqualTo(!isOfClock);
            assertThat(Levels.glue(transform, Target.NANOS_LOCAL).isPresent()).isEqualTo(!isColumn);
            assertThat(Levels.glue(transform, Target.STRING).isPresent()).isEqualTo(isColumn);
            assertThat(Levels.glue(transform, Target.INT64).isPresent()).isEqualTo(isColumn);
            assertThat(Levels.glue(transform, Target.TIME)).isEmpty();
        }
    }

    /** Every value twice, in two orders, with NULL between them. */
    private void assertJudged(Target target, String type, List<String> values) {
        List<@Nullable String> twice = new ArrayList<>(values);
        twice.add(null);
        for (int i = values.size() - 1; i >= 0; i--) {
            twice.add(values.get(i));
        }
        Vector column = target.vector(new byte[0]);
        twice.forEach(value -> add(target, column, value));

        assertThat(OneLevel.values(Transform.COLUMN, target, UTC, column))
                .as("seed %d", seed)
                .isEqualTo(judged(type, twice));
    }

    private static void add(Target target, Vector column, @Nullable String value) {
        if (value == null) {
            column.addNull();
        } else if (column instanceof BooleanVector booleans) {
            booleans.add(Boolean.parseBoolean(value));
        } else if (column instanceof IntVector ints) {
            ints.add(new BigDecimal(value).unscaledValue().intValueExact());
        } else if (column instanceof LongVector longs) {
            longs.add(new BigDecimal(value).unscaledValue().longValueExact());
        } else {
            byte[] bytes = target.equals(Target.UUID)
                    ? bytes(UUID.fromString(value))
                    : fixed(new BigDecimal(value).unscaledValue(), ((Target.Leaf) target).length());
            ((BytesVector) column).add(bytes, 0, bytes.length);
        }
    }

    private static byte[] bytes(UUID uuid) {
        return ByteBuffer.allocate(16)
                .putLong(uuid.getMostSignificantBits())
                .putLong(uuid.getLeastSignificantBits())
                .array();
    }

    /** Two's complement, the highest byte first, as Parquet has it. */
    private static byte[] fixed(BigInteger number, int length) {
        byte[] shortest = number.toByteArray();
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) (number.signum() < 0 ? -1 : 0));
        System.arraycopy(shortest, 0, bytes, length - shortest.length, shortest.length);
        return bytes;
    }

    private static List<@Nullable String> judged(String type, List<@Nullable String> values) {
        String list = values.stream()
                .map(value -> value == null ? "NULL" : "'" + value + "'")
                .collect(Collectors.joining(", "));
        return SameRows.postgres(
                        LocalPostgres.DATABASE,
                        "SELECT v::" + type + "::text FROM unnest(ARRAY[" + list
                                + "]::text[]) WITH ORDINALITY AS u (v, n) ORDER BY n")
                .stream()
                .<@Nullable String>map(row -> row.get(0))
                .toList();
    }
}
