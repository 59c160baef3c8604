package dev.caravan.source;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.file.FileSystemException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.sql.SQLException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Why a login failed. What the server reports goes by its SQLSTATE. What the driver reports goes by its cause: the network may
 * recover, but a file, a certificate or a parameter is the user's to fix.
 */
public final class LoginFailure {
    /** What the driver says of answers that are none of PostgreSQL's. */
    private static final String NO_PROTOCOL = "08P01";

    /** The driver could not make a connection: without a cause, no server was of the type that the URL asks for. */
    private static final String NO_CONNECTION = "08001";

    /** The driver was refused: no password, no TLS, no method of authentication that both sides have. */
    private static final String REJECTED = "08004";

    private LoginFailure() {}

    /**
     * The failure.
     *
     * @param report the innermost report
     * @param where what the login was for
     */
    static ExportException of(LoginFailed login, ServerReport report, String where, SQLException fault) {
        SqlStates.Row row = report.isOfServer() ? ofServer(login, report) : ofDriver(login, report);
        UnknownHostException unknown = cause(login, UnknownHostException.class);
        String text = unknown == null
                ? report.text()
                : "the host " + unknown.getMessage() + " is not known (DNS, /etc/hosts)";
        return new ExportException(
                row.code(),
                "Reading " + where + ": login to " + login.server() + " failed: " + text + detail(login, report) + ".",
                row.hint(),
                fault);
    }

    /** The driver's own words sometimes leave out what lies behind them. */
    private static String detail(LoginFailed login, ServerReport report) {
        Throwable root = login;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        boolean isSaid = report.isOfServer()
                || root instanceof UnknownHostException
                || root instanceof SQLException
                || message == null
                || report.text().contains(message.substring(message.lastIndexOf(' ') + 1));
        return isSaid ? root instanceof EOFException ? ": the server closed the connection" : "" : ": " + message;
    }

    private static SqlStates.Row ofServer(LoginFailed login, ServerReport report) {
        return switch (report.group()) {
            case "08" -> PoolerWords.of(report).orElseGet(() -> ofConnection(login, report));
            case "28" -> row(ErrorCode.LOGIN_REFUSED, account(login) + ", and pg_hba.conf of the server.");
            case "3D" -> row(ErrorCode.BAD_CONFIGURATION, "Name an existing database in " + login.setting("url") + ".");
            case "42" ->
                report.state().equals("42501")
                        ? row(
                                ErrorCode.NO_PERMISSION,
                                "GRANT CONNECT ON DATABASE to the user of the source, or set another user with "
                                        + login.setting("user") + ".")
                        : parameters(login);
            case "0A", "22" -> parameters(login);
            case "53" ->
                row(
                        ErrorCode.SOURCE_BUSY,
                        "It is retried; raise the limit (max_connections, CONNECTION LIMIT of the role or the database), or lower "
                                + login.setting("pool-size") + ".");
            case "55" ->
                report.state().equals("55P02")
                        ? parameters(login)
                        : row(
                                ErrorCode.BAD_CONFIGURATION,
                                "Let the database accept connections (ALTER DATABASE … ALLOW_CONNECTIONS true), or name another one in "
                                        + login.setting("url") + ".");
            case "40", "57" ->
                row(ErrorCode.SOURCE_UNREACHABLE, "It is retried; check the state of the server if this goes on.");
            case "58", "F0" -> SqlStates.of(report.state());
            default -> row(ErrorCode.LOGIN_REFUSED, account(login) + ", and the log of the server.");
        };
    }

    private static SqlStates.Row ofConnection(LoginFailed login, ServerReport report) {
        return report.state().equals(NO_PROTOCOL) || report.state().equals(REJECTED)
                ? row(ErrorCode.LOGIN_REFUSED, account(login) + ", and the log of the server or pooler.")
                : unreachable(login);
    }

    private static SqlStates.Row ofDriver(LoginFailed login, ServerReport report) {
        if (cause(login, UnknownHostException.class) != null) {
            return row(
                    ErrorCode.SOURCE_UNREACHABLE,
                    "It is retried, since DNS may recover; if the name is wrong, correct it in " + login.setting("url")
                            + ".");
        }
        if (cause(login, SocketException.class) != null
                || cause(login, SocketTimeoutException.class) != null
                || cause(login, EOFException.class) != null) {
            return unreachable(login);
        }
        if (cause(login, FileNotFoundException.class) != null || cause(login, FileSystemException.class) != null) {
            return row(
                    ErrorCode.BAD_CONFIGURATION,
                    "Name existing files that Caravan's user may read in sslrootcert, sslcert and sslkey of "
                            + login.setting("url")
                            + ". The driver looks in ~/.postgresql for those that are not named.");
        }
        if (cause(login, CertificateExpiredException.class) != null) {
            return row(ErrorCode.BAD_CONFIGURATION, "Renew the certificate of the server.");
        }
        if (cause(login, CertPathBuilderException.class) != null
                || cause(login, CertPathValidatorException.class) != null) {
            return row(
                    ErrorCode.BAD_CONFIGURATION,
                    "No CA that is trusted signed the certificate of the server: put the certificate of its CA into the file that"
                            + " sslrootcert of " + login.setting("url") + " names.");
        }
        if (report.state().equals(NO_PROTOCOL)) {
            return row(
                    ErrorCode.BAD_CONFIGURATION,
                    "What answers there is not PostgreSQL: check host and port in " + login.setting("url") + ".");
        }
        if (report.group().equals("28")) {
            return row(ErrorCode.LOGIN_REFUSED, account(login) + ".");
        }
        if (report.state().equals(REJECTED)) {
            return row(
                    ErrorCode.LOGIN_REFUSED,
                    account(login)
                            + ". If the server has no TLS, or another method of authentication than the URL requires, change"
                            + " sslmode, channelBinding or requireAuth in " + login.setting("url")
                            + ", or pg_hba.conf.");
        }
        if (report.state().equals(NO_CONNECTION) && cause(login, SSLException.class) == null && isAlone(login)) {
            return row(
                    ErrorCode.SOURCE_UNREACHABLE,
                    "It is retried, since servers change their roles; check hosts and targetServerType in "
                            + login.setting("url") + ".");
        }
        return parameters(login);
    }

    /** Whether the driver gives no cause. */
    private static boolean isAlone(LoginFailed login) {
        Throwable reported = login.getCause();
        return reported == null || reported.getCause() == null;
    }

    private static SqlStates.Row unreachable(LoginFailed login) {
        return row(
                ErrorCode.SOURCE_UNREACHABLE,
                "It is retried; check that PostgreSQL runs, that it listens at the address in " + login.setting("url")
                        + ", and that no firewall is in between.");
    }

    private static SqlStates.Row parameters(LoginFailed login) {
        return row(
                ErrorCode.BAD_CONFIGURATION,
                "Correct the parameters in " + login.setting("url")
                        + ". With sslmode=verify-full its host has to be a name in the certificate of the server; sslkey has to be readable by"
                        + " its owner only.");
    }

    private static String account(LoginFailed login) {
        return "Check " + login.setting("user") + " and " + login.setting("password");
    }

    private static SqlStates.Row row(ErrorCode code, String hint) {
        return new SqlStates.Row("", code, hint);
    }

    private static <T extends Throwable> @Nullable T cause(Throwable failure, Class<T> type) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (type.isInstance(each)) {
                return type.cast(each);
            }
        }
        return null;
    }
}
