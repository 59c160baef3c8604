package dev.caravan.plan;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.source.SqlStates;
import dev.caravan.types.Identifier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a table's shape as it is from before the snapshot until the end of the run.
 *
 * <p>A snapshot freezes rows and the catalog's tables, but not the table's file: after an ALTER TABLE that rewrites, or a TRUNCATE, a
 * snapshot that is older sees an empty table (PostgreSQL manual, "Caveats" of concurrency control). A lock that is taken before the
 * snapshot rules that out. ACCESS SHARE is the weakest, the one that any SELECT takes: it holds up no reader and no writer.
 */
public final class TableLock {
    private static final Logger LOG = LoggerFactory.getLogger(TableLock.class);

    /** A name or two, each in double quotes or plain. */
    private static final String PART = "(\"(?:[^\"]|\"\")+\"|[\\p{L}_][\\p{L}\\p{N}_$]*)";

    private static final Pattern NAME = Pattern.compile("\\s*" + PART + "(?:\\s*\\.\\s*" + PART + ")?\\s*");

    /** The relations that this transaction has locked and whose file is another than in its snapshot. */
    private static final String REWRITTEN = """
            SELECT c.oid::pg_catalog.regclass::text FROM pg_catalog.pg_locks l
              JOIN pg_catalog.pg_class c ON c.oid = l.relation
              WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation'
                AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
                AND c.relkind IN ('r', 'm') AND c.relfilenode <> 0
                AND c.relfilenode IS DISTINCT FROM pg_catalog.pg_relation_filenode(c.oid) LIMIT 1
            """;

    private TableLock() {}

    /**
     * Locks the table of this request, before anything is selected.
     *
     * <p>A query is not locked here, nor what LOCK refuses: materialized views, foreign tables, views over tables that their owner may
     * not read, tables of which only some columns may be read. {@link #requireUntouched} covers these.
     */
    static void take(Connection connection, TableRequest request) throws SQLException {
        Optional<String> table = request.query().isEmpty() ? quoted(request.table()) : Optional.empty();
        if (table.isEmpty()) {
            return;
        }
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + table.get() + " IN ACCESS SHARE MODE");
            // A snapshot cannot be shared from within a savepoint.
            connection.releaseSavepoint(before);
        } catch (SQLException e) {
            if (SqlStates.LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                throw e;
            }
            connection.rollback(before);
            connection.releaseSavepoint(before);
            LOG.debug("{} is not locked ahead of its snapshot: {}", request.table(), e.getMessage());
        }
    }

    /**
     * Makes sure that no relation that is locked by now was rewritten after the snapshot. What functions read is locked only when they
     * read it, so that is asked once more when rows that are worked out have been read.
     *
     * @throws ExportException when one was; the next attempt has a newer snapshot
     */
    public static void requireUntouched(Connection connection, String subject) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rewritten = statement.executeQuery(REWRITTEN)) {
            if (rewritten.next()) {
                throw new ExportException(
                        ErrorCode.READ_INTERRUPTED,
                        "Reading " + subject + ": " + rewritten.getString(1)
                                + " was rewritten or truncated after the snapshot was taken, so that its rows cannot be seen.",
                        "It is retried with a newer snapshot; keep ALTER TABLE and TRUNCATE away from the schedule.");
            }
        }
    }

    /** Whether the name says in which schema the relation is. */
    static boolean isQualified(String table) {
        Matcher name = NAME.matcher(table);
        return !name.matches() || name.group(2) != null;
    }

    /** The name with every part in quotes, so that nothing else can stand in it. */
    static Optional<String> quoted(String table) {
        Matcher name = NAME.matcher(table);
        if (!name.matches()) {
            return Optional.empty();
        }
        String first = exact(name.group(1));
        return Optional.of(name.group(2) == null ? first : first + "." + exact(name.group(2)));
    }

    private static String exact(String part) {
        return part.startsWith("\"") ? part : Identifier.quote(part.toLowerCase(Locale.ROOT));
    }
}
