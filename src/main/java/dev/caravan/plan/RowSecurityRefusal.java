package dev.caravan.plan;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.source.ServerReport;
import dev.caravan.source.Snapshot;
import dev.caravan.source.SourceFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says why row security refuses a read: which relation, which role, which policies.
 *
 * <p>The server reports it with the SQLSTATE of any missing right (42501) and a message in its own language. What tells it apart is the
 * routine that reports the error, and, should a proxy leave that out, that the same statement passes with {@code row_security = on}.
 */
final class RowSecurityRefusal {
    private static final Logger LOG = LoggerFactory.getLogger(RowSecurityRefusal.class);

    private static final String MISSING_RIGHT = "42501";

    private RowSecurityRefusal() {}

    /**
     * The failure behind a fault of a plan. Ends the transaction to ask the catalogs, so nothing can be read in it afterwards.
     *
     * @param snapshot in which planning failed
     */
    static ExportException of(Snapshot snapshot, TableRequest request, SQLException fault) {
        boolean mayBe = MISSING_RIGHT.equals(fault.getSQLState())
                && (ServerReport.routine(fault) == null || ServerReport.isRowSecurity(fault));
        if (!mayBe) {
            return SourceFailure.of(fault, request.subject());
        }
        try {
            List<FilteredRelation> filtered = filtered(snapshot.connection(), request);
            return filtered.isEmpty() ? SourceFailure.of(fault, request.subject()) : because(request, filtered, fault);
        } catch (SQLException e) {
            LOG.debug("Without row security {} cannot be read either", request.subject(), e);
            // The missing right is what has to be granted first.
            return SourceFailure.of(MISSING_RIGHT.equals(e.getSQLState()) ? e : fault, request.subject());
        }
    }

    /** Runs the statement's EXPLAIN with policies, which locks what it reads, and looks at that. */
    private static List<FilteredRelation> filtered(Connection connection, TableRequest request) throws SQLException {
        connection.rollback();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET TRANSACTION READ ONLY; SET LOCAL row_security = on");
            QueryPlan.of(connection, "SELECT 1 FROM " + from(request) + where(request));
        }
        return ActivePolicies.of(connection, Relation.oidOf(connection, request));
    }

    private static String from(TableRequest request) {
        return request.query().isEmpty()
                ? TableLock.quoted(request.table()).orElse(request.table())
                : Relation.fromOf(request.query());
    }

    private static String where(TableRequest request) {
        return request.where().isEmpty() ? "" : " WHERE " + request.where();
    }

    /** A refusal because of these relations. */
    static ExportException because(
            TableRequest request, List<FilteredRelation> filtered, @Nullable SQLException cause) {
        return new ExportException(
                ErrorCode.ROW_SECURITY,
                "Reading " + request.subject() + ": row security may hide rows, so that the export would be partial: "
                        + FilteredRelation.clauses(filtered) + ".",
                "Let the role see all rows (" + FilteredRelation.remedies(filtered)
                        + "), or export only the rows that the policies allow, with rowSecurity: allow in the table file.",
                cause);
    }
}
