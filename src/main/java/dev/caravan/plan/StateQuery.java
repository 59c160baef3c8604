package dev.caravan.plan;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every {@link StateQuestion} in one query. Where the server refuses it, each is asked alone, so that only those are lost that
 * the role may not ask or the server does not know.
 *
 * <p>A savepoint keeps a refusal from aborting the transaction. It travels with the query, so that it takes no time of its own, and
 * is always released: a snapshot cannot be exported from within a savepoint.
 */
final class StateQuery {
    private static final Logger LOG = LoggerFactory.getLogger(StateQuery.class);
    private static final String SAVEPOINT = "SAVEPOINT caravan_state; ";
    private static final String RELEASE = "; RELEASE SAVEPOINT caravan_state";
    private static final String ROLLBACK = "ROLLBACK TO SAVEPOINT caravan_state" + RELEASE;

    private final Connection connection;
    private final TableRequest request;
    private final Relation relation;
    private final List<String> refused = new ArrayList<>();

    StateQuery(Connection connection, TableRequest request, Relation relation) {
        this.connection = connection;
        this.request = request;
        this.relation = relation;
    }

    /** A line of the answer. */
    record Fact(String kind, String relation, String detail) {}

    /** What could not be asked, with the reason of the server. */
    List<String> refused() {
        return refused;
    }

    List<Fact> ask() throws SQLException {
        int version = connection.getMetaData().getDatabaseMajorVersion();
        try {
            return facts(StateQuestion.all(version), true);
        } catch (SQLException e) {
            undo(e);
        }
        List<Fact> facts = new ArrayList<>();
        for (StateQuestion question : StateQuestion.values()) {
            try {
                facts.addAll(facts(question.query(version), question.hasParameters()));
            } catch (SQLException e) {
                undo(e);
                refuse(question.subject(), e);
            }
        }
        return facts;
    }

    /** The relations from which the owner of a materialized view may have got less than all rows. */
    List<FilteredRelation> policiesOfRefresh(long materializedView) throws SQLException {
        List<FilteredRelation> filtered = List.of();
        Savepoint before = connection.setSavepoint();
        try {
            filtered = ActivePolicies.ofRefresh(connection, materializedView);
        } catch (SQLException e) {
            requireRefusal(e);
            connection.rollback(before);
            refuse("policies of materialized views", e);
        }
        connection.releaseSavepoint(before);
        return filtered;
    }

    private List<Fact> facts(String query, boolean hasParameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SAVEPOINT + query + RELEASE)) {
            if (hasParameters) {
                statement.setLong(1, relation.oid());
                statement.setString(2, TableLock.isQualified(request.table()) ? "" : request.table());
                statement.setBoolean(3, relation.isComputed(request));
            }
            List<Fact> facts = new ArrayList<>();
            boolean isResult = statement.execute();
            while (!isResult && statement.getUpdateCount() != -1) {
                isResult = statement.getMoreResults();
            }
            try (ResultSet result = statement.getResultSet()) {
                while (result.next()) {
                    facts.add(new Fact(result.getString(1), result.getString(2), result.getString(3)));
                }
            }
            return facts;
        }
    }

    private void undo(SQLException refusal) throws SQLException {
        requireRefusal(refusal);
        try (Statement statement = connection.createStatement()) {
            statement.execute(ROLLBACK);
        } catch (SQLException e) {
            refusal.addSuppressed(e);
            throw refusal;
        }
    }

    /** Access denied or unknown to this server (class 42), or not supported by it (0A); anything else is a failure of the read. */
    private static void requireRefusal(SQLException e) throws SQLException {
        String state = Objects.requireNonNullElse(e.getSQLState(), "");
        if (!state.startsWith("42") && !state.startsWith("0A")) {
            throw e;
        }
    }

    private void refuse(String subject, SQLException e) {
        LOG.debug("The server does not answer the question for {}", subject, e);
        String said = Objects.requireNonNullElse(e.getMessage(), "")
                .lines()
                .findFirst()
                .orElse("");
        refused.add(subject + " (" + said + ", SQLSTATE " + e.getSQLState() + ")");
    }
}
