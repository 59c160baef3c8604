package dev.caravan.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks every {@link StateQuestion} in one query. Where the server refuses it, each is asked alone, so that only those are lost that
 * the role may not ask or the server does not know.
 */
final class StateQuery {
    private static final Logger LOG = LoggerFactory.getLogger(StateQuery.class);
    private static final int COLUMNS = 3;

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
        } catch (RefusableQuery.Refused e) {
            LOG.debug("The server does not answer all at once", e);
        }
        List<Fact> facts = new ArrayList<>();
        for (StateQuestion question : StateQuestion.values()) {
            try {
                facts.addAll(facts(question.query(version), question.hasParameters()));
            } catch (RefusableQuery.Refused e) {
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
            RefusableQuery.requireRefusal(e);
            connection.rollback(before);
            refuse("policies of materialized views", new RefusableQuery.Refused(e));
        }
        connection.releaseSavepoint(before);
        return filtered;
    }

    private List<Fact> facts(String query, boolean hasParameters) throws SQLException, RefusableQuery.Refused {
        Object[] parameters = hasParameters
                ? new Object[] {
                    relation.oid(),
                    TableLock.isQualified(request.table()) ? "" : request.table(),
                    relation.isComputed(request)
                }
                : new Object[0];
        List<Fact> facts = new ArrayList<>();
        for (List<@Nullable String> row : RefusableQuery.ask(connection, query, COLUMNS, parameters)) {
            facts.add(new Fact(text(row, 0), text(row, 1), text(row, 2)));
        }
        return facts;
    }

    private static String text(List<@Nullable String> row, int column) {
        return Objects.requireNonNullElse(row.get(column), "");
    }

    private void refuse(String subject, RefusableQuery.Refused e) {
        LOG.debug("The server does not answer the question for {}", subject, e);
        refused.add(subject + " (" + e.reason() + ")");
    }
}
