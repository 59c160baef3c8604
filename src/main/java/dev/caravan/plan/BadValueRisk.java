package dev.caravan.plan;

import dev.caravan.batch.Target;
import dev.caravan.types.PgType;
import java.sql.Connection;
import java.sql.SQLException;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.IntLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/** Tells which columns may hold a value that their target cannot. */
public final class BadValueRisk {
    private BadValueRisk() {}

    /** Whether text of this database may be other than UTF-8: it has the encoding SQL_ASCII, which is none. */
    public static boolean isAnyText(Connection connection) throws SQLException {
        return "SQL_ASCII".equals(connection.unwrap(PGConnection.class).getParameterStatus("server_encoding"));
    }

    /** Whether a column of this type may hold a bad value. */
    static boolean of(PgType type, Target target, boolean anyText) {
        if (target instanceof Target.Leaf leaf) {
            return switch (leaf.physical()) {
                case BOOLEAN, FLOAT, DOUBLE -> false;
                case INT32, INT64 -> leaf.logical() != null && !(leaf.logical() instanceof IntLogicalTypeAnnotation);
                case BINARY -> isText(leaf.logical()) ? anyText : !isBytea(type);
                case FIXED_LEN_BYTE_ARRAY, INT96 -> !(leaf.logical() instanceof UUIDLogicalTypeAnnotation);
            };
        }
        if (target instanceof Target.MapOf) {
            return anyText;
        }
        return true;
    }

    /** Whether a refusal may tell no more than a part of the value, or what is wrong with it. */
    static boolean mayBeShownInPart(PgType type, Target target) {
        if (target instanceof Target.Leaf leaf) {
            boolean isOtherBytes = leaf.physical() == PrimitiveTypeName.BINARY && !isText(leaf.logical());
            return isOtherBytes && !isBytea(type);
        }
        return true;
    }

    private static boolean isText(@Nullable LogicalTypeAnnotation logical) {
        return logical instanceof StringLogicalTypeAnnotation
                || logical instanceof JsonLogicalTypeAnnotation
                || logical instanceof EnumLogicalTypeAnnotation;
    }

    /** Bytes that mean nothing are never bad. */
    private static boolean isBytea(PgType type) {
        return type instanceof PgType.Domain domain ? isBytea(domain.base()) : "bytea".equals(type.sql());
    }
}
