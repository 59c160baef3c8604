package dev.caravan.source;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.limit.WaitExpired;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;

/** Turns what a database or its driver reports into a failure with a code and a hint: by what was done, then by SQLSTATE. */
public final class SourceFailure {
    /** What the driver and the pool report of a connection that is gone or unusable: no state, or one of the driver's own. */
    private static final Set<String> OF_DRIVER = Set.of("", "60000", "99999");

    private static final String SILENT_LOGIN = "08001";

    private static final String FOREIGN_HINT =
            "The database of the source cannot use another server that the query reads from (a foreign"
                    + " table, dblink): check that server, and its CREATE SERVER and user mapping.";

    private SourceFailure() {}

    /**
     * The failure behind a fault of the database.
     *
     * @param where what was being read, for the sentence: {@code table public.orders}
     */
    public static ExportException of(SQLException fault, String where) {
        ServerReport report = ServerReport.of(fault);
        LoginFailed login = LoginFailed.in(fault).orElse(null);
        WaitExpired expired = WaitExpired.in(fault).orElse(null);
        if (expired != null) {
            return new ExportException(
                    login != null || SILENT_LOGIN.equals(report.state())
                            ? ErrorCode.SOURCE_UNREACHABLE
                            : ErrorCode.READ_INTERRUPTED,
                    "Reading " + where + ": " + expired.getMessage() + ".",
                    expired.hint(),
                    fault);
        }
        if (login != null) {
            return LoginFailure.of(login, report, where, fault);
        }
        if (ServerReport.isRowSecurity(fault)) {
            return rowSecurity(report.text(), where, fault);
        }
        if (report.state().isEmpty() && fault instanceof SQLTransientConnectionException) {
            return new ExportException(
                    ErrorCode.CONNECTION_TIMEOUT,
                    "Reading " + where + ": every connection of the pool is in use: " + report.text() + ".",
                    "Find out what uses them (other routes of this pod that read the source), or raise the source's pool-size.",
                    fault);
        }
        SqlStates.Row row = ofQuery(report);
        String verb = row.code() == ErrorCode.READ_INTERRUPTED ? " was interrupted: " : ": ";
        return new ExportException(row.code(), "Reading " + where + verb + report.text() + ".", row.hint(), fault);
    }

    private static SqlStates.Row ofQuery(ServerReport report) {
        if (!report.isOfServer() && OF_DRIVER.contains(report.state())) {
            return SqlStates.of("08");
        }
        SqlStates.Row row = SqlStates.of(report.state());
        if (!report.isOfServer()) {
            return row;
        }
        return switch (report.group()) {
            // A server says this of its own connection only while it ends it; otherwise of one that it has made itself.
            case "08" -> PoolerWords.of(report).orElseGet(() -> report.endsSession() ? row : foreign(report, row));
            // A query runs in a session that is logged in, so SQL has raised it.
            case "28" -> SqlStates.of("P0");
            default -> row;
        };
    }

    private static SqlStates.Row foreign(ServerReport report, SqlStates.Row row) {
        return report.state().equals("08003") || report.state().equals("08006")
                ? new SqlStates.Row(report.state(), row.code(), "It is retried. " + FOREIGN_HINT)
                // Also for a wrong password or an unknown database there, which PostgreSQL does not tell apart.
                : new SqlStates.Row(report.state(), ErrorCode.FOREIGN_SERVER_FAILED, FOREIGN_HINT);
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
}
