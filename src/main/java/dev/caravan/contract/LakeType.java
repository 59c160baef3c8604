package dev.caravan.contract;

import dev.caravan.batch.Field;
import dev.caravan.plan.Column;
import dev.caravan.write.ParquetSchema;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.VariantLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * The name of a column's target type, for comparing and for messages: {@code decimal(10,2)}, {@code array<struct<at:date>>}.
 *
 * <p>Like Glue's, but exact where Glue is not: {@code timestamp(micros,utc)}. How wide a decimal is stored, and whether parts may be
 * NULL, is not in it.
 */
public final class LakeType {
    private static final Set<String> WIDENINGS = Set.of(
            "smallint to int",
            "smallint to bigint",
            "int to bigint",
            "float to double",
            "smallint to double",
            "int to double");

    private static final Pattern DECIMAL = Pattern.compile("decimal\\((\\d+),(\\d+)\\)");
    private static final Pattern ARRAY = Pattern.compile("array<(.*)>");

    private LakeType() {}

    /** The type of a column of the lake. */
    public static String of(Column column) {
        return of(column.field());
    }

    /** The type of a column that other steps have read. */
    public static String of(Field field) {
        return of(ParquetSchema.of(List.of(field)).getType(0));
    }

    /** The name of a type of Parquet. */
    static String of(Type type) {
        if (type.isPrimitive()) {
            return primitive(type.asPrimitiveType());
        }
        GroupType group = type.asGroupType();
        LogicalTypeAnnotation logical = group.getLogicalTypeAnnotation();
        if (logical instanceof ListLogicalTypeAnnotation) {
            return "array<" + of(group.getType(0).asGroupType().getType(0)) + ">";
        }
        if (logical instanceof MapLogicalTypeAnnotation) {
            GroupType entry = group.getType(0).asGroupType();
            return "map<" + of(entry.getType(0)) + "," + of(entry.getType(1)) + ">";
        }
        if (logical instanceof VariantLogicalTypeAnnotation) {
            return "variant";
        }
        return group.getFields().stream()
                .map(field -> field.getName() + ":" + of(field))
                .collect(Collectors.joining(",", "struct<", ">"));
    }

    private static String primitive(PrimitiveType type) {
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return "decimal(" + decimal.getPrecision() + "," + decimal.getScale() + ")";
        }
        if (logical instanceof TimestampLogicalTypeAnnotation timestamp) {
            return "timestamp(" + timestamp.getUnit().name().toLowerCase(Locale.ROOT)
                    + (timestamp.isAdjustedToUTC() ? ",utc)" : ",local)");
        }
        if (logical instanceof EnumLogicalTypeAnnotation) {
            return "string";
        }
        if (logical instanceof IntLogicalTypeAnnotation number && number.getBitWidth() < Integer.SIZE) {
            return number.getBitWidth() == Byte.SIZE ? "tinyint" : "smallint";
        }
        if (logical != null && !(logical instanceof IntLogicalTypeAnnotation)) {
            return logical.toString().toLowerCase(Locale.ROOT);
        }
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> "boolean";
            case INT32 -> "int";
            case INT64 -> "bigint";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case BINARY -> "binary";
            case FIXED_LEN_BYTE_ARRAY -> "fixed(" + type.getTypeLength() + ")";
            case INT96 -> "int96";
        };
    }

    /** Whether one type holds every value of the other, exactly. */
    static boolean isWidening(String was, String is) {
        if (WIDENINGS.contains(was + " to " + is)) {
            return true;
        }
        Matcher before = DECIMAL.matcher(was);
        Matcher after = DECIMAL.matcher(is);
        if (before.matches() && after.matches()) {
            int scaleBefore = Integer.parseInt(before.group(2));
            int scaleAfter = Integer.parseInt(after.group(2));
            return scaleAfter >= scaleBefore
                    && Integer.parseInt(after.group(1)) - scaleAfter >= Integer.parseInt(before.group(1)) - scaleBefore;
        }
        before = ARRAY.matcher(was);
        after = ARRAY.matcher(is);
        return before.matches() && after.matches() && isWidening(before.group(1), after.group(1));
    }
}
