package dev.caravan.source;

import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A connection could not be made. The same SQLSTATE says one thing of a login and another of a query: 08001 in a query is a foreign
 * server of the database, and a database that is starting up has run no query.
 */
public final class LoginFailed extends SQLException {
    private static final long serialVersionUID = 1L;

    private final String source;
    private final String server;

    /**
     * A login that failed.
     *
     * @param source name of the source, as in its settings
     * @param server its address and database as the URL has them, for messages; empty if unknown
     * @param cause what the driver or the server reported
     */
    public LoginFailed(String source, String server, Throwable cause) {
        super(cause.getMessage(), cause instanceof SQLException reported ? reported.getSQLState() : null, cause);
        this.source = source;
        this.server = server;
    }

    /** The one behind a failure, which pools wrap. */
    public static Optional<LoginFailed> in(@Nullable Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof LoginFailed login) {
                return Optional.of(login);
            }
        }
        return Optional.empty();
    }

    /** The setting of this source with this last word. */
    public String setting(String word) {
        return "caravan.source." + source + "." + word;
    }

    /** Where the login was attempted: {@code PostgreSQL at db:5432, database shop}. */
    public String server() {
        return server.isEmpty() ? "source " + source : "PostgreSQL at " + server;
    }
}
