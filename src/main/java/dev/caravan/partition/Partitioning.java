package dev.caravan.partition;

import dev.caravan.batch.Field;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of a table are divided into folders.
 *
 * @param levels from the outermost folder to the innermost; none for a table that is not partitioned
 * @param timeZone in which moments have their hour, day, week, month and year
 * @param keepsColumns whether the files hold columns that are the partition themselves, which the names of their folders tell already
 * @param isProjected whether the catalog lists no partitions, and readers work them out from ranges of their values
 */
public record Partitioning(List<PartitionLevel> levels, ZoneId timeZone, boolean keepsColumns, boolean isProjected)
        implements Serializable {
    /** So many partitions a chunk has open at the same moment, at most. */
    public static final int MOST_OPEN = 256;

    /** One folder for all rows. */
    public static final Partitioning NONE = new Partitioning(List.of(), ZoneId.of("UTC"), false, false);

    public Partitioning {
        levels = List.copyOf(levels);
    }

    /** Whether all rows lie in one folder. */
    public boolean isNone() {
        return levels.isEmpty();
    }

    /** The folder of a partition below that of its table: it ends in a slash unless it is empty. */
    public String folder(Partition partition) {
        StringBuilder folder = new StringBuilder();
        for (int i = 0; i < levels.size(); i++) {
            folder.append(HiveFolder.of(levels.get(i).name(), partition.values().get(i)))
                    .append('/');
        }
        return folder.toString();
    }

    /** Whether files have this column: not if it is a partition, whose value the folder tells. */
    public boolean isInFiles(String column) {
        return keepsColumns || !ownColumns().contains(column);
    }

    /** The partition whose folders tell the values of a column in place of the files; null when the files do. */
    public @Nullable String partitionOf(String column) {
        return isInFiles(column)
                ? null
                : levels.stream()
                        .filter(level -> level.transform() == Transform.COLUMN
                                && level.column().equals(column))
                        .map(PartitionLevel::name)
                        .findFirst()
                        .orElse(null);
    }

    /** The columns that are partitions themselves. */
    private Set<String> ownColumns() {
        Set<String> columns = new HashSet<>();
        for (PartitionLevel level : levels) {
            if (level.transform() == Transform.COLUMN) {
                columns.add(level.column());
            }
        }
        return columns;
    }

    /** The columns of the files, of those that are read. */
    public List<Field> inFiles(List<Field> fields) {
        return fields.stream().filter(field -> isInFiles(field.name())).toList();
    }
}
