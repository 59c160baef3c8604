package dev.caravan.records;

import static dev.caravan.records.Lists.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PGobject;

class InferredShapeTest {
    private final TimeZone zone = TimeZone.getDefault();

    @TempDir
    private Path folder;

    @BeforeEach
    void inUtc() {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    }

    @AfterEach
    void back() {
        TimeZone.setDefault(zone);
    }

    static Stream<Arguments> values() throws SQLException {
        PGobject json = new PGobject();
        json.setType("jsonb");
        json.setValue("{\"a\": 1}");
        return Stream.of(
                Arguments.of(column(true, false, null), texts("BOOLEAN", "true", "false", null)),
                Arguments.of(column(Byte.MIN_VALUE, Byte.MAX_VALUE), texts("SMALLINT", "-128", "127")),
                Arguments.of(
                        column(Short.MIN_VALUE, Short.MAX_VALUE, null), texts("SMALLINT", "-32768", "32767", null)),
                Arguments.of(
                        column(Integer.MIN_VALUE, null, Integer.MAX_VALUE),
                        texts("INTEGER", "-2147483648", null, "2147483647")),
                Arguments.of(
                        column(Long.MIN_VALUE, Long.MAX_VALUE, null),
                        texts("BIGINT", "-9223372036854775808", "9223372036854775807", null)),
                Arguments.of(column((short) 1, 2, 3L), texts("BIGINT", "1", "2", "3")),
                Arguments.of(
                        column(-Float.MAX_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, null),
                        texts("FLOAT", "-3.4028235e+38", "nan", "-inf", null)),
                Arguments.of(
                        column(-Double.MAX_VALUE, Double.MIN_VALUE, Double.NaN, null),
                        texts("DOUBLE", "-1.7976931348623157e+308", "5e-324", "nan", null)),
                Arguments.of(column(0.5f, 0.1), texts("DOUBLE", "0.5", "0.1")),
                Arguments.of(
                        column(new BigDecimal("1.5"), new BigDecimal("-0.25"), new BigDecimal("1E+3"), null),
                        texts("DECIMAL(38,2)", "1.50", "-0.25", "1000.00", null)),
                Arguments.of(
                        column(BigInteger.TEN.pow(38).subtract(BigInteger.ONE)),
                        texts("DECIMAL(38,0)", "9".repeat(38))),
                Arguments.of(
                        column(new BigDecimal("-0." + "9".repeat(37))),
                        texts("DECIMAL(38,37)", "-0." + "9".repeat(37))),
                Arguments.of(column("", "żółw 🐢", null), texts("VARCHAR", "", "żółw 🐢", null)),
                Arguments.of(column(new UUID(0, 1)), texts("VARCHAR", "00000000-0000-0000-0000-000000000001")),
                Arguments.of(column(json), texts("VARCHAR", "{\"a\": 1}")),
                Arguments.of(
                        column(new byte[] {0, -1}, ByteBuffer.wrap(new byte[] {7}), null),
                        texts("BLOB", "\\x00\\xFF", "\\x07", null)),
                Arguments.of(
                        column(LocalDate.of(1, 1, 1), LocalDate.of(9999, 12, 31), null),
                        texts("DATE", "0001-01-01", "9999-12-31", null)),
                Arguments.of(column(java.sql.Date.valueOf("2024-02-29")), texts("DATE", "2024-02-29")),
                Arguments.of(
                        column(LocalTime.MIDNIGHT, LocalTime.MAX, null),
                        texts("VARCHAR", "00:00:00", "23:59:59.999999999", null)),
                Arguments.of(
                        column(Time.valueOf("12:34:56"), new Time(1_500)), texts("VARCHAR", "12:34:56", "00:00:01.5")),
                Arguments.of(column(OffsetTime.parse("12:00:00.25+05:30")), texts("VARCHAR", "12:00:00.25+05:30")),
                Arguments.of(
                        column(
                                LocalDateTime.parse("0001-01-01T00:00:00"),
                                LocalDateTime.parse("9999-12-31T23:59:59.999999")),
                        texts("TIMESTAMP", "0001-01-01 00:00:00", "9999-12-31 23:59:59.999999")),
                Arguments.of(
                        column(Timestamp.valueOf("2024-02-29 12:00:00.000001"), null),
                        texts("TIMESTAMP", "2024-02-29 12:00:00.000001", null)),
                Arguments.of(
                        column(
                                Instant.parse("1969-12-31T23:59:59.999999Z"),
                                OffsetDateTime.parse("2024-01-01T01:00+01:00")),
                        texts("TIMESTAMP WITH TIME ZONE", "1969-12-31 23:59:59.999999+00", "2024-01-01 00:00:00+00")),
                Arguments.of(
                        column(java.util.Date.from(Instant.EPOCH)),
                        texts("TIMESTAMP WITH TIME ZONE", "1970-01-01 00:00:00+00")),
                Arguments.of(
                        column(List.of(1, 2), Arrays.asList(3, null), List.of(), null),
                        texts("INTEGER[]", "[1, 2]", "[3, NULL]", "[]", null)),
                Arguments.of(
                        column((Object) new Object[] {new Object[] {"a"}, new Object[0]}),
                        texts("VARCHAR[][]", "[[a], []]")));
    }

    private static List<@Nullable String> texts(@Nullable String... texts) {
        return Arrays.asList(texts);
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_value_becomes_what_its_class_says(List<Map<String, Object>> rows, List<String> read) {
        assertThat(Lists.read(RecordShape.inferred(rows), rows, folder)).isEqualTo(read);
    }

    @Test
    void every_kind_has_rows_in_this_test() throws SQLException {
        Set<Kind> tested = new HashSet<>();
        values().forEach(row -> ((List<?>) row.get()[0]).forEach(each -> ((Map<?, ?>) each)
                .values().stream().filter(value -> value != null).forEach(value -> Kind.of(value)
                        .ifPresent(tested::add))));

        assertThat(tested).containsExactlyInAnyOrder(Kind.values());
    }

    @Test
    void values_that_only_live_with_their_connection_are_read_through_it() throws SQLException {
        try (Connection h2 = DriverManager.getConnection("jdbc:h2:mem:");
                Statement statement = h2.createStatement();
                var row = statement.executeQuery("SELECT ARRAY[1, NULL, 3] AS a, CAST('long' AS CLOB) AS c,"
                        + " CAST(X'00FF' AS BLOB) AS b, CAST('x' AS CHAR(3)) AS t")) {
            row.next();

            assertThat(readOne(row.getObject("a"))).isEqualTo(texts("INTEGER[]", "[1, NULL, 3]"));
            assertThat(readOne(row.getObject("c"))).isEqualTo(texts("VARCHAR", "long"));
            assertThat(readOne(row.getObject("b"))).isEqualTo(texts("BLOB", "\\x00\\xFF"));
            assertThat(readOne(row.getObject("t"))).isEqualTo(texts("VARCHAR", "x  "));
        }
    }

    private List<@Nullable String> readOne(Object value) {
        List<?> rows = column(value);
        return Lists.read(RecordShape.inferred(rows), rows, folder);
    }

    @Test
    void a_column_of_nulls_tells_no_type() {
        refused(column(null, null), "Column v holds only nulls", "Give parquet-file a schema that says its type");
        refused(column(List.of(), null), "Column v.element holds only nulls", "schema");
    }

    @Test
    void what_has_no_target_is_named_with_its_class() {
        refused(column("", Thread.currentThread()), "java.lang.Thread", "cast it in the SELECT");
        refused(column(Map.of("a", 1)), "Column v holds a java.util.ImmutableCollections", "schema");
        refused(column(1, "x"), "kinds INT32 and STRING", "schema");
        refused(
                column(new BigDecimal("1e37"), new BigDecimal("0.001")),
                "38 digits before and 3 after the point",
                "schema");
    }

    @Test
    void a_timestamp_of_jdbc_needs_a_schema_where_moment_and_clock_differ() {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));

        refused(column(new Timestamp(0)), "the JVM's zone is Europe/Berlin", "timestamp-micros for a moment");
    }

    @Test
    void no_row_tells_no_columns() {
        refused(List.of(), "no row that tells the columns", "Give parquet-file a schema");
    }

    private static void refused(List<?> rows, String what, String hint) {
        assertThatThrownBy(() -> RecordShape.inferred(rows))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining(what)
                .hasMessageContaining(hint);
    }

    @Test
    void later_lists_fit_exactly_or_are_refused() {
        RecordShape ints = RecordShape.inferred(column(1));
        RecordShape decimals = RecordShape.inferred(column(new BigDecimal("1.25")));
        RecordShape moments = RecordShape.inferred(column(Instant.EPOCH));

        assertThat(Lists.read(ints, column(7L, new BigDecimal("8.0")), folder)).isEqualTo(texts("INTEGER", "7", "8"));
        assertThat(Lists.read(decimals, column(new BigDecimal("1.500"), 2), folder))
                .isEqualTo(texts("DECIMAL(38,2)", "1.50", "2.00"));
        drifts(ints, column(1L << 31), ErrorCode.BAD_VALUE, "Row 6 of the run: column v holds 2147483648");
        drifts(ints, column("7"), ErrorCode.BAD_VALUE, "a whole number is needed");
        drifts(
                decimals,
                column(new BigDecimal("1.001")),
                ErrorCode.BAD_VALUE,
                "decimal(38,2) has fewer decimal places");
        drifts(decimals, column(new BigDecimal("1e36")), ErrorCode.BAD_VALUE, "decimal(38,2) has fewer digits");
        drifts(decimals, column(1.5), ErrorCode.BAD_VALUE, "a decimal number is needed");
        drifts(moments, column(Instant.ofEpochSecond(0, 1)), ErrorCode.BAD_VALUE, "microseconds");
        drifts(moments, column(Instant.MAX.truncatedTo(ChronoUnit.SECONDS)), ErrorCode.BAD_VALUE, "January 294247");
    }

    @Test
    void later_lists_have_the_columns_of_the_first() {
        RecordShape shape = RecordShape.inferred(List.of(Map.of("a", 1)));

        drifts(shape, List.of(Map.of("a", 1, "b", 2)), ErrorCode.SCHEMA_DRIFT, "has the column b");
        drifts(shape, List.of(Map.of("b", 2)), ErrorCode.SCHEMA_DRIFT, "has the column b");
        drifts(shape, List.of("a"), ErrorCode.SCHEMA_DRIFT, "a java.lang.String where a map");
    }

    private static void drifts(RecordShape shape, List<?> rows, ErrorCode code, String what) {
        assertThatThrownBy(() -> shape.batch(rows, 5))
                .isInstanceOfSatisfying(ExportException.class, failure -> assertThat(failure.code())
                        .isEqualTo(code))
                .hasMessageContaining(what);
    }
}
