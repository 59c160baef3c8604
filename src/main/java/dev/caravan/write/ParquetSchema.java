package dev.caravan.write;

import dev.caravan.batch.Field;
import dev.caravan.batch.Target;
import java.util.List;
import org.apache.parquet.schema.ColumnOrder;
import org.apache.parquet.schema.ConversionPatterns;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/** The Parquet schema of a table: every column optional, lists and maps in the three levels that the format prescribes. */
public final class ParquetSchema {
    private ParquetSchema() {}

    /** The schema of files with these fields. */
    public static MessageType of(List<Field> fields) {
        return new MessageType(
                "table",
                fields.stream()
                        .map(field -> optional(field.name(), field.target()))
                        .toList());
    }

    private static Type optional(String name, Target target) {
        return type(name, target, Repetition.OPTIONAL);
    }

    private static Type type(String name, Target target, Repetition repetition) {
        if (target instanceof Target.Leaf leaf) {
            return Types.primitive(leaf.physical(), repetition)
                    .length(leaf.length())
                    .as(leaf.logical())
                    // parquet-java's default for FLOAT and DOUBLE is a total order that older readers do not know.
                    .columnOrder(ColumnOrder.typeDefined())
                    .named(name);
        }
        if (target instanceof Target.ListOf list) {
            return ConversionPatterns.listOfElements(repetition, name, optional("element", list.element()));
        }
        if (target instanceof Target.StructOf struct) {
            return new GroupType(
                    repetition,
                    name,
                    struct.fields().stream()
                            .map(field -> optional(field.name(), field.target()))
                            .toList());
        }
        if (target instanceof Target.MapOf map) {
            return ConversionPatterns.mapType(
                    repetition, name, type("key", map.key(), Repetition.REQUIRED), optional("value", map.value()));
        }
        if (target instanceof Target.Variant) {
            return Types.buildGroup(repetition)
                    .as(LogicalTypeAnnotation.variantType(Target.Variant.VERSION))
                    .required(PrimitiveTypeName.BINARY)
                    .named("metadata")
                    .required(PrimitiveTypeName.BINARY)
                    .named("value")
                    .named(name);
        }
        throw new IllegalStateException("Target has a new member: " + target.getClass());
    }
}
