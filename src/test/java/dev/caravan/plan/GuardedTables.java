package dev.caravan.plan;

import dev.caravan.local.postgres.LocalPostgres;
import dev.caravan.source.Snapshot;
import dev.caravan.source.SourceFailure;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.postgresql.ds.PGSimpleDataSource;

/** Tables of ten rows, of which policies leave some roles five; every way there is for PostgreSQL to hide rows, and not to. */
final class GuardedTables {
    static final String READER = "guarded_reader";
    static final String OWNER = "guarded_owner";
    static final String MEMBER = "guarded_member";
    static final String BYPASS = "guarded_bypass";
    static final String VIEWER = "guarded_viewer";

    private static final List<String> TABLES = List.of(
            "plain",
            "enabled",
            "no_policy",
            "forced",
            "not_enabled",
            "everyone",
            "everyone_but",
            "of_others",
            "insert_only");

    private static final String MORE = """
            ALTER TABLE enabled ENABLE ROW LEVEL SECURITY; CREATE POLICY half ON enabled USING (i <= 5);
            ALTER TABLE no_policy ENABLE ROW LEVEL SECURITY;
            ALTER TABLE forced ENABLE ROW LEVEL SECURITY; ALTER TABLE forced FORCE ROW LEVEL SECURITY;
            CREATE POLICY half ON forced USING (i <= 5);
            CREATE POLICY half ON not_enabled USING (i <= 5);
            ALTER TABLE everyone ENABLE ROW LEVEL SECURITY; CREATE POLICY all_rows ON everyone FOR SELECT USING (true);
            ALTER TABLE everyone_but ENABLE ROW LEVEL SECURITY; CREATE POLICY all_rows ON everyone_but USING (true);
            CREATE POLICY half ON everyone_but AS RESTRICTIVE USING (i <= 5);
            ALTER TABLE of_others ENABLE ROW LEVEL SECURITY; CREATE POLICY half ON of_others TO guarded_viewer USING (true);
            ALTER TABLE insert_only ENABLE ROW LEVEL SECURITY; CREATE POLICY half ON insert_only FOR INSERT WITH CHECK (true);
            CREATE TABLE parted (i int, words text) PARTITION BY RANGE (i);
            CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM (0) TO (6);
            CREATE TABLE parted_2 PARTITION OF parted DEFAULT;
            ALTER TABLE parted ENABLE ROW LEVEL SECURITY; CREATE POLICY half ON parted USING (i <= 5);
            CREATE TABLE parted_below (i int, words text) PARTITION BY RANGE (i);
            CREATE TABLE parted_below_1 PARTITION OF parted_below DEFAULT;
            ALTER TABLE parted_below_1 ENABLE ROW LEVEL SECURITY; CREATE POLICY half ON parted_below_1 USING (i <= 5);
            CREATE TABLE parent (i int, words text); CREATE TABLE child () INHERITS (parent);
            ALTER TABLE parent ENABLE ROW LEVEL SECURITY; CREATE POLICY half ON parent USING (i <= 5);
            CREATE TABLE parent_below (i int, words text); CREATE TABLE child_below () INHERITS (parent_below);
            ALTER TABLE child_below ENABLE ROW LEVEL SECURITY; CREATE POLICY half ON child_below USING (i <= 5);
            INSERT INTO parted SELECT i, 'x' FROM generate_series(1, 10) i;
            INSERT INTO parted_below SELECT i, 'x' FROM generate_series(1, 10) i;
            INSERT INTO child SELECT i, 'x' FROM generate_series(1, 10) i;
            INSERT INTO child_below SELECT i, 'x' FROM generate_series(1, 10) i;
            CREATE VIEW of_owner AS SELECT * FROM enabled;
            CREATE VIEW of_viewer AS SELECT * FROM enabled; ALTER VIEW of_viewer OWNER TO guarded_viewer;
            CREATE VIEW above AS SELECT * FROM of_viewer;
            CREATE MATERIALIZED VIEW kept AS SELECT * FROM enabled;
            CREATE MATERIALIZED VIEW kept_half AS SELECT * FROM forced;
            CREATE FUNCTION inlined() RETURNS SETOF enabled STABLE LANGUAGE sql AS 'SELECT * FROM enabled';
            CREATE FUNCTION called() RETURNS SETOF enabled STABLE LANGUAGE plpgsql
              AS 'BEGIN RETURN QUERY SELECT * FROM enabled; END';
            CREATE FUNCTION of_definer() RETURNS SETOF enabled STABLE LANGUAGE sql SECURITY DEFINER AS 'SELECT * FROM enabled';
            GRANT SELECT ON ALL TABLES IN SCHEMA public TO guarded_owner, guarded_reader, guarded_bypass, guarded_viewer;
            CREATE TABLE ungranted (i int); ALTER TABLE ungranted ENABLE ROW LEVEL SECURITY
            """;

    private static final String INVOKER =
            "; CREATE VIEW of_invoker WITH (security_invoker = on) AS SELECT * FROM enabled;"
                    + "CREATE VIEW above_invoker AS SELECT * FROM of_invoker;"
                    + "GRANT SELECT ON of_invoker, above_invoker TO guarded_reader";

    private final LocalPostgres server;
    private final String database;

    private GuardedTables(LocalPostgres server, String database) {
        this.server = server;
        this.database = database;
    }

    /** Makes roles, tables and views in an empty database. */
    static GuardedTables in(LocalPostgres server, String database) throws SQLException {
        GuardedTables tables = new GuardedTables(server, database);
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            for (String role : List.of(READER, OWNER, MEMBER, BYPASS, VIEWER)) {
                statement.execute("DO $$ BEGIN IF to_regrole('" + role + "') IS NULL THEN CREATE ROLE " + role
                        + " LOGIN PASSWORD '" + role + "'; END IF; END $$");
            }
            statement.execute("ALTER ROLE guarded_bypass BYPASSRLS; GRANT guarded_owner TO guarded_member;"
                    + " GRANT ALL ON SCHEMA public TO guarded_owner, guarded_viewer; SET ROLE guarded_owner");
            for (String table : TABLES) {
                statement.execute(
                        "CREATE TABLE " + table + " AS SELECT i, 'x'::text AS words FROM generate_series(1, 10) i");
            }
            statement.execute("RESET ROLE; GRANT guarded_viewer TO guarded_owner; SET ROLE guarded_owner");
            statement.execute(MORE + (connection.getMetaData().getDatabaseMajorVersion() >= 15 ? INVOKER : ""));
            statement.execute("RESET ROLE; REVOKE guarded_viewer FROM guarded_owner");
        }
        return tables;
    }

    /** A source whose connections have this role. */
    PGSimpleDataSource source(String role) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.jdbcUrl(database));
        source.setUser(role);
        source.setPassword(role.equals(LocalPostgres.USER) ? LocalPostgres.PASSWORD : role);
        return source;
    }

    static TableRequest table(String table, String where) {
        return new TableRequest(table, table, "", List.of(), List.of(), where, BadValuePolicies.FAIL, Map.of());
    }

    static TableRequest query(String query) {
        return new TableRequest("q", "", query, List.of(), List.of(), "", BadValuePolicies.FAIL, Map.of());
    }

    /** How many rows a run would read. */
    int rows(String role, TableRequest request) {
        try (Snapshot snapshot = Snapshot.open(source(role), request.subject())) {
            int rows = 0;
            for (Chunk chunk : Planner.plan(snapshot, request, "now").chunks()) {
                try (Statement statement = snapshot.connection().createStatement();
                        ResultSet result = statement.executeQuery("SELECT count(*) FROM (" + chunk.select() + ") c")) {
                    result.next();
                    rows += result.getInt(1);
                } catch (SQLException e) {
                    throw SourceFailure.of(e, request.subject());
                }
            }
            return rows;
        }
    }

    /** What a plan says of the read. */
    Completeness completeness(String role, TableRequest request) {
        try (Snapshot snapshot = Snapshot.open(source(role), request.subject())) {
            return Planner.plan(snapshot, request, "now").completeness();
        }
    }
}
