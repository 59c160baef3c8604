package dev.caravan.source;

import dev.caravan.error.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What pgbouncer reports. It has one SQLSTATE, 08P01, for nearly everything, and never translates its words, so they are its codes.
 */
public final class PoolerWords {
    private static final String PROTOCOL_VIOLATION = "08P01";

    /** A part of the message, and what it means. */
    private record Words(String part, ErrorCode code, String hint) {}

    private static final String BUSY =
            "It is retried; give the pooler more connections (max_client_conn, default_pool_size), or run fewer readers and runs at the same"
                    + " time.";

    private static final String DOWN = "It is retried; check the pooler, and the server behind it.";

    private static final String STARTUP =
            "Take the parameter out of the URL of the source, or list it in ignore_startup_parameters of the pooler.";

    private static final List<Words> ALL = List.of(
            new Words("query_wait_timeout", ErrorCode.SOURCE_BUSY, BUSY),
            new Words("no more connections", ErrorCode.SOURCE_BUSY, BUSY),
            new Words("connections exceeded", ErrorCode.SOURCE_BUSY, BUSY),
            new Words(
                    "statement pooling mode",
                    ErrorCode.BAD_CONFIGURATION,
                    "Set pool_mode of the pooler to session or transaction."),
            new Words("startup parameter", ErrorCode.BAD_CONFIGURATION, STARTUP),
            new Words(
                    "no such database",
                    ErrorCode.BAD_CONFIGURATION,
                    "Name a database that the pooler has in the URL of the source."),
            new Words(
                    "does not allow connections",
                    ErrorCode.BAD_CONFIGURATION,
                    "Enable the database in the pooler, or name another one in the URL of the source."),
            new Words("ssl required", ErrorCode.BAD_CONFIGURATION, "Add sslmode=verify-full to the URL of the source."),
            new Words(
                    "no such user",
                    ErrorCode.LOGIN_REFUSED,
                    "Check the user of the source, and the users of the pooler."),
            new Words(
                    "authentication failed",
                    ErrorCode.LOGIN_REFUSED,
                    "Check user and password of the source, and the users of the pooler."),
            new Words(
                    "auth failed",
                    ErrorCode.LOGIN_REFUSED,
                    "Check user and password of the source, and the users of the pooler."),
            new Words(
                    "login rejected",
                    ErrorCode.LOGIN_REFUSED,
                    "Check the user of the source, and the users of the pooler."),
            new Words(
                    "not allowed",
                    ErrorCode.LOGIN_REFUSED,
                    "Check the user of the source, and the rules of the pooler."),
            new Words("login has been failing", ErrorCode.SOURCE_UNREACHABLE, DOWN),
            new Words("server_login_retry", ErrorCode.SOURCE_UNREACHABLE, DOWN),
            new Words("server down", ErrorCode.SOURCE_UNREACHABLE, DOWN),
            new Words("cannot connect to server", ErrorCode.SOURCE_UNREACHABLE, DOWN),
            new Words("server conn crashed", ErrorCode.READ_INTERRUPTED, DOWN),
            new Words("shutting down", ErrorCode.READ_INTERRUPTED, DOWN),
            new Words(
                    "timeout",
                    ErrorCode.READ_INTERRUPTED,
                    "It is retried; raise the limit of the pooler that it names."));

    private PoolerWords() {}

    /** The meaning of a report of a pooler, if it is one that is known. */
    static Optional<SqlStates.Row> of(ServerReport report) {
        if (!report.state().equals(PROTOCOL_VIOLATION)) {
            return Optional.empty();
        }
        String text = report.text().toLowerCase(Locale.ROOT);
        return ALL.stream()
                .filter(words -> text.contains(words.part()))
                .findFirst()
                .map(words -> new SqlStates.Row(report.state(), words.code(), words.hint()));
    }
}
