package dev.caravan;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Server processes that a test has stopped (SIGSTOP), so that they hang as they are; they go on when it is closed. */
public final class StoppedProcesses implements AutoCloseable {
    private final String database;
    private final List<Integer> stopped = new CopyOnWriteArrayList<>();

    /** None yet, of a database. */
    public StoppedProcesses(String database) {
        this.database = database;
    }

    /**
     * Stops one of Caravan's, as soon as there is one.
     *
     * @param which a condition on pg_stat_activity
     * @return its process id
     */
    public int stopOne(String which) {
        int pid = Await.present("a server process of " + database + " where " + which, () -> find(which));
        signal("-STOP", pid);
        stopped.add(pid);
        return pid;
    }

    private Optional<Integer> find(String which) {
        try (Connection connection = TestStack.connect(database);
                Statement statement = connection.createStatement();
                ResultSet result =
                        statement.executeQuery("SELECT pid FROM pg_stat_activity WHERE application_name = 'caravan'"
                                + " AND datname = current_database() AND (" + which + ") ORDER BY pid LIMIT 1")) {
            return result.next() ? Optional.of(result.getInt(1)) : Optional.empty();
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        stopped.forEach(pid -> signal("-CONT", pid));
    }

    private static void signal(String signal, int pid) {
        try {
            new ProcessBuilder("kill", signal, Integer.toString(pid)).start().waitFor();
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
