package dev.caravan.plan;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.limit.WaitExpired;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns what PostgreSQL or its driver says into a failure with a code and a mend, by SQLSTATE (PostgreSQL manual, appendix A). */
public final class SourceFailure {
    /** What the driver says when a connection cannot be made. */
    private static final String NO_CONNECTION = "08001";

    private SourceFailure() {}

    /**
     * The failure behind a fault of the database.
     *
     * @param where what was being read, for the sentence: {@code table public.orders}
     */
    public static ExportException of(SQLException fault, String where) {
        WaitExpired expired = WaitExpired.in(fault).orElse(null);
        if (expired != null) {
            return new ExportException(
                    NO_CONNECTION.equals(stateOf(fault)) ? ErrorCode.SOURCE_UNREACHABLE : ErrorCode.READ_INTERRUPTED,
                    "Reading " + where + ": " + expired.getMessage() + ".",
                    expired.hint(),
                    fault);
        }
        String state = Objects.requireNonNullElse(stateOf(fault), "");
        String said = firstLine(fault) + (state.isEmpty() ? "" : " (SQLSTATE " + state + ")");
        if (RowSecurityRefusal.isReported(fault)) {
            return rowSecurity(said, where, fault);
        }
        if (state.isEmpty() && fault instanceof SQLTransientConnectionException) {
            return new ExportException(
                    ErrorCode.CONNECTION_TIMEOUT,
                    "Reading " + where + ": every connection of the pool is in use: " + said + ".",
                    "Find out what uses them (other routes of this pod that read the source), or raise the source's pool-size.",
                    fault);
        }
        return switch (state) {
            case "42P01", "3F000" ->
                new ExportException(
                        ErrorCode.NO_SUCH_TABLE,
                        "Reading " + where + ": " + said + ".",
                        "Check the spelling, the schema and the quotes of the name, and that the source is the right database.",
                        fault);
            case "42703" ->
                new ExportException(
                        ErrorCode.NO_SUCH_COLUMN,
                        "Reading " + where + ": " + said + ".",
                        "Check the column names in where, columns, exclude and query.",
                        fault);
            case "42501" ->
                new ExportException(
                        ErrorCode.NO_PERMISSION,
                        "Reading " + where + ": " + said + ".",
                        "GRANT SELECT on it (and USAGE on its schema) to the user of the source.",
                        fault);
            case "28P01", "28000" ->
                new ExportException(
                        ErrorCode.LOGIN_REFUSED,
                        "Logging in to read " + where + ": " + said + ".",
                        "Check user and password of the source, and pg_hba.conf of the server.",
                        fault);
            case "3D000" ->
                new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        "Logging in to read " + where + ": " + said + ".",
                        "Name an existing database in the URL of the source.",
                        fault);
            case LockHolders.LOCK_NOT_AVAILABLE ->
                new ExportException(
                        ErrorCode.LOCK_TIMEOUT,
                        "Reading " + where + ": " + said + ".",
                        "It is retried; pg_locks shows who holds AccessExclusiveLock. Keep ALTER TABLE, TRUNCATE and VACUUM"
                                + " FULL away from the schedule.",
                        fault);
            case "55000" ->
                new ExportException(
                        ErrorCode.BAD_QUERY,
                        "Reading " + where + ": " + said + ".",
                        "Bring it into a state that can be read, such as by REFRESH MATERIALIZED VIEW, or remove its table file.",
                        fault);
            case "25006" ->
                new ExportException(
                        ErrorCode.BAD_QUERY,
                        "Reading " + where + ": " + said + ".",
                        "Caravan only reads: take out of query what writes.",
                        fault);
            case "22021", "22P05" ->
                new ExportException(
                        ErrorCode.BAD_VALUE,
                        "Reading " + where + ": " + said + ".",
                        "The server cannot put this text into UTF-8, so no policy sees it: fix the value, or leave its"
                                + " rows out with where or the column with exclude.",
                        fault);
            case "54000" ->
                new ExportException(
                        ErrorCode.BAD_VALUE,
                        "Reading " + where + ": " + said + ".",
                        "PostgreSQL sends no row of 1 GB or more, and runs into limits of its own on the way: leave such rows out"
                                + " with where or the column with exclude, or take the value in parts through query.",
                        fault);
            default -> byClass(state, said, where, fault);
        };
    }

    /** Met while rows are read: in a function, or in a statement of a user's own route. */
    private static ExportException rowSecurity(String said, String where, SQLException fault) {
        return new ExportException(
                ErrorCode.ROW_SECURITY,
                "Reading " + where + ": row security may hide rows, so that the export would be partial: " + said + ".",
                "Let the role see all rows (ALTER ROLE … BYPASSRLS), or read only the rows that the policies allow: rowSecurity: allow in the"
                        + " table file, or caravan.source.NAME.row-security = allow for routes of your own.",
                fault);
    }

    private static ExportException byClass(String state, String said, String where, SQLException fault) {
        String group = state.length() < 2 ? "" : state.substring(0, 2);
        return switch (group) {
            case "08", "53" ->
                new ExportException(
                        ErrorCode.SOURCE_UNREACHABLE,
                        "Reading " + where + ": " + said + ".",
                        "Check that the server runs, its address and port in the source's URL, and its connection limit.",
                        fault);
            case "57", "40", "55", "25" ->
                new ExportException(
                        ErrorCode.READ_INTERRUPTED,
                        "Reading " + where + " was interrupted: " + said + ".",
                        "It is retried; on a replica, raise max_standby_streaming_delay if it goes on.",
                        fault);
            case "42", "22", "21", "0A" ->
                new ExportException(
                        ErrorCode.BAD_QUERY,
                        "Reading " + where + ": " + said + ".",
                        "Fix the SQL in where, query or columns of the table file.",
                        fault);
            default ->
                new ExportException(
                        ErrorCode.SOURCE_UNREACHABLE,
                        "Reading " + where + ": " + said + ".",
                        "Check that the server runs and that the source's URL, user and password are right.",
                        fault);
        };
    }

    /** The pool wraps what the server said; the innermost state is the server's. */
    private static @Nullable String stateOf(SQLException fault) {
        String state = fault.getSQLState();
        for (Throwable cause = fault.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException inner && inner.getSQLState() != null) {
                state = inner.getSQLState();
            }
        }
        return state;
    }

    private static String firstLine(SQLException fault) {
        Throwable innermost = fault;
        for (Throwable cause = fault.getCause(); cause instanceof SQLException; cause = cause.getCause()) {
            innermost = cause;
        }
        String message = Objects.requireNonNullElse(
                innermost.getMessage(), innermost.getClass().getSimpleName());
        int end = message.indexOf('\n');
        String line = end < 0 ? message : message.substring(0, end);
        return line.strip().replaceAll("\\.$", "");
    }
}
