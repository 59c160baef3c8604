package dev.caravan.bench.data;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Sends rows into a table, a line each, whose values are separated by bars. */
final class CopyLines {
    /** Large enough that a message to the server costs nothing. */
    private static final int FLUSH = 1 << 16;

    private final CopyIn copy;
    private final StringBuilder buffer = new StringBuilder(FLUSH + FLUSH / 4);

    /** Rows of a table that this transaction has made, which the server may therefore freeze. */
    CopyLines(Connection connection, String relation) throws SQLException {
        copy = connection
                .unwrap(PGConnection.class)
                .getCopyAPI()
                .copyIn("copy " + relation + " from stdin (format csv, delimiter '|', freeze)");
    }

    /** One row; the values hold neither bars nor quotes. */
    void add(CharSequence line) throws SQLException {
        buffer.append(line).append('\n');
        if (buffer.length() >= FLUSH) {
            flush();
        }
    }

    void end() throws SQLException {
        flush();
        copy.endCopy();
    }

    private void flush() throws SQLException {
        byte[] bytes = buffer.toString().getBytes(StandardCharsets.UTF_8);
        copy.writeToCopy(bytes, 0, bytes.length);
        buffer.setLength(0);
    }
}
