package dev.caravan.types;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Reads numbers in network byte order, in which PostgreSQL sends them. */
public final class BigEndian {
    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private BigEndian() {}

    /** Two bytes, signed. */
    public static short int16(byte[] bytes, int offset) {
        return (short) SHORT.get(bytes, offset);
    }

    /** Two bytes, unsigned. */
    public static int uint16(byte[] bytes, int offset) {
        return int16(bytes, offset) & 0xFFFF;
    }

    /** Four bytes, signed. */
    public static int int32(byte[] bytes, int offset) {
        return (int) INT.get(bytes, offset);
    }

    /** Eight bytes, signed. */
    public static long int64(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }
}
