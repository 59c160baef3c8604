package dev.caravan.scaffold;

import dev.caravan.plan.Column;
import dev.caravan.types.Identifier;
import dev.caravan.types.PgType;
import dev.caravan.types.PgType.Base;
import dev.caravan.types.PgType.Domain;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Looks at some of a table's rows, and at what ANALYZE has kept of them, for what the catalog does not say. */
final class Sample {
    /** Enough to meet what is usual, little enough to be read in a second. */
    static final int ROWS = 100_000;

    private static final Set<String> CALENDAR = Set.of("date", "timestamp", "timestamptz");

    private final Connection connection;
    private final LiveTable table;

    Sample(Connection connection, LiveTable table) {
        this.connection = connection;
        this.table = table;
    }

    /**
     * How long the numbers of a column are.
     *
     * @param before most digits before the point
     * @param after most digits after it
     * @param odd how many are NaN or infinite
     * @param values how many were looked at
     */
    record Digits(int before, int after, long odd, long values) {}

    /** The digits of a column without a declared precision; nothing for other columns and empty ones. */
    Optional<Digits> digits(Column column) throws SQLException {
        if (!(base(column.type()) instanceof Base base)
                || !base.name().equals("numeric")
                || !base.origin().equals(Base.BUILT_IN)
                || base.modifier() >= 0) {
            return Optional.empty();
        }
        String sql = "WITH v AS (SELECT x::numeric AS x FROM " + rows(column) + " UNION ALL "
                + "SELECT pg_catalog.unnest(coalesce(s.histogram_bounds::text::numeric[], '{}') "
                + "|| coalesce(s.most_common_vals::text::numeric[], '{}')) FROM pg_catalog.pg_stats s "
                + "WHERE s.schemaname = ? AND s.tablename = ? AND s.attname = ?), "
                + "f AS (SELECT x, x::text ~ '^[-0-9.]+$' AS finite FROM v WHERE x IS NOT NULL) "
                + "SELECT max(length(trunc(abs(x))::text)) FILTER (WHERE finite), max(scale(x)) FILTER (WHERE finite), "
                + "count(*) FILTER (WHERE NOT finite), count(*) FILTER (WHERE finite) FROM f";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, table.schema());
            statement.setString(2, table.name());
            statement.setString(3, column.name());
            try (ResultSet result = statement.executeQuery()) {
                result.next();
                return result.getLong(4) == 0
                        ? Optional.empty()
                        : Optional.of(
                                new Digits(result.getInt(1), result.getInt(2), result.getLong(3), result.getLong(4)));
            }
        }
    }

    /**
     * The dimensions of a column's arrays.
     *
     * @param fewest of any array that is not empty
     * @param most of any
     */
    record Dimensions(int fewest, int most) {}

    /** The dimensions of a column of arrays; nothing for other columns and where no array has an element. */
    Optional<Dimensions> dimensions(Column column) throws SQLException {
        if (!(base(column.type()) instanceof PgType.Array)) {
            return Optional.empty();
        }
        String sql = "SELECT min(pg_catalog.array_ndims(x)), max(pg_catalog.array_ndims(x)) FROM " + rows(column);
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            result.next();
            int fewest = result.getInt(1);
            return result.wasNull() ? Optional.empty() : Optional.of(new Dimensions(fewest, result.getInt(2)));
        }
    }

    /** How many dates or moments of a column are infinite or outside the years 1 to 9999. */
    long unusualMoments(Column column) throws SQLException {
        if (!(base(column.type()) instanceof Base base)
                || !base.origin().equals(Base.BUILT_IN)
                || !CALENDAR.contains(base.name())) {
            return 0;
        }
        String sql = "SELECT count(*) FROM " + rows(column)
                + " WHERE NOT isfinite(x) OR x < '0001-01-01' OR x >= '10000-01-01'";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet result = statement.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    private String rows(Column column) {
        String some = "";
        if (table.sampled() && table.rows() > ROWS) {
            // By pages, and the same pages each time, so that the same database gives the same file.
            some = String.format(Locale.ROOT, " TABLESAMPLE SYSTEM (%.6f) REPEATABLE (0)", 100.0 * ROWS / table.rows());
        }
        return "(SELECT " + Identifier.quote(column.name()) + " AS x FROM " + table.sql() + some + " LIMIT " + ROWS
                + ") AS rows_of_it";
    }

    private static PgType base(PgType type) {
        return type instanceof Domain domain ? base(domain.base()) : type;
    }
}
