package dev.caravan.source;

import dev.caravan.error.Count;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens further connections in a shared snapshot, and tells in the log what keeps it from it. */
public final class JoinedConnections {
    private static final Logger LOG = LoggerFactory.getLogger(JoinedConnections.class);

    /**
     * What servers say of a snapshot that they do not know: no such file (22023, since version 17 42704), of another database
     * (0A000), its transaction is over (55000).
     */
    private static final Set<String> UNKNOWN = Set.of(Snapshot.UNKNOWN_SNAPSHOT, "42704", "0A000", "55000");

    private final DataSource source;
    private final SharedSnapshot shared;
    private final String lock;
    private final String subject;

    JoinedConnections(DataSource source, SharedSnapshot shared, String lock, String subject) {
        this.source = source;
        this.shared = shared;
        this.lock = lock;
        this.subject = subject;
    }

    static boolean isUnknownSnapshot(SQLException fault) {
        return fault.getSQLState() != null && UNKNOWN.contains(fault.getSQLState());
    }

    /** As many as are available; none if the connections of this source do not see the snapshot. */
    List<Snapshot> open(int wanted) {
        List<Connection> bare = bare(wanted);
        if (shared.isBehindPooler() && isShared(bare)) {
            bare.forEach(JoinedConnections::close);
            LOG.warn(
                    "{} is read with one connection: the source is a pooler in transaction mode, which gives one connection of the"
                            + " server to several of its clients. Point the source at a pooler in session mode, or at the server.",
                    subject);
            return List.of();
        }
        List<Snapshot> joined = new ArrayList<>();
        for (Connection connection : bare) {
            try {
                joined.add(Snapshot.join(connection, shared, lock));
            } catch (SQLException e) {
                if (isUnknownSnapshot(e)) {
                    joined.forEach(Snapshot::close);
                    bare.forEach(JoinedConnections::close);
                    LOG.warn(
                            "{} is read with one connection: a second one does not know the snapshot of the first ({}). There is a"
                                    + " balancer or a pooler in transaction mode before the server; point the source past it.",
                            subject,
                            SourceFailure.of(e, subject).what());
                    return List.of();
                }
                // What keeps one from it keeps the next, and each would take its time.
                bare.subList(joined.size(), bare.size()).forEach(JoinedConnections::close);
                tellOfFewer(joined.size(), wanted, e);
                return joined;
            }
        }
        return joined;
    }

    private List<Connection> bare(int wanted) {
        List<Connection> opened = new ArrayList<>();
        try {
            while (opened.size() < wanted) {
                opened.add(source.getConnection());
            }
        } catch (SQLException e) {
            tellOfFewer(opened.size(), wanted, e);
        }
        return opened;
    }

    private void tellOfFewer(int there, int wanted, SQLException fault) {
        LOG.warn(
                "{} is read with {} besides the first, and not with {}: {}",
                subject,
                Count.of(there, "connection"),
                wanted,
                SourceFailure.of(fault, subject).what());
    }

    /** Whether two connections that are open at once have had the same process of the server: they do not own theirs. */
    private static boolean isShared(List<Connection> connections) {
        Set<Integer> processes = new HashSet<>();
        for (Connection connection : connections) {
            try {
                Link.of(connection).begins(Phase.PLANNING, "a further reader");
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement();
                        ResultSet process = statement.executeQuery("SELECT pg_catalog.pg_backend_pid()")) {
                    process.next();
                    if (!processes.add(process.getInt(1))) {
                        return true;
                    }
                }
                connection.rollback();
            } catch (SQLException e) {
                LOG.debug("A connection that broke before its first use", e);
            }
        }
        return false;
    }

    private static void close(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection that was broken already", e);
        }
    }
}
