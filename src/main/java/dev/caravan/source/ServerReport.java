package dev.caravan.source;

import java.sql.SQLException;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * What a database reported, or what its driver says of the connection to it.
 *
 * @param state the innermost SQLSTATE, since pools wrap what they get; empty if there is none
 * @param text the message, with detail, hint and context of the server, on one line and without its full stop
 * @param isOfServer whether PostgreSQL, or a pooler before it, sent it
 * @param endsSession whether it ended the session, as far as that can be told: servers translate the word
 */
public record ServerReport(String state, String text, boolean isOfServer, boolean endsSession) {
    private static final int MOST_MESSAGE = 1_500;
    private static final int MOST_OTHER = 500;

    /** The routine that reports a refusal because of row security, which has the SQLSTATE of any missing right. */
    private static final String ROW_SECURITY = "check_enable_rls";

    /** Connection strings of dblink and options of user mappings may come back in a message. */
    private static final Pattern SECRET = Pattern.compile(
            "(?i)((?:pass(?:word|wd|phrase)?|pwd|secret|token)\\s*[=:]\\s*)('[^']*'|\"[^\"]*\"|[^\\s,;&)'\"]+)");

    private static final Pattern SECRET_OF_URL = Pattern.compile("(//[^\\s/:@]+:)[^\\s@]+(@)");

    static ServerReport of(SQLException fault) {
        PSQLException reported = null;
        SQLException innermost = fault;
        String state = fault.getSQLState();
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException inner) {
                innermost = inner;
                state = inner.getSQLState() == null ? state : inner.getSQLState();
                reported = inner instanceof PSQLException ofDriver ? ofDriver : reported;
            }
        }
        String known = Objects.requireNonNullElse(state, "");
        ServerErrorMessage said = reported == null ? null : reported.getServerErrorMessage();
        String marked = known.isEmpty() ? "" : " (SQLSTATE " + known + ")";
        if (reported == null || said == null) {
            String message = Objects.requireNonNullElse(
                    innermost.getMessage(), innermost.getClass().getSimpleName());
            return new ServerReport(known, line(message, MOST_MESSAGE) + marked, false, false);
        }
        // The parameter logServerErrorDetail of the URL withholds everything but the message.
        boolean isAll = said.getDetail() == null
                || String.valueOf(reported.getMessage()).contains(said.getDetail());
        String text = line(Objects.requireNonNullElse(said.getMessage(), known), MOST_MESSAGE)
                + marked
                + (isAll ? labelled("DETAIL", said.getDetail()) : "")
                + (isAll ? labelled("HINT", said.getHint()) : "")
                + (isAll ? labelled("CONTEXT", said.getWhere()) : "");
        String severity = Objects.requireNonNullElse(said.getSeverity(), "").toUpperCase(Locale.ROOT);
        return new ServerReport(known, text, true, severity.equals("FATAL") || severity.equals("PANIC"));
    }

    /** The first two characters of the state. */
    String group() {
        return state.length() < 2 ? "" : state.substring(0, 2);
    }

    /** Whether the server certainly refused because of row security. */
    public static boolean isRowSecurity(SQLException fault) {
        return ROW_SECURITY.equals(routine(fault));
    }

    /** The routine of the server that reported the fault; null when a proxy leaves it out. */
    public static @Nullable String routine(SQLException fault) {
        String routine = null;
        for (Throwable cause = fault; cause != null; cause = cause.getCause()) {
            if (cause instanceof PSQLException reported) {
                ServerErrorMessage said = reported.getServerErrorMessage();
                routine = said == null ? routine : said.getRoutine();
            }
        }
        return routine;
    }

    private static String labelled(String label, @Nullable String text) {
        return text == null || text.isBlank() ? "" : ". " + label + ": " + line(text, MOST_OTHER);
    }

    private static String line(String text, int most) {
        String line = text.strip().replaceAll("\\s*[\\r\\n]+\\s*", "; ").replaceAll("\\p{Cntrl}+", " ");
        String open =
                SECRET_OF_URL.matcher(SECRET.matcher(line).replaceAll("$1***")).replaceAll("$1***$2");
        String cut = open.length() <= most ? open : open.substring(0, most) + " …";
        return cut.replaceAll("\\.+$", "");
    }
}
