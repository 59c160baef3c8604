package dev.caravan.plan;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the server for what makes a read partial without an error: settings that hide damaged data, tables that are not filled yet,
 * and everything that {@link Caveat} lists. One query a run, over the relations that the transaction has locked.
 * What a server does not let this role ask, or does not know, is a caveat and no failure.
 */
final class SourceState {
    private SourceState() {}

    /**
     * What may be missing, after EXPLAIN has locked what is read.
     *
     * @param relation what is read
     * @param plan of the whole read
     * @throws ExportException when rows are certainly missing, or may be without a trace
     */
    static List<Caveat> of(Connection connection, TableRequest request, Relation relation, QueryPlan plan)
            throws SQLException {
        StateQuery query = new StateQuery(connection, request, relation);
        List<Caveat> caveats = new ArrayList<>();
        Map<Long, String> materialized = new LinkedHashMap<>();
        boolean isStandby = false;
        for (StateQuery.Fact fact : query.ask()) {
            String name = fact.relation();
            String detail = fact.detail();
            switch (fact.kind()) {
                case "setting" -> throw hidesDamage(request.subject(), name);
                case "subscription" -> throw notReady(request.subject(), name, detail);
                case "standby" -> isStandby = true;
                case "materialized" -> materialized.put(Long.parseLong(detail), name);
                default -> {
                    Caveat.Kind known = Caveat.Kind.valueOf(fact.kind());
                    if (known != Caveat.Kind.OUTDATED_INDEX || plan.usesIndex(detail)) {
                        caveats.add(Caveat.of(known, name, detail));
                    }
                }
            }
        }
        for (Map.Entry<Long, String> view : materialized.entrySet()) {
            List<FilteredRelation> filtered = query.policiesOfRefresh(view.getKey());
            if (!filtered.isEmpty()) {
                caveats.add(Caveat.of(
                        Caveat.Kind.FILLED_UNDER_POLICIES, view.getValue(), FilteredRelation.clauses(filtered)));
            }
        }
        if (isStandby) {
            caveats.addAll(StandbyState.of(connection));
        }
        if (!query.refused().isEmpty()) {
            caveats.add(Caveat.of(Caveat.Kind.NOT_CHECKED, "", String.join("; ", query.refused())));
        }
        return caveats;
    }

    private static ExportException hidesDamage(String subject, String setting) {
        return new ExportException(
                ErrorCode.DAMAGE_HIDDEN,
                "Reading " + subject + ": the server has " + setting
                        + " on, with which rows of damaged pages are left out or changed without an error.",
                "Turn it off where it is set: postgresql.conf, ALTER SYSTEM, ALTER DATABASE or ALTER ROLE.");
    }

    private static ExportException notReady(String subject, String relation, String subscription) {
        return new ExportException(
                ErrorCode.SOURCE_NOT_READY,
                "Reading " + subject + ": the subscription " + subscription + " has not finished its initial copy of "
                        + relation + ", so rows of the publisher are missing.",
                "It is retried; see pg_subscription_rel and the server's log if the copy does not end.");
    }
}
