package dev.caravan.local.glue;

import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;
import org.jspecify.annotations.Nullable;

/** What a crawler calls the type of a Parquet column. */
final class GlueTypes {
    private GlueTypes() {}

    /** The Glue type of a column, element or field; a repeated one that no list wraps is an array. */
    static String of(Type type) {
        String single = type.isPrimitive() ? primitive(type.asPrimitiveType()) : group(type.asGroupType());
        return type.isRepetition(Type.Repetition.REPEATED) ? "array<" + single + ">" : single;
    }

    private static String group(GroupType group) {
        LogicalTypeAnnotation logical = group.getLogicalTypeAnnotation();
        if (logical instanceof ListLogicalTypeAnnotation) {
            return "array<" + element(group.getType(0), group.getName()) + ">";
        }
        if (logical instanceof MapLogicalTypeAnnotation || logical instanceof MapKeyValueTypeAnnotation) {
            GroupType entry = group.getType(0).asGroupType();
            return "map<" + of(entry.getType(0)) + "," + of(entry.getType(1)) + ">";
        }
        return struct(group);
    }

    /** The element of a list, by the backward compatibility rules of the Parquet format. */
    private static String element(Type repeated, String list) {
        if (repeated.isPrimitive()) {
            return primitive(repeated.asPrimitiveType());
        }
        GroupType group = repeated.asGroupType();
        boolean isElement = group.getFieldCount() > 1
                || group.getName().equals("array")
                || group.getName().equals(list + "_tuple");
        return isElement ? struct(group) : of(group.getType(0));
    }

    private static String struct(GroupType group) {
        return group.getFields().stream()
                .map(field -> field.getName().toLowerCase(Locale.ROOT) + ":" + of(field))
                .collect(Collectors.joining(",", "struct<", ">"));
    }

    private static String primitive(PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return "decimal(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
        }
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> "boolean";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case INT96 -> "timestamp";
            case INT32 -> logical instanceof DateLogicalTypeAnnotation ? "date" : integer(logical, "int");
            case INT64 -> isTimestamp(logical) ? "timestamp" : integer(logical, "bigint");
            case BINARY, FIXED_LEN_BYTE_ARRAY -> isText(logical) ? "string" : "binary";
        };
    }

    /** An unsigned integer needs the next wider type; times of day are plain numbers to Glue. */
    private static String integer(@Nullable LogicalTypeAnnotation logical, String plain) {
        if (!(logical instanceof IntLogicalTypeAnnotation integer)) {
            return plain;
        }
        int bits = integer.isSigned() ? integer.getBitWidth() : integer.getBitWidth() * 2;
        return switch (bits) {
            case 8 -> "tinyint";
            case 16 -> "smallint";
            case 32 -> "int";
            case 64 -> "bigint";
            default -> "decimal(20,0)";
        };
    }

    /** Athena reads milliseconds and microseconds; nanoseconds stay a number. */
    private static boolean isTimestamp(@Nullable LogicalTypeAnnotation logical) {
        return logical instanceof TimestampLogicalTypeAnnotation timestamp && timestamp.getUnit() != TimeUnit.NANOS;
    }

    private static boolean isText(@Nullable LogicalTypeAnnotation logical) {
        return logical instanceof StringLogicalTypeAnnotation
                || logical instanceof EnumLogicalTypeAnnotation
                || logical instanceof JsonLogicalTypeAnnotation;
    }
}
