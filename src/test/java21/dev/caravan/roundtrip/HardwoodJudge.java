package dev.caravan.roundtrip;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hardwood.InputFile;
import dev.hardwood.metadata.LogicalType;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.reader.RowReader;
import dev.hardwood.row.PqList;
import dev.hardwood.row.PqMap;
import dev.hardwood.row.PqStruct;
import dev.hardwood.row.PqVariant;
import dev.hardwood.row.PqVariantObject;
import dev.hardwood.schema.SchemaNode;
import dev.hardwood.schema.SchemaNode.GroupNode;
import dev.hardwood.schema.SchemaNode.PrimitiveNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Hardwood as the judge: a reader in Java that shares no code with the writer and goes by Parquet's own types. */
public final class HardwoodJudge implements Judge {
    private static final DateTimeFormatter CLOCK = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter();
    private static final DateTimeFormatter MOMENT = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd ")
            .append(CLOCK)
            .toFormatter();

    @Override
    public Content read(List<Path> files) {
        Map<String, Content.Shape> shapes = new LinkedHashMap<>();
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Path file : files) {
            try (ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file))) {
                List<SchemaNode> nodes = reader.getFileSchema().getRootNode().children();
                nodes.forEach(node -> shapes.put(node.name(), shape(node)));
                try (RowReader row = reader.rowReader()) {
                    while (row.hasNext()) {
                        row.next();
                        List<@Nullable Object> values = new ArrayList<>();
                        for (int i = 0; i < nodes.size(); i++) {
                            values.add(row.isNull(i) ? null : tree(nodes.get(i), row.getValue(i)));
                        }
                        rows.add(values);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        rows.sort(Comparator.comparing(row -> Integer.valueOf(String.valueOf(row.get(0)))));
        return new Content(shapes, rows);
    }

    private static Content.Shape shape(SchemaNode node) {
        if (node instanceof PrimitiveNode leaf) {
            return new Content.Leaf(name(leaf));
        }
        GroupNode group = (GroupNode) node;
        if (group.isList()) {
            return new Content.ListOf(shape(group.getListElement()));
        }
        if (group.isVariant()) {
            return new Content.Leaf("VARIANT");
        }
        if (group.isMap()) {
            return new Content.MapOf(shape(group.getMapKey()), shape(group.getMapValue()));
        }
        Map<String, Content.Shape> fields = new LinkedHashMap<>();
        group.children().forEach(child -> fields.put(child.name(), shape(child)));
        return new Content.StructOf(fields);
    }

    /** By the names that DuckDB has for them. */
    private static String name(PrimitiveNode leaf) {
        LogicalType logical = leaf.logicalType();
        if (logical instanceof LogicalType.TimestampType timestamp) {
            return timestamp.isAdjustedToUTC() ? "TIMESTAMP WITH TIME ZONE" : "TIMESTAMP";
        }
        if (logical instanceof LogicalType.DecimalType) {
            return "DECIMAL";
        }
        if (logical instanceof LogicalType.DateType) {
            return "DATE";
        }
        return logical != null
                ? "VARCHAR"
                : switch (leaf.type()) {
                    case BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY, INT96 -> "BLOB";
                    case BOOLEAN, INT32, INT64, FLOAT, DOUBLE -> leaf.type().name();
                };
    }

    private static @Nullable Object tree(SchemaNode node, @Nullable Object value) {
        if (value == null) {
            return null;
        }
        if (node instanceof PrimitiveNode leaf) {
            return text(leaf, value);
        }
        GroupNode group = (GroupNode) node;
        if (value instanceof PqList list) {
            List<@Nullable Object> elements = new ArrayList<>();
            for (int i = 0; i < list.size(); i++) {
                elements.add(list.isNull(i) ? null : tree(group.getListElement(), list.get(i)));
            }
            return elements;
        }
        if (value instanceof PqMap map) {
            Map<Object, @Nullable Object> entries = new LinkedHashMap<>();
            map.getEntries()
                    .forEach(entry -> entries.put(
                            tree(group.getMapKey(), entry.getKey()),
                            entry.isValueNull() ? null : tree(group.getMapValue(), entry.getValue())));
            return entries;
        }
        if (value instanceof PqVariant variant) {
            return json(variant).toString();
        }
        PqStruct struct = (PqStruct) value;
        List<@Nullable Object> fields = new ArrayList<>();
        for (int i = 0; i < group.children().size(); i++) {
            fields.add(struct.isNull(i) ? null : tree(group.children().get(i), struct.getValue(i)));
        }
        return fields;
    }

    private static JsonNode json(PqVariant variant) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        return switch (variant.type()) {
            case NULL -> nodes.nullNode();
            case BOOLEAN_TRUE, BOOLEAN_FALSE -> nodes.booleanNode(variant.asBoolean());
            case INT8, INT16, INT32, INT64 -> nodes.numberNode(variant.asLong());
            case DECIMAL4, DECIMAL8, DECIMAL16 -> nodes.numberNode(variant.asDecimal());
            case STRING -> nodes.textNode(variant.asString());
            case ARRAY -> {
                ArrayNode array = nodes.arrayNode();
                for (int i = 0; i < variant.asArray().size(); i++) {
                    array.add(json(variant.asArray().get(i)));
                }
                yield array;
            }
            case OBJECT -> {
                ObjectNode object = nodes.objectNode();
                PqVariantObject fields = variant.asObject();
                for (int i = 0; i < fields.getFieldCount(); i++) {
                    object.set(fields.getFieldName(i), json(fields.getVariant(fields.getFieldName(i))));
                }
                yield object;
            }
            case DOUBLE,
                    FLOAT,
                    DATE,
                    TIMESTAMP,
                    TIMESTAMP_NTZ,
                    TIMESTAMP_NANOS,
                    TIMESTAMP_NTZ_NANOS,
                    TIME_NTZ,
                    BINARY,
                    UUID -> throw new AssertionError("JSON has no " + variant.type());
        };
    }

    private static String text(PrimitiveNode leaf, Object value) {
        if (value instanceof byte[] bytes) {
            return name(leaf).equals("BLOB")
                    ? HexFormat.of().withPrefix("\\x").formatHex(bytes)
                    : new String(bytes, StandardCharsets.UTF_8);
        }
        if (value instanceof Instant moment) {
            return MOMENT.format(moment.atOffset(ZoneOffset.UTC)) + "+00";
        }
        if (value instanceof LocalTime time) {
            return CLOCK.format(time);
        }
        if (value instanceof LocalDateTime moment) {
            return MOMENT.format(moment);
        }
        return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
    }
}
