package dev.caravan.plan;

import dev.caravan.types.Identifier;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The parts of the server's files that a table is made of: itself, its leaf partitions, or itself and the tables that inherit from
 * it. Each is read with ONLY, so that no row is read twice.
 *
 * @param members in the order of their making, which for partitions by time is the order of their rows; the table itself first
 */
record Family(List<Member> members) {
    /** The first version whose ctid ranges are looked up, rather than filtered out of a scan of the whole table. */
    private static final int VERSION_OF_TID_RANGES = 14;

    /**
     * A part of the table.
     *
     * @param from as SQL names it
     * @param pages its size without TOASTed values
     * @param bytes its size with them
     * @param rows as the server estimates; negative when it does not know
     * @param byPages whether a range of its pages can be read by itself
     */
    record Member(String from, long pages, long bytes, double rows, boolean byPages) {}

    /**
     * PostgreSQL lets a role that may read a parent read its members through it, by the parent's row level security; members that are
     * read by themselves need rights of their own and have policies of their own. A condition on ctid needs the right on the whole
     * table. So where any of that could matter, the table is left in one piece, as is one whose partition is being detached.
     */
    private static final String MEMBERS = """
            WITH RECURSIVE family(relation) AS (
              SELECT ?::bigint::oid
              UNION SELECT i.inhrelid FROM pg_catalog.pg_inherits i JOIN family f ON f.relation = i.inhparent)
            SELECT n.nspname, c.relname, c.relkind::text, c.reltuples::float8,
                COALESCE(pg_catalog.pg_relation_size(c.oid), 0)
                  / pg_catalog.current_setting('block_size')::int AS pages,
                COALESCE(pg_catalog.pg_table_size(c.oid), 0) AS bytes,
                c.relkind IN ('r', 'm') AND (a.amname = 'heap' OR a.amname IS NULL) AS is_heap,
                pg_catalog.has_table_privilege(c.oid, 'SELECT') AND NOT pg_catalog.row_security_active(c.oid)
                  AND (c.relpersistence <> 't' OR c.oid = ?::bigint::oid) AND NOT :being_detached AS is_open
              FROM family JOIN pg_catalog.pg_class c ON c.oid = family.relation
              JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
              LEFT JOIN pg_catalog.pg_am a ON a.oid = c.relam
              ORDER BY c.oid <> ?::bigint::oid, c.oid
            """;

    private static final String BEING_DETACHED =
            "EXISTS (SELECT FROM pg_catalog.pg_inherits d WHERE d.inhrelid = c.oid AND d.inhdetachpending)";

    /** The parts of a relation; empty for what has to be read in one piece. */
    static Optional<Family> of(Connection connection, long relation) throws SQLException {
        boolean isByPages = connection.getMetaData().getDatabaseMajorVersion() >= VERSION_OF_TID_RANGES;
        try (PreparedStatement statement =
                connection.prepareStatement(MEMBERS.replace(":being_detached", isByPages ? BEING_DETACHED : "false"))) {
            statement.setLong(1, relation);
            statement.setLong(2, relation);
            statement.setLong(3, relation);
            try (ResultSet result = statement.executeQuery()) {
                List<Member> members = new ArrayList<>();
                while (result.next()) {
                    String kind = result.getString("relkind");
                    if (!result.getBoolean("is_open") || !"rmpf".contains(kind)) {
                        return Optional.empty();
                    }
                    if (!kind.equals("p")) {
                        members.add(new Member(
                                Identifier.quote(result.getString("nspname")) + "."
                                        + Identifier.quote(result.getString("relname")),
                                result.getLong("pages"),
                                result.getLong("bytes"),
                                result.getDouble("reltuples"),
                                isByPages && result.getBoolean("is_heap")));
                    }
                }
                return members.isEmpty() ? Optional.empty() : Optional.of(new Family(members));
            }
        }
    }

    long bytes() {
        return members.stream().mapToLong(Member::bytes).sum();
    }

    /** The rows that the server estimates, or 0 when it does not know of all members. */
    double rows() {
        return members.stream().anyMatch(member -> member.rows() < 0 || (member.rows() == 0 && member.pages() > 0))
                ? 0
                : members.stream().mapToDouble(Member::rows).sum();
    }
}
