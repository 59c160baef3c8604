package dev.caravan.types;

import dev.caravan.batch.BytesVector;
import dev.caravan.batch.IntVector;
import dev.caravan.batch.LongVector;
import dev.caravan.batch.Target;
import dev.caravan.batch.Vector;
import java.math.BigInteger;
import java.util.Arrays;

/** numeric(p,s) as Parquet's DECIMAL, exactly; a value that does not fit is refused, never rounded. */
final class NumericDecimal {
    private NumericDecimal() {}

    /** The decoder for {@link Target#decimal}. */
    static Decoder<? extends Vector> of(int precision, int scale) {
        return precision <= Target.MAX_INT32_PRECISION
                ? new InInt32(precision, scale)
                : precision <= Target.MAX_INT64_PRECISION
                        ? new InInt64(precision, scale)
                        : new InFixed(
                                precision,
                                scale,
                                Target.decimal(precision, scale).length());
    }

    /**
     * Appends an unscaled value to the vector that carries decimals of this precision.
     *
     * @param unscaled of at most that many digits
     */
    static void append(BigInteger unscaled, int precision, Vector out) {
        if (out instanceof IntVector ints) {
            ints.add(unscaled.intValueExact());
        } else if (out instanceof LongVector longs) {
            longs.add(unscaled.longValueExact());
        } else {
            fixed(unscaled, Target.decimal(precision, 0).length(), (BytesVector) out);
        }
    }

    private static void fixed(BigInteger unscaled, int width, BytesVector out) {
        byte[] bytes = unscaled.toByteArray();
        int at = out.claim(width);
        byte[] own = out.own();
        int padding = width - bytes.length;
        Arrays.fill(own, at, at + padding, (byte) (bytes[0] < 0 ? -1 : 0));
        System.arraycopy(bytes, 0, own, at + padding, bytes.length);
    }

    private static final class InInt32 extends Decoder<IntVector> {
        private final int precision;
        private final int scale;

        InInt32(int precision, int scale) {
            this.precision = precision;
            this.scale = scale;
        }

        @Override
        public void value(byte[] bytes, int offset, int length, IntVector out) {
            out.add((int) Numeric.unscaledLong(bytes, offset, length, precision, scale));
        }
    }

    private static final class InInt64 extends Decoder<LongVector> {
        private final int precision;
        private final int scale;

        InInt64(int precision, int scale) {
            this.precision = precision;
            this.scale = scale;
        }

        @Override
        public void value(byte[] bytes, int offset, int length, LongVector out) {
            out.add(Numeric.unscaledLong(bytes, offset, length, precision, scale));
        }
    }

    private static final class InFixed extends Decoder<BytesVector> {
        private final int precision;
        private final int scale;
        private final int width;

        InFixed(int precision, int scale, int width) {
            this.precision = precision;
            this.scale = scale;
            this.width = width;
        }

        @Override
        public void value(byte[] bytes, int offset, int length, BytesVector out) {
            if (!WideDecimal.append(bytes, offset, length, precision, scale, width, out)) {
                fixed(Numeric.unscaledBig(bytes, offset, length, precision, scale), width, out);
            }
        }
    }
}
