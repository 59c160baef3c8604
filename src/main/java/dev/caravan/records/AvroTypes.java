package dev.caravan.records;

import dev.caravan.batch.Target;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.records.RowType.Part;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** What the types of an Avro schema become. */
final class AvroTypes {
    private final Set<String> open = new HashSet<>();

    private AvroTypes() {}

    /** The columns of a record schema. */
    static RowType of(Schema schema) {
        if (schema.getType() != Schema.Type.RECORD) {
            throw unsupported("The Avro schema", schema, "Give a schema of type record, with one field a column.");
        }
        return new AvroTypes().record(schema, "");
    }

    private RowType record(Schema schema, String path) {
        if (!open.add(schema.getFullName())) {
            throw unsupported(path, schema, "Parquet has no type that contains itself: flatten it.");
        }
        List<Part> parts = new ArrayList<>();
        for (Schema.Field field : schema.getFields()) {
            parts.add(new Part(
                    field.name(), type(field.schema(), path.isEmpty() ? field.name() : path + "." + field.name())));
        }
        open.remove(schema.getFullName());
        if (parts.isEmpty()) {
            throw unsupported(path.isEmpty() ? "The Avro schema" : path, schema, "Give the record a field.");
        }
        return new RowType(parts);
    }

    private ValueType type(Schema schema, String path) {
        LogicalType logical = schema.getLogicalType();
        return logical == null ? plain(schema, path) : logical(logical, schema, path);
    }

    private ValueType plain(Schema schema, String path) {
        return switch (schema.getType()) {
            case BOOLEAN -> Leaves.BOOLEAN;
            case INT -> Leaves.INT32;
            case LONG -> Leaves.INT64;
            case FLOAT -> Leaves.FLOAT;
            case DOUBLE -> Leaves.DOUBLE;
            case STRING, ENUM -> Leaves.STRING;
            case BYTES, FIXED -> Leaves.BINARY;
            case ARRAY -> Nested.list(type(schema.getElementType(), path + ".element"));
            case MAP -> Nested.map(type(schema.getValueType(), path + ".value"));
            case RECORD -> Nested.struct(record(schema, path));
            case UNION -> union(schema, path);
            case NULL -> throw unsupported(path, schema, "Give it the type that its values have.");
        };
    }

    private ValueType union(Schema schema, String path) {
        List<Schema> types = schema.getTypes().stream()
                .filter(type -> type.getType() != Schema.Type.NULL)
                .toList();
        if (types.size() != 1) {
            throw unsupported(path, schema, "A column has one type: give a union of null and one other type.");
        }
        ValueType type = type(types.get(0), path);
        return schema.isNullable() ? type.orNull() : type;
    }

    private static ValueType logical(LogicalType logical, Schema schema, String path) {
        if (logical instanceof LogicalTypes.Decimal decimal) {
            if (decimal.getPrecision() > Target.MAX_DECIMAL_PRECISION) {
                throw unsupported(path, schema, "Decimals have up to 38 digits here: make it a string.");
            }
            return Leaves.decimal(decimal.getPrecision(), decimal.getScale());
        }
        return switch (logical.getName()) {
            case "date" -> Leaves.DATE;
            case "time-millis" -> Leaves.TIME_MILLIS;
            case "time-micros" -> Leaves.TIME_MICROS;
            case "timestamp-millis" -> Leaves.UTC_MILLIS;
            case "timestamp-micros" -> Leaves.UTC_MICROS;
            case "local-timestamp-millis" -> Leaves.LOCAL_MILLIS;
            case "local-timestamp-micros" -> Leaves.LOCAL_MICROS;
            case "uuid" -> Leaves.UUID;
            default ->
                throw unsupported(path, schema, "Use date, time, timestamp, local-timestamp, decimal, uuid or none.");
        };
    }

    private static ExportException unsupported(String where, Schema schema, String hint) {
        return new ExportException(
                ErrorCode.UNSUPPORTED_TYPE, where + " has the Avro type " + schema + ", which has no target.", hint);
    }
}
