package dev.caravan.plan;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the relations of a read whose rows row security filters, by the rules of PostgreSQL's {@code check_enable_rls}.
 *
 * <p>What is read is what the transaction has locked: EXPLAIN of a statement locks every relation that the statement names, the
 * views' own included. Below a view, policies are checked for the view's owner, or for the caller with {@code security_invoker}.
 * Child tables that are read through their parent are left out, since only the parent's policies apply then. What functions read is
 * not seen here.
 */
final class ActivePolicies {
    private static final String FILTERED = """
            WITH RECURSIVE asked AS (SELECT ?::bigint::oid AS oid, ?::boolean AS refreshed),
            me AS (
              SELECT r.oid FROM pg_catalog.pg_roles r, asked a WHERE NOT a.refreshed AND r.rolname = current_user
              UNION ALL SELECT c.relowner FROM asked a JOIN pg_catalog.pg_class c ON c.oid = a.oid WHERE a.refreshed),
            locked AS (
              SELECT DISTINCT c.oid, c.relkind FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_class c ON c.oid = l.relation
                WHERE l.pid = pg_catalog.pg_backend_pid() AND l.locktype = 'relation' AND c.oid >= 16384
                  AND l.database = (SELECT d.oid FROM pg_catalog.pg_database d WHERE d.datname = pg_catalog.current_database())
                  AND c.relkind IN ('r', 'p', 'v', 'm', 'f')),
            family(oid) AS (
              SELECT a.oid FROM asked a
              UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN family f ON f.oid = i.inhparent),
            ancestors(oid) AS (
              SELECT a.oid FROM asked a
              UNION SELECT i.inhparent FROM pg_catalog.pg_inherits i JOIN ancestors f ON f.oid = i.inhrelid),
            beneath(relation, role) AS (
              SELECT s.oid, me.oid FROM me, (
                  SELECT a.oid FROM asked a WHERE a.oid <> 0
                  UNION SELECT l.oid FROM locked l, asked a WHERE NOT a.refreshed AND l.oid NOT IN (SELECT f.oid FROM family f)
                    AND l.oid NOT IN (SELECT f.oid FROM ancestors f)
                    AND NOT EXISTS (SELECT FROM locked v JOIN pg_catalog.pg_rewrite r ON r.ev_class = v.oid
                      JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
                      WHERE v.relkind = 'v' AND v.oid <> l.oid
                        AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid = l.oid)) s
              UNION
              SELECT d.refobjid, CASE WHEN EXISTS (
                    SELECT FROM pg_catalog.pg_options_to_table(v.reloptions) o
                      WHERE o.option_name = 'security_invoker' AND o.option_value::boolean) THEN me.oid ELSE v.relowner END
                FROM me, beneath b JOIN pg_catalog.pg_class v ON v.oid = b.relation
                    AND (v.relkind = 'v' OR (v.relkind = 'm' AND v.oid IN (SELECT a.oid FROM asked a WHERE a.refreshed)))
                  JOIN pg_catalog.pg_rewrite r ON r.ev_class = v.oid
                  JOIN pg_catalog.pg_depend d ON d.classid = 'pg_catalog.pg_rewrite'::regclass AND d.objid = r.oid
                    AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjid <> v.oid)
            SELECT DISTINCT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) AS relation,
                r.rolname::text AS role, pg_catalog.pg_has_role(r.oid, c.relowner, 'USAGE') AS is_owner,
                coalesce(p.names, '{}') AS policies, coalesce(p.shows_all, false) AS shows_all
              FROM beneath b JOIN pg_catalog.pg_class c ON c.oid = b.relation
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              JOIN pg_catalog.pg_roles r ON r.oid = b.role
              CROSS JOIN LATERAL (
                SELECT pg_catalog.array_agg(q.polname::text ORDER BY q.polname) AS names,
                    pg_catalog.bool_or(q.polpermissive AND pg_catalog.pg_get_expr(q.polqual, q.polrelid) = 'true')
                      AND pg_catalog.bool_and(q.polpermissive
                        OR coalesce(pg_catalog.pg_get_expr(q.polqual, q.polrelid), 'true') = 'true') AS shows_all
                  FROM pg_catalog.pg_policy q WHERE q.polrelid = c.oid AND q.polcmd IN ('r', '*')
                    AND EXISTS (SELECT FROM pg_catalog.unnest(q.polroles) AS who(oid)
                      WHERE who.oid = 0 OR pg_catalog.pg_has_role(r.oid, who.oid, 'USAGE'))) p
              WHERE c.relrowsecurity AND NOT r.rolsuper AND NOT r.rolbypassrls
                AND (c.relforcerowsecurity OR NOT pg_catalog.pg_has_role(r.oid, c.relowner, 'USAGE'))
              ORDER BY 1, 2
            """;

    private ActivePolicies() {}

    /**
     * The relations that are filtered, in the order of their names.
     *
     * @param relation the table that is read; 0 for a query
     */
    static List<FilteredRelation> of(Connection connection, long relation) throws SQLException {
        return found(connection, relation, false);
    }

    /** The relations that are filtered while a materialized view is refreshed, which its owner does. */
    static List<FilteredRelation> ofRefresh(Connection connection, long materializedView) throws SQLException {
        return found(connection, materializedView, true).stream()
                .filter(filtered -> !filtered.showsAll())
                .toList();
    }

    private static List<FilteredRelation> found(Connection connection, long relation, boolean refreshed)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(FILTERED)) {
            statement.setLong(1, relation);
            statement.setBoolean(2, refreshed);
            try (ResultSet result = statement.executeQuery()) {
                List<FilteredRelation> filtered = new ArrayList<>();
                while (result.next()) {
                    Array policies = result.getArray("policies");
                    filtered.add(new FilteredRelation(
                            result.getString("relation"),
                            result.getString("role"),
                            result.getBoolean("is_owner"),
                            List.of((String[]) policies.getArray()),
                            result.getBoolean("shows_all")));
                }
                return filtered;
            }
        }
    }
}
