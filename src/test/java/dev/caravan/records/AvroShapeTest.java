package dev.caravan.records;

import static dev.caravan.records.Lists.column;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.io.ByteArrayInputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.util.Utf8;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AvroShapeTest {
    private static final long MICROS = 1_709_208_000_000_001L;

    private final TimeZone zone = TimeZone.getDefault();

    @TempDir
    private Path folder;

    @AfterEach
    void back() {
        TimeZone.setDefault(zone);
    }

    static Stream<Arguments> values() {
        Schema fixed = new Schema.Parser().parse("{\"type\":\"fixed\",\"name\":\"f\",\"size\":2}");
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("a", 1);
        map.put("b", null);
        return Stream.of(
                row("\"boolean\"", texts("BOOLEAN", "true"), true),
                row("[\"null\",\"boolean\"]", texts("BOOLEAN", null, "false"), null, false),
                row("\"int\"", texts("INTEGER", "-2147483648", "7"), Integer.MIN_VALUE, 7L),
                row("\"long\"", texts("BIGINT", "9223372036854775807", "3"), Long.MAX_VALUE, new BigDecimal("3.00")),
                row("\"float\"", texts("FLOAT", "0.1", "0.5"), 0.1f, 0.5),
                row("\"double\"", texts("DOUBLE", "0.1", "7.0", "0.25"), 0.1, 7, new BigDecimal("0.25")),
                row(
                        "[\"string\",\"null\"]",
                        texts("VARCHAR", "u", null, "1.50"),
                        new Utf8("u"),
                        null,
                        new BigDecimal("1.50")),
                row("\"bytes\"", texts("BLOB", "\\x01", "\\x02"), ByteBuffer.wrap(new byte[] {1}), new byte[] {2}),
                row(fixed.toString(), texts("BLOB", "\\x01\\x02"), new GenericData.Fixed(fixed, new byte[] {1, 2})),
                row("{\"type\":\"enum\",\"name\":\"e\",\"symbols\":[\"A\"]}", texts("VARCHAR", "A"), "A"),
                row(
                        decimal(9, 2),
                        texts("DECIMAL(9,2)", "-9999999.99", "1.50"),
                        new BigDecimal("-9999999.99"),
                        ByteBuffer.wrap(new byte[] {0, (byte) 150})),
                row(decimal(18, 0), texts("DECIMAL(18,0)", "999999999999999999", "-5"), 999_999_999_999_999_999L, -5),
                row(decimal(20, 3), texts("DECIMAL(20,3)", "-0.001"), new BigDecimal("-0.001")),
                row(logical("int", "date"), texts("DATE", "2024-02-29", "1969-12-31"), LocalDate.of(2024, 2, 29), -1),
                row(logical("int", "time-millis"), texts("VARCHAR", "00:00:01.5", "12:00:00"), 1_500, LocalTime.NOON),
                row(logical("long", "time-micros"), texts("VARCHAR", "00:00:00.000001"), 1L),
                row(
                        logical("long", "timestamp-millis"),
                        texts("TIMESTAMP WITH TIME ZONE", "1970-01-01 00:00:00.001+00"),
                        1L),
                row(
                        logical("long", "timestamp-micros"),
                        texts(
                                "TIMESTAMP WITH TIME ZONE",
                                "2024-02-29 12:00:00.000001+00",
                                "1970-01-01 00:00:00+00",
                                "1970-01-01 00:00:00+00"),
                        MICROS,
                        Instant.EPOCH,
                        new Timestamp(0)),
                row(logical("long", "local-timestamp-millis"), texts("TIMESTAMP", "1970-01-01 00:00:00.001"), 1L),
                row(
                        logical("long", "local-timestamp-micros"),
                        texts("TIMESTAMP", "2024-02-29 12:00:00.000001", "2024-02-29 12:00:00"),
                        MICROS,
                        LocalDateTime.parse("2024-02-29T12:00:00")),
                row(logical("string", "uuid"), texts("VARCHAR", new UUID(1, 2).toString()), new UUID(1, 2)),
                row(
                        "{\"type\":\"array\",\"items\":[\"null\",\"int\"]}",
                        texts("INTEGER[]", "[1, NULL]", "[]"),
                        Arrays.asList(1, null),
                        List.of()),
                row(
                        "{\"type\":\"map\",\"values\":[\"null\",\"int\"]}",
                        texts("MAP(VARCHAR, INTEGER)", "{a=1, b=NULL}", "{}"),
                        map,
                        Map.of()),
                row(
                        "{\"type\":\"record\",\"name\":\"s\",\"fields\":[{\"name\":\"x\",\"type\":\"int\"},"
                                + "{\"name\":\"y\",\"type\":[\"null\",\"string\"]}]}",
                        texts("STRUCT(x INTEGER, y VARCHAR)", "{'x': 1, 'y': NULL}", "{'x': 2, 'y': z}"),
                        Map.of("x", 1),
                        Map.of("x", 2, "y", "z")));
    }

    private static Arguments row(String type, List<@Nullable String> read, @Nullable Object... values) {
        return Arguments.of(type, column(values), read);
    }

    private static String logical(String type, String logical) {
        return "{\"type\":\"" + type + "\",\"logicalType\":\"" + logical + "\"}";
    }

    private static String decimal(int precision, int scale) {
        return "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":" + precision + ",\"scale\":" + scale
                + "}";
    }

    private static List<@Nullable String> texts(@Nullable String... texts) {
        return Arrays.asList(texts);
    }

    @ParameterizedTest
    @MethodSource("values")
    void a_value_becomes_what_the_schema_says(String type, List<Map<String, Object>> rows, List<String> read) {
        assertThat(Lists.read(Lists.schema(type), rows, folder)).isEqualTo(read);
    }

    @Test
    void no_rows_are_a_file_of_the_schemas_columns() {
        assertThat(Lists.read(Lists.schema("\"long\""), List.of(), folder)).isEqualTo(texts("BIGINT"));
    }

    @Test
    void avro_records_bring_their_schema() {
        Schema schema = Lists.avro("[\"null\",\"string\"]");
        GenericRecord record = new GenericRecordBuilder(schema).set("v", "x").build();
        GenericRecord none = new GenericRecordBuilder(schema).set("v", null).build();
        List<GenericRecord> rows = List.of(record, none);

        assertThat(Lists.read(RecordShape.inferred(rows), rows, folder)).isEqualTo(texts("VARCHAR", "x", null));
    }

    @Test
    void the_schema_tells_whether_jdbcs_timestamp_is_a_moment_or_a_clock() {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
        List<?> rows = column(Timestamp.valueOf("2024-02-29 12:00:00"));

        assertThat(Lists.read(Lists.schema(logical("long", "timestamp-micros")), rows, folder))
                .contains("2024-02-29 06:30:00+00");
        assertThat(Lists.read(Lists.schema(logical("long", "local-timestamp-micros")), rows, folder))
                .contains("2024-02-29 12:00:00");
    }

    @Test
    void what_the_schema_does_not_hold_is_refused() {
        refused("\"int\"", null, ErrorCode.BAD_VALUE, "column v is null, which the schema does not allow");
        refused("\"int\"", 1L << 40, ErrorCode.BAD_VALUE, "from -2147483648 to 2147483647");
        refused("\"float\"", 0.1, ErrorCode.BAD_VALUE, "a float does not hold it exactly");
        refused("\"double\"", new BigDecimal("0.1"), ErrorCode.BAD_VALUE, "a double does not hold it exactly");
        refused("\"boolean\"", 1, ErrorCode.BAD_VALUE, "true or false is needed");
        refused("\"string\"", 1.5, ErrorCode.BAD_VALUE, "text is needed");
        refused(decimal(3, 1), new BigDecimal("100.0"), ErrorCode.BAD_VALUE, "decimal(3,1) has fewer digits");
        refused(
                "{\"type\":\"array\",\"items\":\"int\"}",
                Arrays.asList(1, null),
                ErrorCode.BAD_VALUE,
                "is null, which the schema does not allow");
    }

    private static void refused(String type, @Nullable Object value, ErrorCode code, String what) {
        assertThatThrownBy(() -> Lists.schema(type).batch(column(value), 0))
                .isInstanceOfSatisfying(ExportException.class, failure -> assertThat(failure.code())
                        .isEqualTo(code))
                .hasMessageContaining(what);
    }

    @Test
    void a_type_without_target_is_refused_before_the_first_row() {
        unsupported("[\"int\",\"string\"]", "union of null and one other type");
        unsupported("\"null\"", "Give it the type");
        unsupported(decimal(39, 1), "make it a string");
        unsupported("{\"type\":\"array\",\"items\":\"r\"}", "flatten it");
    }

    private static void unsupported(String type, String hint) {
        assertThatThrownBy(() -> Lists.schema(type))
                .isInstanceOfSatisfying(ExportException.class, failure -> assertThat(failure.code())
                        .isEqualTo(ErrorCode.UNSUPPORTED_TYPE))
                .hasMessageContaining(hint);
    }

    @Test
    void a_column_may_have_any_name_and_a_broken_schema_says_so() {
        assertThat(parse("{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"Odd name\",\"type\":\"int\"}]}")
                        .fields())
                .extracting("name")
                .containsExactly("Odd name");
        assertThatThrownBy(() -> parse("{"))
                .hasMessageContaining("The schema orders.avsc is no Avro schema")
                .hasMessageContaining("one field a column");
        assertThatThrownBy(() -> parse("\"int\"")).hasMessageContaining("Give a schema of type record");
    }

    private static RecordShape parse(String json) {
        return RecordShape.parse(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "orders.avsc");
    }
}
