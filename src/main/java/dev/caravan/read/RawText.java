package dev.caravan.read;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGConnection;

/**
 * How to get at text whose encoding the database does not know.
 *
 * <p>A server with the encoding SQL_ASCII checks what it sends against the client's encoding, and breaks off at the first value
 * that is not UTF-8. Toward a client that says LATIN1 every byte is legal and none is changed, so that is what the read says it is.
 */
final class RawText {
    private final boolean raw;

    private RawText(boolean raw) {
        this.raw = raw;
    }

    /** What this connection needs until the end of its transaction. */
    static RawText of(Connection connection) throws SQLException {
        String encoding = connection.unwrap(PGConnection.class).getParameterStatus("server_encoding");
        boolean raw = "SQL_ASCII".equals(encoding);
        if (raw) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET LOCAL client_encoding = 'LATIN1'");
            }
        }
        return new RawText(raw);
    }

    /** Whether text comes as the bytes that are stored. */
    boolean isRaw() {
        return raw;
    }

    /** A statement as the driver has to get it, so that its bytes are UTF-8 on the wire. */
    String sql(String statement) {
        return raw ? new String(statement.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1) : statement;
    }
}
