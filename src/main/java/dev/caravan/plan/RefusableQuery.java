package dev.caravan.plan;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A query that a server may refuse without an end of the transaction: because the role may not ask it, or because the server does not
 * know what is asked for.
 *
 * <p>A savepoint keeps a refusal from aborting the transaction. It travels with the query, so that it takes no time of its own, and
 * is always released: a snapshot cannot be exported from within a savepoint.
 */
final class RefusableQuery {
    private static final String SAVEPOINT = "SAVEPOINT caravan_state; ";
    private static final String RELEASE = "; RELEASE SAVEPOINT caravan_state";
    private static final String ROLLBACK = "ROLLBACK TO SAVEPOINT caravan_state" + RELEASE;

    /** What a server says of a question that it cannot answer in its present state, such as during recovery. */
    private static final String NOT_IN_THIS_STATE = "55000";

    private RefusableQuery() {}

    /** That the server does not answer. The transaction goes on. */
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient SQLException why;

        Refused(SQLException why) {
            super(why);
            this.why = why;
        }

        /** What the server says, in one line. */
        String reason() {
            String said = Objects.requireNonNullElse(why.getMessage(), "")
                    .lines()
                    .findFirst()
                    .orElse("");
            return said + ", SQLSTATE " + why.getSQLState();
        }
    }

    /**
     * Asks.
     *
     * @param columns how many texts each row has
     * @throws Refused when access is denied or it is unknown to this server (class 42), or not supported by it (0A), at all or in its
     *     present state (55000)
     * @throws SQLException any other failure; the transaction is over
     */
    static List<List<@Nullable String>> ask(Connection connection, String query, int columns, Object... parameters)
            throws SQLException, Refused {
        try (PreparedStatement statement = connection.prepareStatement(SAVEPOINT + query + RELEASE)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            boolean isResult = statement.execute();
            while (!isResult && statement.getUpdateCount() != -1) {
                isResult = statement.getMoreResults();
            }
            List<List<@Nullable String>> rows = new ArrayList<>();
            try (ResultSet result = statement.getResultSet()) {
                while (result.next()) {
                    List<@Nullable String> row = new ArrayList<>();
                    for (int i = 1; i <= columns; i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        } catch (SQLException e) {
            undo(connection, e);
            throw new Refused(e);
        }
    }

    /** Throws what is no refusal. */
    static void requireRefusal(SQLException e) throws SQLException {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        if (!state.startsWith("42") && !state.startsWith("0A") && !state.equals(NOT_IN_THIS_STATE)) {
            throw e;
        }
    }

    private static void undo(Connection connection, SQLException refusal) throws SQLException {
        requireRefusal(refusal);
        try (Statement statement = connection.createStatement()) {
            statement.execute(ROLLBACK);
        } catch (SQLException e) {
            refusal.addSuppressed(e);
            throw refusal;
        }
    }
}
