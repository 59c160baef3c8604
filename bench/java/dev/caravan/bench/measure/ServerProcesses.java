package dev.caravan.bench.measure;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** All processes of a PostgreSQL on this machine: its first one and that one's children. */
public final class ServerProcesses {
    private static final int LOOKS = 6;
    private static final int LOOK_MILLIS = 50;

    private final long postmaster;

    private ServerProcesses(long postmaster) {
        this.postmaster = postmaster;
    }

    /** Those of the server at the other end; none when it runs elsewhere. */
    public static Optional<ServerProcesses> of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("select pg_backend_pid(), current_database()")) {
            found.next();
            LinuxProcess backend = new LinuxProcess(found.getLong(1));
            // Another machine may have a process of the same number, though none with this name.
            boolean isHere = backend.commandLine().startsWith("postgres: ")
                    && backend.commandLine().contains(" " + found.getString(2) + " ");
            return isHere ? Optional.of(new ServerProcesses(backend.parent())) : Optional.empty();
        }
    }

    /**
     * CPU seconds of all processes that the server ever had. A process that ends while it is looked at is missed, never counted
     * twice, so that the highest of several looks is the truth; they go on until a connection that was closed is gone.
     */
    public double cpuSeconds() {
        double most = look();
        for (int look = 1; look < LOOKS; look++) {
            awaitEndOfOne();
            most = Math.max(most, look());
        }
        return most;
    }

    /** Waits a moment for the end of any process. */
    private void awaitEndOfOne() {
        CompletableFuture<?>[] ends = children().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.anyOf(ends).get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // None has ended.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private Stream<ProcessHandle> children() {
        return ProcessHandle.of(postmaster).stream().flatMap(ProcessHandle::children);
    }

    private double look() {
        LinuxProcess first = new LinuxProcess(postmaster);
        double ended = first.ownSeconds() + first.reapedSeconds();
        return ended
                + children()
                        .mapToDouble(child -> new LinuxProcess(child.pid()).ownSeconds())
                        .sum();
    }
}
