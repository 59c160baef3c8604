package dev.caravan.contract;

import dev.caravan.batch.Target;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** The nearest to a leaf that an Avro schema can say. */
final class AvroLeaf {
    private AvroLeaf() {}

    static Target.Leaf of(Target.Leaf leaf) {
        LogicalTypeAnnotation logical = leaf.logical();
        if (logical instanceof DecimalLogicalTypeAnnotation) {
            return new Target.Leaf(PrimitiveTypeName.BINARY, logical, 0, leaf.glue());
        }
        if (logical instanceof JsonLogicalTypeAnnotation) {
            return Target.STRING;
        }
        if (logical instanceof IntLogicalTypeAnnotation) {
            return leaf.physical() == PrimitiveTypeName.INT32 ? Target.INT32 : Target.INT64;
        }
        return leaf;
    }
}
