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
        return target.handle(new Target.Cases<>() {
            @Override
            public Type leaf(Target.Leaf leaf) {
                return Types.primitive(leaf.physical(), repetition)
                        .length(leaf.length())
                        .as(leaf.logical())
                        // parquet-java's default for FLOAT and DOUBLE is a total order that older readers do not know.
                        .columnOrder(ColumnOrder.typeDefined())
                        .named(name);
            }

            @Override
            public Type list(Target.ListOf list) {
                return ConversionPatterns.listOfElements(repetition, name, optional("element", list.element()));
            }

            @Override
            public Type struct(Target.StructOf struct) {
                return new GroupType(
                        repetition,
                        name,
                        struct.fields().stream()
                                .map(field -> optional(field.name(), field.target()))
                                .toList());
            }

            @Override
            public Type map(Target.MapOf map) {
                return ConversionPatterns.mapType(
                        repetition, name, type("key", map.key(), Repetition.REQUIRED), optional("value", map.value()));
            }

            @Override
            public Type variant(Target.Variant variant) {
                return Types.buildGroup(repetition)
                        .as(LogicalTypeAnnotation.variantType(Target.Variant.VERSION))
                        .required(PrimitiveTypeName.BINARY)
                        .named("metadata")
                        .required(PrimitiveTypeName.BINARY)
                        .named("value")
                        .named(name);
            }
        });
    }
}
