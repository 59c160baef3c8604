package dev.caravan.source;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One REPEATABLE READ, READ ONLY transaction: everything that is planned and read in it is of one moment.
 *
 * <p>Holds a connection of the pool until it is closed. Not safe for use by several threads at once.
 */
public final class Snapshot implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Snapshot.class);

    /**
     * What the server prints for types that travel as text must not depend on how server, user or database are set. lc_monetary is
     * left alone: it says how many digits of a money value stand behind the point, so another one would be another value.
     */
    private static final String FIXED_FORMS = "SET LOCAL DateStyle = 'ISO, MDY'; SET LOCAL IntervalStyle = 'iso_8601'; "
            + "SET LOCAL TimeZone = 'UTC'; SET LOCAL extra_float_digits = 3; SET LOCAL bytea_output = 'hex'; "
            + "SET LOCAL xmloption = 'content'; SET LOCAL quote_all_identifiers = off; "
            + "SET LOCAL statement_timeout = 0; "
            + "SET LOCAL idle_in_transaction_session_timeout = 0";

    /** A scan may begin where another one is just then, in the middle of the table; a range of pages is looked up, never filtered. */
    private static final String IN_ORDER = "SET LOCAL synchronize_seqscans = off; SET LOCAL enable_tidscan = on";

    /** Workers of one scan send its rows as they come to them; views and queries that ask for no order keep theirs. */
    private static final String ONE_PROCESS = "SET LOCAL max_parallel_workers_per_gather = 0";

    /** What PostgreSQL says of a snapshot that it does not know (invalid parameter value). */
    static final String UNKNOWN_SNAPSHOT = "22023";

    /** The server guesses the look into its catalogs so dear that it would compile it, which takes a second for each table. */
    private static final String NO_COMPILING = "SET LOCAL jit = off";

    /** Opening further connections is no more than a help: a pooler without room for one would keep a caller waiting for minutes. */
    private static final int JOIN_TIMEOUT_MILLIS = 10_000;

    /** How long a command waits for a lock before it says who holds it. */
    private static final Duration PATIENT = Duration.ofSeconds(10);

    /** A reader that waits for the lock of a session that waits for this run would wait for ever. */
    private static final String SHORT_LOCK_WAITS = lockTimeout(Duration.ofSeconds(2));

    /** Once it reads, a run has the locks of all that the server planned; what functions read besides may take longer, but not for ever. */
    private static final Duration LONGER_LOCK_WAIT = Duration.ofSeconds(60);

    private static final String LONGER_LOCK_WAITS = lockTimeout(LONGER_LOCK_WAIT);

    private static final String SHARED = "SELECT pg_catalog.pg_export_snapshot(), "
            + "pg_catalog.txid_current_snapshot()::text, pg_catalog.pg_backend_pid()";

    private final Connection connection;
    private final Link link;
    private RowSecurity rowSecurity = RowSecurity.REFUSE;
    private Duration lockWaitOfReads = LONGER_LOCK_WAIT;
    private @Nullable MaskKey maskKey;
    private boolean hasMaskKey;

    private Snapshot(Connection connection) {
        this.connection = connection;
        this.link = Link.of(connection);
    }

    /**
     * Opens the transaction.
     *
     * @param subject what will be read, for the sentence of a failure
     * @throws ExportException when the database cannot be reached or refuses
     */
    public static Snapshot open(DataSource source, String subject) {
        return on(connect(source, subject), subject, PATIENT);
    }

    /**
     * Takes a connection of the source.
     *
     * @throws ExportException when the database cannot be reached, or the pool has none left
     */
    public static Connection connect(DataSource source, String subject) {
        try {
            return source.getConnection();
        } catch (SQLException e) {
            throw SourceFailure.of(e, subject);
        }
    }

    /**
     * Opens the transaction on a connection, which is given back at its end, or when it cannot be opened.
     *
     * @param lockTimeout how long the plan may wait for each lock
     */
    public static Snapshot on(Connection connection, String subject, Duration lockTimeout) {
        try {
            return begin(connection, subject, null, lockTimeout);
        } catch (SQLException e) {
            throw SourceFailure.of(e, subject);
        }
    }

    /**
     * The same in a snapshot that another transaction has taken and holds, so that both see one moment.
     *
     * @throws ExportException READ_INTERRUPTED when this connection does not know that snapshot, or the other transaction is over
     */
    public static Snapshot in(SharedSnapshot shared, Connection connection, String subject, Duration lockTimeout) {
        try {
            return begin(connection, subject, shared, lockTimeout);
        } catch (SQLException e) {
            if (!JoinedConnections.isUnknownSnapshot(e)) {
                throw SourceFailure.of(e, subject);
            }
            throw new ExportException(
                    ErrorCode.READ_INTERRUPTED,
                    "Reading " + subject
                            + ": its connection does not know the snapshot that another connection holds for it ("
                            + e.getMessage() + ").",
                    "It is retried with a newer snapshot; look for a balancer between the pod and the server, and for what ends idle"
                            + " transactions.",
                    e);
        }
    }

    private static Snapshot begin(
            Connection connection, String subject, @Nullable SharedSnapshot shared, Duration lockTimeout)
            throws SQLException {
        Snapshot snapshot = new Snapshot(connection);
        snapshot.link.begins(Phase.PLANNING, subject);
        try {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; "
                        + (shared == null ? "" : take(shared)) + FIXED_FORMS + "; " + IN_ORDER + "; " + NO_COMPILING
                        + "; " + set(RowSecurity.REFUSE) + "; " + lockTimeout(lockTimeout));
                if (shared != null) {
                    requireMoment(statement, shared);
                }
            }
            return snapshot;
        } catch (SQLException e) {
            snapshot.close();
            throw e;
        }
    }

    private static String take(SharedSnapshot shared) {
        return "SET TRANSACTION SNAPSHOT '" + shared.id() + "'; ";
    }

    /** Snapshots are numbered by each server for itself, so one of the same name may be of another moment. */
    private static void requireMoment(Statement statement, SharedSnapshot shared) throws SQLException {
        try (ResultSet moment = statement.executeQuery("SELECT pg_catalog.txid_current_snapshot()::text")) {
            moment.next();
            if (!moment.getString(1).equals(shared.moment())) {
                throw new SQLException("snapshot " + shared.id() + " is of another moment here", UNKNOWN_SNAPSHOT);
            }
        }
    }

    private static String set(RowSecurity rowSecurity) {
        return "SET LOCAL row_security = " + rowSecurity.setting();
    }

    private static String lockTimeout(Duration timeout) {
        return "SET LOCAL lock_timeout = " + timeout.toMillis();
    }

    /** Says what the server does where policies would hide rows; it reports an error until this is called. */
    public void rowSecurity(RowSecurity wanted) throws SQLException {
        if (wanted != rowSecurity) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(set(wanted));
            }
            rowSecurity = wanted;
        }
    }

    /** Has the rows of a table come in its order. */
    public void keepOrder() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(ONE_PROCESS);
        }
    }

    /**
     * Says soon who holds a lock that only a function needs, by a failure after which the run is retried; later attempts wait longer,
     * or a change of some minutes would fail the run for good.
     */
    public Snapshot onFirstAttempt() {
        lockWaitOfReads = PATIENT;
        return this;
    }

    /** The key that masks may need; null for none. Only {@link #handMaskKey} sends it. */
    public Snapshot withMaskKey(@Nullable MaskKey key) {
        maskKey = key;
        return this;
    }

    /**
     * Lets the SELECTs of this transaction, and of those that share its snapshot, use the key of masks. Takes the snapshot if nothing has
     * before.
     *
     * @throws ExportException BAD_CONFIGURATION when there is no key
     */
    public void handMaskKey() throws SQLException {
        MaskKey key = maskKey;
        if (key == null) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The mask hash needs a key, and " + MaskKey.SETTING + " is not set.",
                    MaskKey.HINT);
        }
        key.hand(connection);
        hasMaskKey = true;
    }

    /** The plan is made: what it did not lock may be waited for. */
    public void waitLongerForLocks() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(lockTimeout(lockWaitOfReads));
        }
    }

    /** Lets further connections read in this snapshot. */
    public SharedSnapshot share() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(SHARED)) {
            result.next();
            return new SharedSnapshot(
                    result.getString(1),
                    result.getString(2),
                    rowSecurity,
                    result.getInt(3) != connection.unwrap(PGConnection.class).getBackendPID(),
                    hasMaskKey ? maskKey : null);
        }
    }

    /**
     * Reads with a further connection in a snapshot that another one shares.
     *
     * @param lock a statement that locks everything that will be read; it does not wait long for it
     * @throws SQLException also when this connection does not see that snapshot: SQLSTATE 22023 or 0A000
     */
    static Snapshot join(Connection connection, SharedSnapshot shared, String lock) throws SQLException {
        Snapshot snapshot = new Snapshot(connection);
        snapshot.link.begins(Phase.PLANNING, "a further reader");
        try {
            connection.setAutoCommit(false);
            int timeout = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, JOIN_TIMEOUT_MILLIS);
            try (Statement statement = connection.createStatement()) {
                statement.execute(
                        "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY; " + take(shared) + FIXED_FORMS
                                + "; " + IN_ORDER + "; " + ONE_PROCESS + "; " + SHORT_LOCK_WAITS + "; "
                                + set(shared.rowSecurity()));
                requireMoment(statement, shared);
                statement.execute(lock + "; " + LONGER_LOCK_WAITS);
            }
            if (shared.maskKey() != null) {
                shared.maskKey().hand(connection);
            }
            connection.setNetworkTimeout(Runnable::run, timeout);
            return snapshot;
        } catch (SQLException e) {
            snapshot.close();
            throw e;
        }
    }

    /** What is known of the connection while it waits for its server. */
    public Link link() {
        return link;
    }

    /** The connection that reads in the snapshot. */
    public Connection connection() {
        return connection;
    }

    /** Breaks off what the connection is doing. May be called by any thread. */
    void abort() {
        try {
            connection.unwrap(PGConnection.class).cancelQuery();
            connection.unwrap(Connection.class).abort(Runnable::run);
        } catch (SQLException e) {
            LOG.debug("The connection was broken already", e);
        }
    }

    /** Ends the transaction and gives the connection back; a connection that is broken already is only logged. */
    @Override
    public void close() {
        try (Connection held = connection) {
            if (!held.isClosed()) {
                link.enters(Phase.CLOSING);
                held.rollback();
                // Before the pool may hand it out again.
                link.rests();
            }
        } catch (SQLException e) {
            LOG.debug("The snapshot's connection was broken already", e);
        }
    }
}
