package dev.caravan.plan;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.source.SqlStates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Who keeps a table from being read: the sessions and prepared transactions that hold an ACCESS EXCLUSIVE lock or wait for one. No
 * other lock conflicts with that of a read, and a read also waits behind those that wait.
 *
 * @param relations of the table itself (its child tables and indexes, and what a view reads), one clause each; the cause for certain
 * @param others on any relation of the database; the cause when the first are empty, as for a query, whose relations only the server
 *     knows
 */
public record LockHolders(List<String> relations, List<String> others) {
    private static final int TOLD = 3;
    private static final int LOOK_SECONDS = 10;

    /** Relations that a read of one locks: child tables, indexes, and what views read. */
    private static final String LOCKED_BY_READING = """
            WITH RECURSIVE locked(oid) AS (
              SELECT pg_catalog.to_regclass(?)::pg_catalog.oid
              UNION
              SELECT next.oid FROM locked, LATERAL (
                SELECT i.inhrelid AS oid FROM pg_catalog.pg_inherits i WHERE i.inhparent = locked.oid
                UNION ALL
                SELECT x.indexrelid FROM pg_catalog.pg_index x WHERE x.indrelid = locked.oid
                UNION ALL
                SELECT d.refobjid FROM pg_catalog.pg_rewrite w JOIN pg_catalog.pg_depend d
                  ON d.classid = 'pg_catalog.pg_rewrite'::pg_catalog.regclass AND d.objid = w.oid
                  AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                  WHERE w.ev_class = locked.oid) next)
            """;

    private static final String HOLDERS = """
            SELECT l.relation IN (SELECT oid FROM locked) AS of_table, l.relation::pg_catalog.regclass::pg_catalog.text,
              l.granted, l.pid, a.usename, a.application_name, a.state, a.state_change::pg_catalog.timestamptz(0)::pg_catalog.text,
              p.gid, p.owner, p.prepared::pg_catalog.timestamptz(0)::pg_catalog.text,
              CASE WHEN NOT l.granted THEN pg_catalog.array_to_string(pg_catalog.pg_blocking_pids(l.pid), ', ') END
            FROM pg_catalog.pg_locks l
              LEFT JOIN pg_catalog.pg_stat_activity a ON a.pid = l.pid
              LEFT JOIN pg_catalog.pg_prepared_xacts p
                ON l.pid IS NULL AND l.virtualtransaction = '-1/' || p.transaction::pg_catalog.text
            WHERE l.locktype = 'relation' AND l.mode = 'AccessExclusiveLock' AND l.pid IS DISTINCT FROM pg_catalog.pg_backend_pid()
              AND l.database IN (0, (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()))
            ORDER BY 1 DESC, l.granted DESC, l.pid
            """;

    /** No holder is known. */
    public static final LockHolders UNKNOWN = new LockHolders(List.of(), List.of());

    /** Looks with a connection of its own, which it gives back at once. */
    public static LockHolders of(DataSource source, TableRequest request) throws SQLException {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return of(connection, request);
            } finally {
                connection.rollback();
            }
        }
    }

    /** Looks with a connection that is in no transaction, or in one that has not failed. */
    static LockHolders of(Connection connection, TableRequest request) throws SQLException {
        return of(connection, locked(request));
    }

    private static LockHolders of(Connection connection, @Nullable String table) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCKED_BY_READING + HOLDERS)) {
            statement.setQueryTimeout(LOOK_SECONDS);
            statement.setString(1, table);
            List<String> relations = new ArrayList<>();
            List<String> others = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    (row.getBoolean(1) ? relations : others).add(clause(row));
                }
            }
            return new LockHolders(List.copyOf(relations), List.copyOf(others));
        }
    }

    /** Whether a fault says that a lock was not granted in time. */
    public static boolean areBehind(SQLException fault) {
        return SqlStates.LOCK_NOT_AVAILABLE.equals(fault.getSQLState());
    }

    /** Why a read failed that waited for a lock as long as it may; the transaction is rolled back. */
    public static ExportException failure(Connection connection, String subject, SQLException fault) {
        return look(connection, null, fault).failure(subject, fault);
    }

    /** Why a plan failed that waited for a lock as long as it may; the transaction is rolled back. */
    static ExportException failure(Connection connection, TableRequest request, SQLException fault) {
        return look(connection, locked(request), fault).failure(request.subject(), fault);
    }

    private static @Nullable String locked(TableRequest request) {
        return request.query().isEmpty() ? request.table() : null;
    }

    private static LockHolders look(Connection connection, @Nullable String table, SQLException fault) {
        LockHolders holders = UNKNOWN;
        try {
            connection.rollback();
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET TRANSACTION READ ONLY");
            }
            holders = of(connection, table);
            connection.rollback();
        } catch (SQLException e) {
            fault.addSuppressed(e);
        }
        return holders;
    }

    /**
     * A failure that names them.
     *
     * @param subject what is to be read
     */
    public ExportException failure(String subject, @Nullable Throwable cause) {
        return new ExportException(
                ErrorCode.LOCK_TIMEOUT,
                "Reading " + subject + " waits for a lock: " + described() + ".",
                "End the transaction that holds it (commit or roll back, or pg_terminate_backend(pid)), keep ALTER TABLE, TRUNCATE and VACUUM FULL"
                        + " away from the schedule, or raise caravan.lock.timeout.",
                cause);
    }

    /** Whether no holder of a lock of the table itself is known. */
    public boolean isFree() {
        return relations.isEmpty();
    }

    /** Who it is, in one clause. */
    public String described() {
        List<String> told = relations.isEmpty() ? others : relations;
        if (told.isEmpty()) {
            return "its holder is no longer in pg_locks";
        }
        String first = String.join("; ", told.subList(0, Math.min(TOLD, told.size())));
        return told.size() > TOLD ? first + "; and " + (told.size() - TOLD) + " more" : first;
    }

    private static String clause(ResultSet row) throws SQLException {
        String verb = row.getBoolean(3) ? " holds " : " waits for ";
        String lock = "ACCESS EXCLUSIVE on " + row.getString(2);
        String gid = row.getString(9);
        if (gid != null) {
            return "the prepared transaction '" + gid + "' of user " + row.getString(10) + " (since "
                    + row.getString(11) + ")" + verb + lock;
        }
        StringBuilder who = new StringBuilder("pid ")
                .append(Objects.requireNonNullElse(row.getString(4), "unknown"))
                .append(" (user ")
                .append(Objects.requireNonNullElse(row.getString(5), "of the server"))
                .append(", application '")
                .append(Objects.requireNonNullElse(row.getString(6), ""))
                .append('\'');
        if (row.getString(7) != null) {
            who.append(", ").append(row.getString(7));
        }
        if (row.getString(8) != null) {
            who.append(" since ").append(row.getString(8));
        }
        who.append(')').append(verb).append(lock);
        String behind = row.getString(12);
        if (behind != null && !behind.isEmpty()) {
            who.append(", behind pid ").append(behind);
        }
        return who.toString();
    }
}
