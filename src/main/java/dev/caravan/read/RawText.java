package dev.caravan.read;

import dev.caravan.plan.BadValueRisk;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Gets at text whose encoding the database does not know.
 *
 * <p>A server with the encoding SQL_ASCII checks what it sends against the client's encoding, and breaks off at the first value
 * that is not UTF-8. Toward a client that says LATIN1 every byte is legal and none is changed, so that is what the read says
 * it is. The driver sends statements in UTF-8 all the same, if its option allowEncodingChanges lets it go on.
 */
final class RawText {
    private RawText() {}

    /**
     * Has the server send text as the bytes that are stored, until the end of the transaction.
     *
     * @return whether it does; a server that knows its encoding sends UTF-8
     */
    static boolean ask(Connection connection) throws SQLException {
        if (!BadValueRisk.isAnyText(connection)) {
            return false;
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET LOCAL client_encoding = 'LATIN1'");
        }
        return true;
    }
}
