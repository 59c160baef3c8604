package dev.caravan.plan;

import dev.caravan.partition.Partitioning;
import dev.caravan.source.Link;
import dev.caravan.source.Phase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the rows of the partitions lie in a table, estimated from a sample of its pages: together, so that a reader of the table meets one
 * partition after the other, or all over it.
 *
 * @param partitions estimated number of partitions
 * @param isTogether whether the rows of a partition lie together, as those of a table that grows by time
 */
record PartitionSpread(long partitions, boolean isTogether) {
    /** One partition, or none. */
    static final PartitionSpread NONE = new PartitionSpread(1, true);

    /** Nothing is known, so the rows are sorted. */
    private static final PartitionSpread UNKNOWN = new PartitionSpread(Integer.MAX_VALUE, false);

    private static final Logger LOG = LoggerFactory.getLogger(PartitionSpread.class);

    /** A file that holds less of the table than so is one of too many. */
    private static final long WORTH_A_FILE = 8L << 20;

    /** A sample of some milliseconds. */
    private static final int SAMPLED_PAGES = 200;

    /** Of a query or a view, whose pages nobody knows. */
    private static final int SAMPLED_ROWS = 20_000;

    private static final int ROWS_OF_PAGE = 100;
    private static final double WHOLE = 100;

    /** A partition that is met on so many pages of the sample, in the mean, lies all over the table. */
    private static final double SPREAD = 1.5;

    private static final double SINGLE_ROWS = 1.5;

    /**
     * What a sample has.
     *
     * @param met pairs of a page and a partition with rows on it
     * @param values partitions
     * @param once partitions with one row
     */
    private record Sample(long rows, long met, long values, long once) {}

    /** Whether files would be closed for want of room and begun again and again, unless the server sorts the rows. */
    boolean needsOrder() {
        return !isTogether && partitions > Partitioning.MOST_OPEN;
    }

    /** Chunks that each have rows of all partitions make as many files of each; fewer chunks where these would be too small. */
    ChunkSizes limited(ChunkSizes sizes, long bytes) {
        // Of a table with members the size is not known here; those that are sorted have many partitions in any case.
        if (isTogether || (bytes < 0 && !needsOrder())) {
            return sizes;
        }
        return sizes.with((int) Math.max(1, Math.min(sizes.readers(), bytes / WORTH_A_FILE / partitions)));
    }

    /**
     * Looks at a relation.
     *
     * @param list what is selected of it: the columns of the partitions' SQL and what comes behind them
     */
    static PartitionSpread of(
            Connection connection, Relation relation, TableRequest request, PartitionSql sql, String list)
            throws SQLException {
        Savepoint before = connection.setSavepoint();
        Link link = Link.of(connection);
        try {
            long rows = QueryPlan.of(connection, "SELECT FROM " + relation.from() + where(request))
                    .rows();
            double percent = percent(connection, relation, rows);
            // A view or a query may have to work out everything before its first row.
            link.enters(Phase.FIRST_ROW);
            Sample sample = sample(connection, counts(relation, request, sql, list, percent));
            return sample.rows == 0 && percent < WHOLE ? UNKNOWN : of(sample, rows);
        } catch (SQLException e) {
            // A foreign table among the members, say; what cannot be looked at is sorted.
            LOG.debug("No sample of {}", request.subject(), e);
            connection.rollback(before);
            return UNKNOWN;
        } finally {
            connection.releaseSavepoint(before);
            link.enters(Phase.PLANNING);
        }
    }

    private static Sample sample(Connection connection, String counts) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(counts)) {
            result.next();
            return new Sample(result.getLong(1), result.getLong(2), result.getLong(3), result.getLong(4));
        }
    }

    /** The part of the pages that is sampled; how many there are is guessed by the rows where a table has members. */
    private static double percent(Connection connection, Relation relation, long rows) throws SQLException {
        long pages = rows / ROWS_OF_PAGE;
        if (relation.bytes() >= 0) {
            try (Statement statement = connection.createStatement();
                    ResultSet result = statement.executeQuery("SELECT pg_catalog.pg_relation_size(" + relation.oid()
                            + "::pg_catalog.oid) / pg_catalog.current_setting('block_size')::pg_catalog.int8")) {
                result.next();
                pages = result.getLong(1);
            }
        }
        return Math.min(WHOLE, WHOLE * SAMPLED_PAGES / Math.max(1, pages));
    }

    private static String counts(
            Relation relation, TableRequest request, PartitionSql sql, String list, double percent) {
        String where = where(request);
        String sampled = relation.isStored()
                ? "SELECT " + list + ", tableoid::pg_catalog.int8 * 4294967296"
                        + " + (ctid::pg_catalog.text::pg_catalog.point)[0]::pg_catalog.int8 AS page FROM "
                        + relation.from()
                        + " TABLESAMPLE SYSTEM (" + String.format(Locale.ROOT, "%.6f", percent) + ") REPEATABLE (0)"
                        + where
                : "SELECT " + list + ", pg_catalog.row_number() OVER () / " + ROWS_OF_PAGE + " FROM " + relation.from()
                        + where + " LIMIT " + SAMPLED_ROWS;
        String names =
                IntStream.range(0, sql.columns()).mapToObj(i -> "c" + i + ", ").collect(Collectors.joining());
        List<String> terms = sql.terms();
        String parts = IntStream.range(0, terms.size()).mapToObj(i -> "p" + i).collect(Collectors.joining(", "));
        String named = IntStream.range(0, terms.size())
                .mapToObj(i -> terms.get(i) + " AS p" + i)
                .collect(Collectors.joining(", "));
        return "WITH sampled AS (SELECT page, " + named + " FROM (" + sampled + ") AS s(" + names + "page)),"
                + " counted AS (SELECT pg_catalog.count(*) AS n FROM sampled GROUP BY " + parts + ")"
                + " SELECT (SELECT pg_catalog.count(*) FROM sampled),"
                + " (SELECT pg_catalog.count(*) FROM (SELECT DISTINCT page, " + parts + " FROM sampled) AS met),"
                + " (SELECT pg_catalog.count(*) FROM counted),"
                + " (SELECT pg_catalog.count(*) FROM counted WHERE n = 1)";
    }

    private static String where(TableRequest request) {
        return request.where().isEmpty() ? "" : " WHERE " + request.where() + "\n";
    }

    /** The number of partitions by the estimator of Haas and Stokes that ANALYZE uses for distinct values. */
    private static PartitionSpread of(Sample sample, long rows) {
        if (sample.rows == 0) {
            return new PartitionSpread(1, true);
        }
        double whole = Math.max(rows, sample.rows);
        double unseen = sample.rows - sample.once + sample.once * sample.rows / whole;
        double estimated = unseen <= 0 ? whole : sample.rows * (double) sample.values / unseen;
        long partitions = Math.max(sample.values, (long) Math.min(whole, estimated));
        boolean isMetOnce = sample.met < SPREAD * sample.values;
        boolean isInRuns = sample.rows >= SINGLE_ROWS * sample.met;
        return new PartitionSpread(partitions, isMetOnce && isInRuns);
    }
}
