package dev.caravan.plan;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks the server for what makes a read partial without an error: settings that hide damaged data, tables that are not filled yet,
 * and everything that {@link Caveat} lists. One query a run, over the relations that the transaction has locked.
 */
final class SourceState {
    private static final int VERSION_OF_DATABASE_COLLATIONS = 15;

    /** The rows of a view come by what its reader is, or may. */
    private static final String OF_ROLE =
            "\\m(current_user|session_user|current_role|current_setting|row_security_active"
                    + "|pg_has_role|has_[a-z_]+_privilege)\\M";

    private static final String DATABASE_COLLATION =
            "to_jsonb(db)->>'datcollversion' <> pg_catalog.pg_database_collation_actual_version(db.oid)";

    private static final String STATE = """
            WITH RECURSIVE asked AS (SELECT ?::bigint::oid AS oid, ?::text AS name, ?::boolean AS computed),
            db AS (SELECT d.* FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database()),
            locked AS (
              SELECT c.oid, c.relname, c.relkind, c.relpersistence, c.relnamespace,
                  pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) AS name
                FROM (SELECT l.relation AS oid FROM pg_catalog.pg_locks l, db
                    WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND l.database = db.oid
                  UNION SELECT a.oid FROM asked a) AS read
                JOIN pg_catalog.pg_class c ON c.oid = read.oid JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE c.oid >= 16384 OR n.nspname = 'information_schema'),
            family(oid) AS (
              SELECT l.oid FROM locked l WHERE l.relkind IN ('r', 'p')
              UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN family f ON f.oid = i.inhparent)
            SELECT 'setting' AS kind, s.name AS relation, '' AS detail
              FROM pg_catalog.unnest(ARRAY['zero_damaged_pages', 'ignore_checksum_failure', 'ignore_invalid_pages']) AS s(name)
              WHERE pg_catalog.current_setting(s.name, true) = 'on'
            UNION ALL SELECT DISTINCT CASE WHEN sr.srsubstate IN ('i', 'd') THEN 'subscription' ELSE 'SUBSCRIPTION_STOPPED' END,
                l.name, s.subname::text
              FROM locked l JOIN pg_catalog.pg_subscription_rel sr ON sr.srrelid = l.oid
              JOIN pg_catalog.pg_stat_subscription s ON s.subid = sr.srsubid
              WHERE sr.srsubstate IN ('i', 'd') OR (s.relid IS NULL AND s.pid IS NULL AND NOT pg_catalog.pg_is_in_recovery())
            UNION ALL SELECT 'UNLOGGED', l.name, '' FROM locked l WHERE l.relkind IN ('r', 'm', 'p') AND l.relpersistence = 'u'
            UNION ALL SELECT 'TEMPORARY', l.name, '' FROM locked l WHERE l.relkind IN ('r', 'v', 'p') AND l.relpersistence = 't'
                AND NOT pg_catalog.pg_is_other_temp_schema(l.relnamespace)
            UNION ALL SELECT 'TEMPORARY_CHILDREN', l.name, pg_catalog.count(*)::text
              FROM locked l JOIN pg_catalog.pg_inherits i ON i.inhparent = l.oid JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
              WHERE l.relkind = 'r' AND c.relpersistence = 't'
                AND pg_catalog.pg_is_other_temp_schema(c.relnamespace) GROUP BY l.name
            UNION ALL SELECT 'BEING_DETACHED', i.inhrelid::pg_catalog.regclass::text, i.inhparent::pg_catalog.regclass::text
              FROM family f JOIN pg_catalog.pg_inherits i ON i.inhparent = f.oid
              WHERE pg_catalog.to_jsonb(i)->>'inhdetachpending' = 'true'
            UNION ALL SELECT 'DEPENDS_ON_ROLE', l.name, '' FROM locked l
              WHERE l.relkind = 'v' AND pg_catalog.pg_get_viewdef(l.oid) ~* ':of_role'
            UNION ALL SELECT 'SETS_ROW_SECURITY', f.oid::pg_catalog.regprocedure::text, '' FROM asked a, pg_catalog.pg_proc f
              WHERE a.computed AND f.proconfig IS NOT NULL AND f.prokind = 'f'
                AND f.proconfig && ARRAY['row_security=on', 'row_security=true', 'row_security=1', 'row_security=yes']
                AND pg_catalog.has_function_privilege(f.oid, 'EXECUTE')
            UNION ALL SELECT 'FOUND_BY_SEARCH_PATH', l.name, pg_catalog.string_agg(pg_catalog.quote_ident(n.nspname), ', ' ORDER BY n.nspname)
              FROM asked a JOIN locked l ON l.oid = a.oid JOIN pg_catalog.pg_class c ON c.relname = l.relname AND c.oid <> l.oid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              WHERE a.name <> '' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND NOT pg_catalog.pg_is_other_temp_schema(n.oid)
              GROUP BY l.name
            UNION ALL SELECT DISTINCT 'OUTDATED_INDEX', l.name, l.relname::text
              FROM db, locked l JOIN pg_catalog.pg_index x ON x.indexrelid = l.oid
              CROSS JOIN LATERAL pg_catalog.unnest(x.indcollation::oid[]) AS used(oid)
              JOIN pg_catalog.pg_collation c ON c.oid = used.oid
              WHERE c.collversion <> pg_catalog.pg_collation_actual_version(c.oid) OR (c.collprovider = 'd' AND :database_collation)
            UNION ALL SELECT 'FOREIGN', l.name, s.srvname FROM locked l JOIN pg_catalog.pg_foreign_table t ON t.ftrelid = l.oid
              JOIN pg_catalog.pg_foreign_server s ON s.oid = t.ftserver
            UNION ALL SELECT 'SKIPS_ROWS', l.name, o.option_value FROM locked l JOIN pg_catalog.pg_foreign_table t ON t.ftrelid = l.oid
              CROSS JOIN LATERAL pg_catalog.pg_options_to_table(t.ftoptions) o
              WHERE o.option_name = 'on_error' AND o.option_value <> 'stop'
            UNION ALL SELECT 'materialized', l.name, l.oid::text FROM locked l WHERE l.relkind = 'm'
            UNION ALL SELECT 'standby', '', '' WHERE pg_catalog.pg_is_in_recovery()
            """;

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
        boolean isVersioned = connection.getMetaData().getDatabaseMajorVersion() >= VERSION_OF_DATABASE_COLLATIONS;
        String sql = STATE.replace(":of_role", OF_ROLE)
                .replace(":database_collation", isVersioned ? DATABASE_COLLATION : "false");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, relation.oid());
            statement.setBoolean(3, relation.isComputed(request));
            statement.setString(2, TableLock.isQualified(request.table()) ? "" : request.table());
            List<Caveat> caveats = new ArrayList<>();
            Map<Long, String> materialized = new LinkedHashMap<>();
            boolean isStandby = false;
            try (ResultSet result = statement.executeQuery()) {
                while (result.next()) {
                    String kind = result.getString(1);
                    String name = result.getString(2);
                    String detail = result.getString(3);
                    switch (kind) {
                        case "setting" -> throw hidesDamage(request.subject(), name);
                        case "subscription" -> throw notReady(request.subject(), name, detail);
                        case "standby" -> isStandby = true;
                        case "materialized" -> materialized.put(Long.parseLong(detail), name);
                        default -> {
                            Caveat.Kind known = Caveat.Kind.valueOf(kind);
                            if (known != Caveat.Kind.OUTDATED_INDEX || plan.usesIndex(detail)) {
                                caveats.add(Caveat.of(known, name, detail));
                            }
                        }
                    }
                }
            }
            for (Map.Entry<Long, String> view : materialized.entrySet()) {
                List<FilteredRelation> filtered = ActivePolicies.ofRefresh(connection, view.getKey());
                if (!filtered.isEmpty()) {
                    caveats.add(Caveat.of(
                            Caveat.Kind.FILLED_UNDER_POLICIES, view.getValue(), FilteredRelation.clauses(filtered)));
                }
            }
            if (isStandby) {
                caveats.addAll(StandbyState.of(connection));
            }
            return caveats;
        }
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
