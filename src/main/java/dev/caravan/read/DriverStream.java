package dev.caravan.read;

import java.lang.reflect.Field;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.PGStream;
import org.postgresql.core.QueryExecutorBase;
import org.postgresql.core.VisibleBufferedInputStream;
import org.postgresql.jdbc.PgConnection;

/**
 * The stream that the driver reads a connection through, which it shows to its own classes alone: pgjdbc 42.7.
 *
 * <p>Whatever a release of the driver hides or calls otherwise is done without.
 */
final class DriverStream {
    /** The driver reads 8 KiB at a time, as the server sends them; a server that is ahead has more to give, for fewer system calls. */
    private static final int BUFFER_BYTES = 64 << 10;

    private static final @Nullable Field STREAM = field(QueryExecutorBase.class, "pgStream");
    private static final @Nullable Field INPUT = field(PGStream.class, "pgInput");
    private static final @Nullable Field BUFFER = field(VisibleBufferedInputStream.class, "buffer");

    private DriverStream() {}

    /** The stream of a connection that is idle, with a larger buffer; null when the driver does not show it. */
    static @Nullable PGStream of(PgConnection connection) {
        if (value(STREAM, connection.getQueryExecutor()) instanceof PGStream stream) {
            enlarge(stream);
            return stream;
        }
        return null;
    }

    private static void enlarge(PGStream stream) {
        Object input = value(INPUT, stream);
        if (BUFFER != null
                && input != null
                && value(BUFFER, input) instanceof byte[] buffer
                && buffer.length < BUFFER_BYTES) {
            try {
                BUFFER.set(input, Arrays.copyOf(buffer, BUFFER_BYTES));
            } catch (IllegalAccessException | IllegalArgumentException e) {
                // It goes on with the buffer that it has.
            }
        }
    }

    private static @Nullable Field field(Class<?> owner, String name) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException | RuntimeException e) {
            return null;
        }
    }

    private static @Nullable Object value(@Nullable Field field, Object owner) {
        try {
            return field == null ? null : field.get(owner);
        } catch (IllegalAccessException | IllegalArgumentException e) {
            return null;
        }
    }
}
