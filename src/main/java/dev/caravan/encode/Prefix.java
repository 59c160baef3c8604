package dev.caravan.encode;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The first eight bytes of a value as one number, which decides most comparisons without a look at the rest. */
final class Prefix {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Prefix() {}

    /** Eight bytes, the first of them the most significant; zeros stand for bytes that a shorter value does not have. */
    static long of(byte[] bytes, int offset, int length) {
        if (length >= Long.BYTES) {
            return long64(bytes, offset);
        }
        if (length == 0) {
            return 0;
        }
        if (offset + Long.BYTES <= bytes.length) {
            return long64(bytes, offset) & (-1L << (Long.SIZE - Byte.SIZE * length));
        }
        long prefix = 0;
        for (int i = 0; i < length; i++) {
            prefix |= (bytes[offset + i] & 0xFFL) << (Long.SIZE - Byte.SIZE * (i + 1));
        }
        return prefix;
    }

    static long long64(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }
}
