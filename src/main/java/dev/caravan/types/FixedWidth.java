package dev.caravan.types;

import dev.caravan.batch.BooleanVector;
import dev.caravan.batch.DoubleVector;
import dev.caravan.batch.FloatVector;
import dev.caravan.batch.IntVector;
import dev.caravan.batch.LongVector;

/** The types whose binary form is one number: PostgreSQL's {@code *send} functions in {@code int.c}, {@code float.c}, {@code bool.c}. */
final class FixedWidth {
    private FixedWidth() {}

    static final Decoder<BooleanVector> BOOL = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, BooleanVector out) {
            expect(length, 1, "bool");
            out.add(bytes[offset] != 0);
        }
    };

    static final Decoder<IntVector> INT2 = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, IntVector out) {
            expect(length, Short.BYTES, "int2");
            out.add(BigEndian.int16(bytes, offset));
        }
    };

    static final Decoder<IntVector> INT4 = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, IntVector out) {
            expect(length, Integer.BYTES, "int4");
            out.add(BigEndian.int32(bytes, offset));
        }
    };

    static final Decoder<LongVector> INT8 = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, LongVector out) {
            expect(length, Long.BYTES, "int8");
            out.add(BigEndian.int64(bytes, offset));
        }
    };

    /** oid, xid and cid: unsigned, so they need more than an INT32. */
    static final Decoder<LongVector> UINT4 = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, LongVector out) {
            expect(length, Integer.BYTES, "oid");
            out.add(Integer.toUnsignedLong(BigEndian.int32(bytes, offset)));
        }
    };

    static final Decoder<FloatVector> FLOAT4 = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, FloatVector out) {
            expect(length, Float.BYTES, "float4");
            out.add(Float.intBitsToFloat(BigEndian.int32(bytes, offset)));
        }
    };

    static final Decoder<DoubleVector> FLOAT8 = new Decoder<>() {
        @Override
        public void value(byte[] bytes, int offset, int length, DoubleVector out) {
            expect(length, Double.BYTES, "float8");
            out.add(Double.longBitsToDouble(BigEndian.int64(bytes, offset)));
        }
    };
}
