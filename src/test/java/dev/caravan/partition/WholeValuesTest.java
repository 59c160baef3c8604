package dev.caravan.partition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.batch.Target;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the value of a column is as a partition: one line per value. */
class WholeValuesTest {
    private static final Target UNSCALED = Target.decimal(12, 0);
    private static final Target PRICE = Target.decimal(9, 2);
    private static final Target AMOUNT = Target.decimal(18, 4);
    private static final Target LONG = Target.decimal(30, 4);

    private static final Target FINE = Target.decimal(18, 10);
    private static final Target FINEST = Target.decimal(38, 20);

    static Stream<Arguments> values() {
        return Stream.of(
                Arguments.of(Target.INT16, Short.MIN_VALUE, "-32768"),
                Arguments.of(Target.INT16, Short.MAX_VALUE, "32767"),
                Arguments.of(Target.INT32, Integer.MIN_VALUE, "-2147483648"),
                Arguments.of(Target.INT32, 0, "0"),
                Arguments.of(Target.INT32, Integer.MAX_VALUE, "2147483647"),
                Arguments.of(Target.INT64, Long.MIN_VALUE, "-9223372036854775808"),
                Arguments.of(Target.INT64, Long.MAX_VALUE, "9223372036854775807"),
                Arguments.of(Target.BOOLEAN, true, "true"),
                Arguments.of(Target.BOOLEAN, false, "false"),
                Arguments.of(Target.DATE, LocalDate.of(1, 1, 1).toEpochDay(), "0001-01-01"),
                Arguments.of(Target.DATE, -1, "1969-12-31"),
                Arguments.of(Target.DATE, LocalDate.of(2024, 2, 29).toEpochDay(), "2024-02-29"),
                Arguments.of(Target.DATE, LocalDate.of(9999, 12, 31).toEpochDay(), "9999-12-31"),
                Arguments.of(UNSCALED, 100, "100"), // not 1E+2
                Arguments.of(PRICE, 1, "0.01"),
                Arguments.of(PRICE, -5, "-0.05"),
                Arguments.of(PRICE, 1000, "10.00"),
                Arguments.of(PRICE, 999_999_999, "9999999.99"),
                Arguments.of(AMOUNT, 0, "0.0000"),
                Arguments.of(AMOUNT, -999_999_999_999_999_999L, "-99999999999999.9999"),
                Arguments.of(FINE, 1, "0.0000000001"), // not 1E-10
                Arguments.of(FINEST, BigInteger.ONE, "0.00000000000000000001"),
                Arguments.of(LONG, BigInteger.ONE, "0.0001"),
                Arguments.of(LONG, BigInteger.ZERO, "0.0000"),
                Arguments.of(LONG, BigInteger.ONE.negate(), "-0.0001"),
                Arguments.of(LONG, BigInteger.TEN.pow(30).subtract(BigInteger.ONE), "99999999999999999999999999.9999"),
                Arguments.of(
                        LONG, BigInteger.TEN.pow(30).negate().add(BigInteger.ONE), "-99999999999999999999999999.9999"),
                Arguments.of(Target.UUID, new UUID(0, 0), "00000000-0000-0000-0000-000000000000"),
                Arguments.of(Target.UUID, new UUID(-1, -1), "ffffffff-ffff-ffff-ffff-ffffffffffff"),
                Arguments.of(
                        Target.UUID,
                        UUID.fromString("a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
                        "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"),
                Arguments.of(Target.STRING, " ", " "),
                Arguments.of(Target.STRING, "a/b=%\u0001", "a/b=%\u0001"), // escaped in the folder only
                Arguments.of(Target.STRING, "it's \"😀\"", "it's \"😀\""),
                Arguments.of(Target.STRING, "x".repeat(300), "x".repeat(300)),
                Arguments.of(Target.STRING, "__HIVE_DEFAULT_PARTITION", "__HIVE_DEFAULT_PARTITION"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_value_is_told_so(Target target, Object value, String told) {
        assertThat(PlacedRows.one(target, Transform.COLUMN, ZoneId.of("Europe/Berlin"), value))
                .isEqualTo(told);
    }

    static Stream<Target> targets() {
        return values().map(row -> (Target) row.get()[0]).distinct();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void null_is_null_of_every_type_and_apart_from_values(Target target) {
        @Nullable
        Object value = values().filter(row -> row.get()[0].equals(target))
                .map(row -> row.get()[1])
                .findFirst()
                .orElseThrow();
        PlacedRows rows = new PlacedRows(target).add(null).add(value).add(null);

        assertThat(rows.by(ZoneId.of("UTC"), Transform.COLUMN))
                .extracting(values -> values.get(0) == null)
                .containsExactly(true, false, true);
    }

    @Test
    void numbers_with_a_point_json_bytes_and_nested_values_are_no_partitions() {
        assertThat(Stream.of(
                                Target.FLOAT,
                                Target.DOUBLE,
                                Target.BINARY,
                                Target.JSON,
                                Target.TIME,
                                new Target.ListOf(Target.INT32),
                                Target.VARIANT)
                        .filter(target -> PlacedRows.isPossible(target, Transform.COLUMN)))
                .isEmpty();
    }
}
