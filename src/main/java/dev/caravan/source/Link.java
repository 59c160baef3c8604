package dev.caravan.source;

import dev.caravan.limit.Waits;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * What is known of a connection while it waits for its server: what for, and how long it may.
 *
 * <p>The user of the connection sets its current phase. One that was made in another way than by a {@link WatchedDataSource} has
 * no limits but those of its URL.
 */
public final class Link {
    /** By the driver's own connection, which pools wrap. */
    private static final Map<Connection, Link> LINKS = Collections.synchronizedMap(new WeakHashMap<>());

    /** What a connection is doing, in one piece: two threads see it. */
    private record Task(Phase phase, String about, String run) {}

    private final @Nullable Waits waits;
    private final @Nullable SourceLimits limits;
    private volatile Task task = new Task(Phase.LOGIN, "", "");
    private volatile int process;

    private Link(@Nullable Waits waits, @Nullable SourceLimits limits) {
        this.waits = waits;
        this.limits = limits;
    }

    /** That of a connection which is about to be made. */
    static Link to(Waits waits, SourceLimits limits) {
        return new Link(waits, limits);
    }

    /** That of a connection; one that knows nothing when it is not watched. */
    public static Link of(Connection connection) {
        try {
            Link known = LINKS.get(connection.unwrap(PgConnection.class));
            return known == null ? new Link(null, null) : known;
        } catch (SQLException notOfPostgres) {
            return new Link(null, null);
        }
    }

    /** The login is over. */
    void established(PgConnection connection) {
        process = connection.getBackendPID();
        rests();
        LINKS.put(connection, this);
    }

    boolean isEstablished() {
        return process != 0;
    }

    /**
     * What the connection does from now on.
     *
     * @param about what it is about, for messages: {@code table public.orders}
     */
    public void begins(Phase phase, String about) {
        task = new Task(phase, about, task.run());
    }

    /** The same goes on in another phase. */
    public void enters(Phase phase) {
        begins(phase, task.about());
    }

    /** It is done for a run, until the connection goes back to its pool. */
    public void inRun(String runId) {
        task = new Task(task.phase(), task.about(), runId);
    }

    /** It goes back to its pool. */
    public void rests() {
        task = new Task(Phase.STATEMENT, "", "");
    }

    Waits waits() {
        if (waits == null) {
            throw new IllegalStateException("a connection that is not watched has no sockets of ours");
        }
        return waits;
    }

    SourceLimits limits() {
        if (limits == null) {
            throw new IllegalStateException("a connection that is not watched has no limits");
        }
        return limits;
    }

    Phase phase() {
        return task.phase();
    }

    /** What is waited for, as it stands. */
    String what(String server) {
        Task now = task;
        int pid = process;
        return now.phase().words() + (now.about().isEmpty() ? "" : " of " + now.about())
                + (now.run().isEmpty() ? "" : ", run " + now.run()) + ", from PostgreSQL at " + server
                + (pid == 0 ? "" : ", server process " + pid);
    }
}
