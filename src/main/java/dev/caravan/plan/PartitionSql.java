package dev.caravan.plan;

import dev.caravan.batch.Target;
import dev.caravan.partition.PartitionLevel;
import dev.caravan.partition.Partitioning;
import dev.caravan.partition.Transform;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of rows as SQL, by which the server can sort and count them. It may differ from the partitions of the files for some
 * rows, where the server has other rules of a time zone; then these rows are out of order.
 */
final class PartitionSql {
    private static final Logger LOG = LoggerFactory.getLogger(PartitionSql.class);

    private final Partitioning partitioning;
    private final List<Column> columns;
    private final String timeZone;

    private PartitionSql(Partitioning partitioning, List<Column> columns, String timeZone) {
        this.partitioning = partitioning;
        this.columns = columns;
        this.timeZone = timeZone;
    }

    /** Of a table of these columns, in a time zone that the server knows. */
    static PartitionSql of(Connection connection, Partitioning partitioning, List<Column> columns) throws SQLException {
        String zone = partitioning.timeZone().getId();
        Savepoint before = connection.setSavepoint();
        try (Statement statement = connection.createStatement()) {
            statement.execute("SELECT pg_catalog.timezone(" + quoted(zone) + ", pg_catalog.now())");
        } catch (SQLException e) {
            LOG.debug("The server does not know the time zone {}", zone, e);
            connection.rollback(before);
            zone = "UTC";
        } finally {
            connection.releaseSavepoint(before);
        }
        return new PartitionSql(partitioning, columns, zone);
    }

    /** How many columns are selected, those that are read as text once more included. */
    int columns() {
        return columns.size()
                + (int) columns.stream().filter(Column::isReadAsText).count();
    }

    /** The terms, one for each level, over a relation whose columns are named c0, c1 and so on, as they are selected. */
    List<String> terms() {
        return partitioning.levels().stream().map(this::term).toList();
    }

    private String term(PartitionLevel level) {
        int place = place(level);
        String sent = "c" + place;
        Target target = columns.get(place).mapping().target();
        if (level.transform() == Transform.COLUMN) {
            return target.equals(Target.STRING) ? sent + "::pg_catalog.text COLLATE \"C\"" : sent;
        }
        boolean isMoment = target.equals(Target.TIMESTAMP_UTC) || target.equals(Target.NANOS_UTC);
        String clock = isMoment
                ? "pg_catalog.timezone(" + quoted(timeZone) + ", " + sent + ")"
                : sent + "::pg_catalog.timestamp";
        String unit = level.transform().unit();
        return level.transform().isPart()
                ? "pg_catalog.date_part('" + unit + "', " + clock + ")"
                : "pg_catalog.date_trunc('" + unit + "', " + clock + ")";
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private int place(PartitionLevel level) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(level.column())) {
                return i;
            }
        }
        throw new IllegalArgumentException("no column " + level.column());
    }
}
