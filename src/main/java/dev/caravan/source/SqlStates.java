package dev.caravan.source;

import dev.caravan.error.ErrorCode;
import java.util.List;

/**
 * What each SQLSTATE of a query means for a run: PostgreSQL's manual, appendix A, with the classes that drivers and poolers add.
 *
 * <p>A row for a state goes before the one for its class, its first two characters. Transient are only those that a later attempt may
 * not meet. States without a row are raised by users' own SQL, which chooses its SQLSTATE freely.
 */
public final class SqlStates {
    /** What the server says when a lock is not granted within lock_timeout. */
    public static final String LOCK_NOT_AVAILABLE = "55P03";

    private static final String OWN_SQL =
            "The SQL that is read raises this: a function, a view, a domain or a condition. Fix it there, or leave"
                    + " the rows that cause it out with where or query.";

    private static final String WRITTEN_SQL =
            "Fix the SQL in where, query or columns of the table file, or of the view or function that is read.";

    private static final String INTERRUPTED =
            "It is retried; on a replica, raise max_standby_streaming_delay if this happens often.";

    private static final String SERVER =
            "A database administrator has to look: the log of the server says more. It is not retried.";

    private static final String BUSY =
            "It is retried; give the server more of it, or run fewer readers and runs at the same time.";

    private static final String POOLER =
            "Through a pooler, use session mode, or add prepareThreshold=0 to the URL of the source.";

    /**
     * One row.
     *
     * @param state a SQLSTATE, or its first two characters for the whole class
     * @param hint what the user can do; two sentences at most
     */
    record Row(String state, ErrorCode code, String hint) {}

    static final List<Row> ROWS = List.of(
            // No errors; SQL may raise them as one all the same.
            new Row("00", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("01", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("02", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("03", ErrorCode.QUERY_FAILED, OWN_SQL),
            // The connection to the source itself; for those that a query reports see SourceFailure.
            new Row(
                    "08",
                    ErrorCode.READ_INTERRUPTED,
                    "It is retried; if this happens often, the logs of the server, and of poolers and firewalls in between, say who ends"
                            + " connections."),
            new Row("09", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("0A", ErrorCode.BAD_QUERY, WRITTEN_SQL),
            new Row("0B", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("0F", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("0L", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("0P", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("0Z", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("10", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("20", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("21", ErrorCode.BAD_QUERY, WRITTEN_SQL),
            new Row(
                    "22021",
                    ErrorCode.BAD_VALUE,
                    "The server cannot put this text into UTF-8, so no policy sees it: fix the value, or leave its rows out with where or"
                            + " the column with exclude."),
            new Row(
                    "22P05",
                    ErrorCode.BAD_VALUE,
                    "The server cannot put this text into UTF-8, so no policy sees it: fix the value, or leave its rows out with where or"
                            + " the column with exclude."),
            new Row("22", ErrorCode.BAD_QUERY, WRITTEN_SQL),
            new Row("23", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("24", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row(
                    "25006",
                    ErrorCode.BAD_QUERY,
                    "Caravan only reads: take what writes out of query, views and functions."),
            new Row("25P03", ErrorCode.READ_INTERRUPTED, INTERRUPTED),
            new Row(
                    "25P04",
                    ErrorCode.BAD_CONFIGURATION,
                    "The run takes longer than transaction_timeout allows: ALTER ROLE … SET transaction_timeout = 0 for the user of the"
                            + " source."),
            new Row("25", ErrorCode.QUERY_FAILED, POOLER),
            new Row("26", ErrorCode.BAD_CONFIGURATION, POOLER),
            new Row("27", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("28", ErrorCode.LOGIN_REFUSED, "Check user and password of the source."),
            new Row("2B", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("2D", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("2F", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("34", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("38", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("39", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("3B", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("3D", ErrorCode.BAD_QUERY, WRITTEN_SQL),
            new Row(
                    "3F",
                    ErrorCode.NO_SUCH_TABLE,
                    "Check the spelling, the schema and the quotes of the name, and that the source is the right database."),
            new Row("40", ErrorCode.READ_INTERRUPTED, INTERRUPTED),
            new Row(
                    "42P01",
                    ErrorCode.NO_SUCH_TABLE,
                    "Check the spelling, the schema and the quotes of the name, and that the source is the right database."),
            new Row("42703", ErrorCode.NO_SUCH_COLUMN, "Check the column names in where, columns, exclude and query."),
            new Row(
                    "42501",
                    ErrorCode.NO_PERMISSION,
                    "GRANT SELECT on it (and USAGE on its schema) to the user of the source."),
            new Row("42P05", ErrorCode.BAD_CONFIGURATION, POOLER),
            new Row("42", ErrorCode.BAD_QUERY, WRITTEN_SQL),
            new Row("44", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row(
                    "53400",
                    ErrorCode.QUERY_FAILED,
                    "Raise the limit for the user of the source (such as ALTER ROLE … SET temp_file_limit), or read less at once."),
            new Row("53", ErrorCode.SOURCE_BUSY, BUSY),
            new Row(
                    "54000",
                    ErrorCode.BAD_VALUE,
                    "PostgreSQL sends no row of 1 GB or more, and runs into limits of its own on the way: leave such rows out with where or"
                            + " the column with exclude, or take the value in parts through query."),
            new Row("54", ErrorCode.BAD_QUERY, WRITTEN_SQL),
            new Row(
                    "55000",
                    ErrorCode.BAD_QUERY,
                    "Bring it into a state that can be read, such as by REFRESH MATERIALIZED VIEW, or remove its table file."),
            new Row("55006", ErrorCode.READ_INTERRUPTED, INTERRUPTED),
            new Row(
                    LOCK_NOT_AVAILABLE,
                    ErrorCode.LOCK_TIMEOUT,
                    "It is retried; pg_locks shows who holds AccessExclusiveLock. Keep ALTER TABLE, TRUNCATE and VACUUM FULL away from the"
                            + " schedule."),
            new Row("55", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("57", ErrorCode.READ_INTERRUPTED, INTERRUPTED),
            new Row("58", ErrorCode.SERVER_FAULT, SERVER),
            new Row(
                    "72",
                    ErrorCode.READ_INTERRUPTED,
                    "It is retried with a newer snapshot; raise old_snapshot_threshold of the server."),
            new Row("F0", ErrorCode.SERVER_FAULT, SERVER),
            new Row(
                    "HV",
                    ErrorCode.FOREIGN_SERVER_FAILED,
                    "Check the foreign table, its server and its user mapping in the database of the source."),
            new Row("P0", ErrorCode.QUERY_FAILED, OWN_SQL),
            new Row("XX", ErrorCode.SERVER_FAULT, SERVER));

    private static final Row RAISED_BY_SQL = new Row("", ErrorCode.QUERY_FAILED, OWN_SQL);

    private SqlStates() {}

    /** The row of a state or of its class; else the row of unknown states. */
    static Row of(String state) {
        return ROWS.stream()
                .filter(row -> row.state().equals(state))
                .findFirst()
                .or(() -> ROWS.stream()
                        .filter(row -> row.state().length() == 2 && state.startsWith(row.state()))
                        .findFirst())
                .orElse(RAISED_BY_SQL);
    }
}
