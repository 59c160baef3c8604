package dev.caravan.read;

import dev.caravan.types.CorruptFrame;
import java.io.IOException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyOut;
import org.postgresql.core.PGStream;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLState;

/**
 * The messages of a {@code COPY … TO STDOUT}, each copied once, from the driver's buffer to where it belongs. PostgreSQL's manual,
 * "Message Formats", CopyData: a letter, a length that counts itself, and what the server sends of a row.
 *
 * <p>The driver's own way makes an array of every message, under a lock: more work than all else it does for a row. So the driver
 * begins the COPY, hears every other message, and ends it, and only what lies between is read from its stream; where it does not
 * show that, messages come the driver's way.
 *
 * <p>Not safe for use by several threads at once.
 */
final class CopyMessages {
    private static final int COPY_DATA = 'd';

    private final CopyOut copy;
    private final @Nullable PGStream stream;
    private byte @Nullable [] ofDriver;
    private int length;

    /** Messages of a COPY that has begun; without a stream they come the driver's way. */
    CopyMessages(CopyOut copy, @Nullable PGStream stream) {
        this.copy = copy;
        this.stream = stream;
    }

    /**
     * Starts a COPY.
     *
     * @throws SQLException when the server refuses
     */
    static CopyMessages of(PgConnection connection, String command) throws SQLException {
        PGStream stream = DriverStream.of(connection);
        return new CopyMessages(connection.getCopyAPI().copyOut(command), stream);
    }

    /** Whether messages are read past the driver. */
    boolean isDirect() {
        return stream != null;
    }

    /** Whether the COPY is still going on. */
    boolean isActive() {
        return copy.isActive();
    }

    /**
     * Waits for the next message; the one before has to be taken.
     *
     * @return its length in bytes, or -1 when the COPY has ended
     * @throws SQLException when the server reports an error or the connection breaks
     */
    int next() throws SQLException {
        try {
            if (stream != null && copy.isActive() && stream.peekChar() == COPY_DATA) {
                stream.receiveChar();
                ofDriver = null;
                length = stream.receiveInteger4() - Integer.BYTES;
                if (length < 0) {
                    throw new CorruptFrame("a message of " + length + " bytes");
                }
            } else {
                ofDriver = copy.readFromCopy();
                length = ofDriver == null ? -1 : ofDriver.length;
            }
            return length;
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** How many rows the server says that it has sent, once the COPY has ended; -1 when it did not say. */
    long announcedRows() {
        return copy.getHandledRowCount();
    }

    /** Puts the message into a buffer that has room for it from there on. */
    void take(byte[] buffer, int at) throws SQLException {
        if (ofDriver != null) {
            System.arraycopy(ofDriver, 0, buffer, at, length);
            ofDriver = null;
        } else if (stream != null) {
            try {
                stream.receive(buffer, at, length);
            } catch (IOException e) {
                throw broken(e);
            }
        }
    }

    private static SQLException broken(IOException fault) {
        return new SQLException(
                "The connection broke in the middle of a COPY: " + fault.getMessage(),
                PSQLState.CONNECTION_FAILURE.getState(),
                fault);
    }
}
