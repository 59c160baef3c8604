package dev.caravan.plan;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server for what is noted of a run: the moment that it reads, and comments. All in one query; where the server refuses it, each
 * fact is asked alone, and what is refused stays unknown.
 */
final class FactsQuery {
    private static final Logger LOG = LoggerFactory.getLogger(FactsQuery.class);
    private static final int COLUMNS = 3;

    /** Selects rows of kind, name and text. Parameters of those of a relation: its oid. */
    private static final List<String> OF_SERVER = new ArrayList<>();

    private static final String COMMENTS = "SELECT 'comment', coalesce(a.attname, ''), d.description"
            + " FROM pg_catalog.pg_description d LEFT JOIN pg_catalog.pg_attribute a"
            + " ON a.attrelid = d.objoid AND a.attnum = d.objsubid AND d.objsubid > 0"
            + " WHERE d.objoid = ?::bigint::oid AND d.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass";

    static {
        fact("version", "pg_catalog.current_setting('server_version')");
        fact("database", "pg_catalog.current_database()");
        fact("system", "(SELECT system_identifier::text FROM pg_catalog.pg_control_system())");
        fact("snapshot", "pg_catalog.txid_current_snapshot()::text");
        fact("horizon", "pg_catalog.txid_snapshot_xmin(pg_catalog.txid_current_snapshot())::text");
        fact("standby", "pg_catalog.pg_is_in_recovery()::text");
        // Apart, since a role needs the right on every function of an expression, whether it is called or not.
        onPrimary("lsn", "pg_catalog.pg_current_wal_flush_lsn()");
        onStandby("lsn", "pg_catalog.pg_last_wal_replay_lsn()");
        // The control file has that of the last checkpoint, which may be before a promotion; a standby has no other.
        onPrimary(
                "timeline",
                "('x' || pg_catalog.left(pg_catalog.pg_walfile_name(pg_catalog.pg_current_wal_flush_lsn()), 8))::bit(32)::int");
        onStandby("timeline", "(SELECT timeline_id FROM pg_catalog.pg_control_checkpoint())");
    }

    private final Connection connection;
    private final Relation relation;
    private final Map<String, String> facts = new HashMap<>();
    private final Map<String, String> comments = new HashMap<>();
    private @Nullable String comment;

    private FactsQuery(Connection connection, Relation relation) {
        this.connection = connection;
        this.relation = relation;
    }

    private static void fact(String name, String expression) {
        OF_SERVER.add("SELECT 'fact', '" + name + "', " + expression);
    }

    private static void onPrimary(String name, String expression) {
        fact(name, "CASE WHEN NOT pg_catalog.pg_is_in_recovery() THEN " + expression + " END::text");
    }

    private static void onStandby(String name, String expression) {
        fact(name, "CASE WHEN pg_catalog.pg_is_in_recovery() THEN " + expression + " END::text");
    }

    /** Asks within the transaction of the run. */
    static FactsQuery of(Connection connection, Relation relation) throws SQLException {
        FactsQuery query = new FactsQuery(connection, relation);
        String all = String.join(" UNION ALL ", OF_SERVER);
        try {
            query.ask(all + (relation.oid() == 0 ? "" : " UNION ALL " + COMMENTS), relation.oid() != 0);
            return query;
        } catch (RefusableQuery.Refused e) {
            LOG.debug("The server does not tell all at once", e);
        }
        for (String one : OF_SERVER) {
            query.askAlone(one, false);
        }
        if (relation.oid() != 0) {
            query.askAlone(COMMENTS, true);
        }
        return query;
    }

    private void askAlone(String query, boolean isOfRelation) throws SQLException {
        try {
            ask(query, isOfRelation);
        } catch (RefusableQuery.Refused e) {
            LOG.debug("The server does not tell: {}", query, e);
        }
    }

    private void ask(String query, boolean isOfRelation) throws SQLException, RefusableQuery.Refused {
        Object[] parameters = isOfRelation ? new Object[] {relation.oid()} : new Object[0];
        for (List<@Nullable String> row : RefusableQuery.ask(connection, query, COLUMNS, parameters)) {
            String name = Objects.requireNonNullElse(row.get(1), "");
            String text = row.get(2);
            if (text == null) {
                continue;
            }
            if ("fact".equals(row.get(0))) {
                facts.put(name, text);
            } else if (name.isEmpty()) {
                comment = text;
            } else {
                comments.put(name, text);
            }
        }
    }

    SourceFacts facts() {
        return SourceFacts.of(facts, relation.oid() == 0 ? null : relation.from());
    }

    SourceComments comments() {
        return new SourceComments(comment, comments);
    }
}
