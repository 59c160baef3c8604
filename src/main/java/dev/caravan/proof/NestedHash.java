package dev.caravan.proof;

import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.VariantLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.Type;

/**
 * Hashes lists, structs, maps and variants of a Parquet file: lists and structs as an array of the hashes of their parts, in which NULL is
 * 0; a map as the text of the hstore, a variant as the text of the jsonb that it comes from.
 */
final class NestedHash {
    private NestedHash() {}

    /** The hash of a value that is not NULL. */
    static long of(Type type, Group holder, int field) {
        if (type.isPrimitive()) {
            return leaf(type.asPrimitiveType(), holder, field);
        }
        LogicalTypeAnnotation logical = type.getLogicalTypeAnnotation();
        Group value = holder.getGroup(field, 0);
        if (logical instanceof ListLogicalTypeAnnotation) {
            return list(type.asGroupType(), value);
        }
        if (logical instanceof MapLogicalTypeAnnotation) {
            return PgHash.text(hstore(value));
        }
        if (logical instanceof VariantLogicalTypeAnnotation) {
            return PgHash.text(JsonbText.of(
                    value.getBinary("value", 0).toByteBuffer(),
                    value.getBinary("metadata", 0).toByteBuffer()));
        }
        return struct(type.asGroupType(), value);
    }

    private static long leaf(PrimitiveType type, Group holder, int field) {
        LeafHash hash = LeafHash.of(type.getPrimitiveTypeName(), type.getLogicalTypeAnnotation());
        return switch (type.getPrimitiveTypeName()) {
            case BOOLEAN -> hash.of(holder.getBoolean(field, 0));
            case INT32 -> hash.of(holder.getInteger(field, 0));
            case INT64 -> hash.of(holder.getLong(field, 0));
            case FLOAT -> hash.of((double) holder.getFloat(field, 0));
            case DOUBLE -> hash.of(holder.getDouble(field, 0));
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> hash.of(holder.getBinary(field, 0));
        };
    }

    private static long list(GroupType type, Group list) {
        GroupType repeated = type.getType(0).asGroupType();
        long hash = PgHash.ARRAY;
        for (int i = 0; i < list.getFieldRepetitionCount(0); i++) {
            hash = PgHash.element(hash, part(repeated.getType(0), list.getGroup(0, i), 0));
        }
        return hash;
    }

    private static long struct(GroupType type, Group struct) {
        long hash = PgHash.ARRAY;
        for (int field = 0; field < type.getFieldCount(); field++) {
            hash = PgHash.element(hash, part(type.getType(field), struct, field));
        }
        return hash;
    }

    private static long part(Type type, Group holder, int field) {
        return holder.getFieldRepetitionCount(field) == 0 ? 0 : PgHash.int64(of(type, holder, field), 0);
    }

    private static String hstore(Group map) {
        List<String> pairs = new ArrayList<>();
        for (int i = 0; i < map.getFieldRepetitionCount(0); i++) {
            Group pair = map.getGroup(0, i);
            String value = pair.getFieldRepetitionCount(1) == 0 ? null : pair.getString(1, 0);
            pairs.add(HstoreText.pair(pair.getString(0, 0), value));
        }
        return String.join(", ", pairs);
    }
}
