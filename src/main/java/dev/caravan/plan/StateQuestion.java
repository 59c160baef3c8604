package dev.caravan.plan;

import java.util.Arrays;
import java.util.stream.Collectors;

/** What {@link SourceState} asks the catalogs and settings of a server. All in one query, or each alone where a server refuses one. */
enum StateQuestion {
    SETTINGS("settings that hide damaged pages", Uses.SERVER, """
            SELECT 'setting' AS kind, s.name AS relation, '' AS detail
              FROM pg_catalog.unnest(ARRAY['zero_damaged_pages', 'ignore_checksum_failure', 'ignore_invalid_pages']) AS s(name)
              WHERE pg_catalog.current_setting(s.name, true) = 'on'
            """),
    SUBSCRIPTIONS("subscriptions", Uses.LOCKED, """
            SELECT DISTINCT CASE WHEN sr.srsubstate IN ('i', 'd') THEN 'subscription' ELSE 'SUBSCRIPTION_STOPPED' END,
                l.name, s.subname::text
              FROM locked l JOIN pg_catalog.pg_subscription_rel sr ON sr.srrelid = l.oid
              JOIN pg_catalog.pg_stat_subscription s ON s.subid = sr.srsubid
              WHERE sr.srsubstate IN ('i', 'd') OR (s.relid IS NULL AND s.pid IS NULL AND NOT pg_catalog.pg_is_in_recovery())
            """),
    PERSISTENCE("unlogged and temporary tables", Uses.LOCKED, """
            SELECT 'UNLOGGED', l.name, '' FROM locked l WHERE l.relkind IN ('r', 'm', 'p') AND l.relpersistence = 'u'
            UNION ALL SELECT 'TEMPORARY', l.name, '' FROM locked l WHERE l.relkind IN ('r', 'v', 'p') AND l.relpersistence = 't'
                AND NOT pg_catalog.pg_is_other_temp_schema(l.relnamespace)
            UNION ALL SELECT 'TEMPORARY_CHILDREN', l.name, pg_catalog.count(*)::text
              FROM locked l JOIN pg_catalog.pg_inherits i ON i.inhparent = l.oid JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
              WHERE l.relkind = 'r' AND c.relpersistence = 't'
                AND pg_catalog.pg_is_other_temp_schema(c.relnamespace) GROUP BY l.name
            """),
    PARTITIONS("partitions that are being detached", Uses.LOCKED, """
            SELECT 'BEING_DETACHED', i.inhrelid::pg_catalog.regclass::text, i.inhparent::pg_catalog.regclass::text
              FROM family f JOIN pg_catalog.pg_inherits i ON i.inhparent = f.oid
              WHERE pg_catalog.to_jsonb(i)->>'inhdetachpending' = 'true'
            """),
    VIEWS("views that depend on the role", Uses.LOCKED, """
            SELECT 'DEPENDS_ON_ROLE', l.name, '' FROM locked l
              WHERE l.relkind = 'v' AND pg_catalog.pg_get_viewdef(l.oid) ~* ':of_role'
            """),
    FUNCTIONS("functions that set row_security", Uses.LOCKED, """
            SELECT 'SETS_ROW_SECURITY', f.oid::pg_catalog.regprocedure::text, '' FROM asked a, pg_catalog.pg_proc f
              WHERE a.computed AND f.proconfig IS NOT NULL AND f.prokind = 'f'
                AND f.proconfig && ARRAY['row_security=on', 'row_security=true', 'row_security=1', 'row_security=yes']
                AND pg_catalog.has_function_privilege(f.oid, 'EXECUTE')
            """),
    SEARCH_PATH("relations of the same name", Uses.LOCKED, """
            SELECT 'FOUND_BY_SEARCH_PATH', l.name, pg_catalog.string_agg(pg_catalog.quote_ident(n.nspname), ', ' ORDER BY n.nspname)
              FROM asked a JOIN locked l ON l.oid = a.oid JOIN pg_catalog.pg_class c ON c.relname = l.relname AND c.oid <> l.oid
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              WHERE a.name <> '' AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
                AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND NOT pg_catalog.pg_is_other_temp_schema(n.oid)
              GROUP BY l.name
            """),
    INDEXES("indexes with an outdated collation", Uses.LOCKED, """
            SELECT DISTINCT 'OUTDATED_INDEX', l.name, l.relname::text
              FROM db, locked l JOIN pg_catalog.pg_index x ON x.indexrelid = l.oid
              CROSS JOIN LATERAL pg_catalog.unnest(x.indcollation::oid[]) AS used(oid)
              JOIN pg_catalog.pg_collation c ON c.oid = used.oid
              WHERE c.collversion <> pg_catalog.pg_collation_actual_version(c.oid) OR (c.collprovider = 'd' AND :database_collation)
            """),
    FOREIGN_TABLES("foreign tables", Uses.LOCKED, """
            SELECT 'FOREIGN', l.name, s.srvname FROM locked l JOIN pg_catalog.pg_foreign_table t ON t.ftrelid = l.oid
              JOIN pg_catalog.pg_foreign_server s ON s.oid = t.ftserver
            UNION ALL SELECT 'SKIPS_ROWS', l.name, o.option_value FROM locked l JOIN pg_catalog.pg_foreign_table t ON t.ftrelid = l.oid
              CROSS JOIN LATERAL pg_catalog.pg_options_to_table(t.ftoptions) o
              WHERE o.option_name = 'on_error' AND o.option_value <> 'stop'
            """),
    MATERIALIZED_VIEWS("materialized views", Uses.LOCKED, """
            SELECT 'materialized', l.name, l.oid::text FROM locked l WHERE l.relkind = 'm'
            """),
    STANDBY("whether it is a standby", Uses.SERVER, """
            SELECT 'standby', '', '' WHERE pg_catalog.pg_is_in_recovery()
            """);

    /** What a question is about. */
    enum Uses {
        /** The relations that the transaction has locked; takes the parameters of {@link #RELATIONS}. */
        LOCKED,
        /** The server alone. */
        SERVER
    }

    private static final int VERSION_OF_DATABASE_COLLATIONS = 15;

    /** The rows of a view come by what its reader is, or may. */
    private static final String OF_ROLE =
            "\\m(current_user|session_user|current_role|current_setting|row_security_active"
                    + "|pg_has_role|has_[a-z_]+_privilege)\\M";

    private static final String DATABASE_COLLATION =
            "to_jsonb(db)->>'datcollversion' <> pg_catalog.pg_database_collation_actual_version(db.oid)";

    /** Parameters: oid of the relation, its name if it has no schema, whether its rows are worked out. */
    private static final String RELATIONS = """
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
            """;

    private final String subject;
    private final Uses uses;
    private final String select;

    StateQuestion(String subject, Uses uses, String select) {
        this.subject = subject;
        this.uses = uses;
        this.select = select;
    }

    /** What it asks for, in words. */
    String subject() {
        return subject;
    }

    boolean hasParameters() {
        return uses == Uses.LOCKED;
    }

    /** This question alone. */
    String query(int serverVersion) {
        return complete((hasParameters() ? RELATIONS : "") + select, serverVersion);
    }

    /** All questions. */
    static String all(int serverVersion) {
        return complete(
                RELATIONS
                        + Arrays.stream(values())
                                .map(question -> question.select)
                                .collect(Collectors.joining("UNION ALL ")),
                serverVersion);
    }

    private static String complete(String query, int serverVersion) {
        return query.replace(":of_role", OF_ROLE)
                .replace(
                        ":database_collation",
                        serverVersion >= VERSION_OF_DATABASE_COLLATIONS ? DATABASE_COLLATION : "false");
    }
}
