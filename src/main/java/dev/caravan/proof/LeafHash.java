package dev.caravan.proof;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DateLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.DecimalLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.UUIDLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.jspecify.annotations.Nullable;

/** Hashes the values of one leaf of a Parquet file as PostgreSQL hashes the values of the type that they come from. */
final class LeafHash {
    /** Days from 1970, where Parquet begins, to 2000, where PostgreSQL does. */
    private static final int EPOCH_DAYS = 10_957;

    private static final long EPOCH_MICROS = EPOCH_DAYS * 86_400_000_000L;
    private static final int NANOS_OF_MICRO = 1_000;

    /** What values mean. */
    private enum Kind {
        PLAIN,
        DATE,
        TIME,
        MICROS,
        NANOS,
        DECIMAL,
        TEXT
    }

    private final Kind kind;
    private final int scale;

    private LeafHash(Kind kind, int scale) {
        this.kind = kind;
        this.scale = scale;
    }

    static LeafHash of(PrimitiveTypeName physical, @Nullable LogicalTypeAnnotation logical) {
        if (logical instanceof DecimalLogicalTypeAnnotation decimal) {
            return new LeafHash(Kind.DECIMAL, decimal.getScale());
        }
        if (logical instanceof DateLogicalTypeAnnotation) {
            return new LeafHash(Kind.DATE, 0);
        }
        if (logical instanceof TimeLogicalTypeAnnotation) {
            return new LeafHash(Kind.TIME, 0);
        }
        if (logical instanceof TimestampLogicalTypeAnnotation moment) {
            return new LeafHash(moment.getUnit() == TimeUnit.NANOS ? Kind.NANOS : Kind.MICROS, 0);
        }
        boolean isText = physical == PrimitiveTypeName.BINARY && logical != null;
        return new LeafHash(isText || logical instanceof UUIDLogicalTypeAnnotation ? Kind.TEXT : Kind.PLAIN, 0);
    }

    long of(boolean value) {
        return PgHash.int32(value ? 1 : 0, 0);
    }

    long of(int value) {
        return switch (kind) {
            case DATE -> PgHash.int32(value - EPOCH_DAYS, 0);
            case DECIMAL -> PgHash.decimal(value, scale);
            case PLAIN, TIME, MICROS, NANOS, TEXT -> PgHash.int32(value, 0);
        };
    }

    long of(long value) {
        return switch (kind) {
            case TIME -> PgHash.int64(value, 0);
            case MICROS -> PgHash.int64(value - EPOCH_MICROS, 0);
            // What is no whole microsecond cannot come from PostgreSQL.
            case NANOS ->
                value % NANOS_OF_MICRO == 0
                        ? PgHash.int64(value / NANOS_OF_MICRO - EPOCH_MICROS, 0)
                        : PgHash.int64(value, 1);
            case DECIMAL -> PgHash.decimal(value, scale);
            // Its function makes 32 bits of the value, and the seed has all 64.
            case PLAIN, DATE, TEXT -> PgHash.int64(value, value);
        };
    }

    long of(double value) {
        return PgHash.float64(value);
    }

    long of(byte[] bytes, int offset, int length) {
        return switch (kind) {
            case DECIMAL -> PgHash.decimal(new BigInteger(Arrays.copyOfRange(bytes, offset, offset + length)), scale);
            case TEXT -> PgHash.bytes(bytes, offset, length, 0);
            case PLAIN, DATE, TIME, MICROS, NANOS -> PgHash.bytea(bytes, offset, length);
        };
    }

    long of(Binary value) {
        ByteBuffer buffer = value.toByteBuffer();
        if (buffer.hasArray()) {
            return of(buffer.array(), buffer.arrayOffset() + buffer.position(), buffer.remaining());
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return of(bytes, 0, bytes.length);
    }
}
