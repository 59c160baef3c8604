package dev.caravan.partition;

import dev.caravan.batch.Field;
import dev.caravan.batch.RowBatch;
import dev.caravan.batch.Vector;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tells the partition of each row, and the partitions that were met so far.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class RowPartitions {
    /** A table of more has one row a file or so, which no reader reads in reasonable time. */
    private static final int MOST_PARTITIONS = 100_000;

    /** What S3 leaves of its 1,024 bytes for folders: the prefix of the lake, the table, the run and the name of the file are in a key too. */
    private static final int LONGEST_FOLDER = 750;

    private static final int MOST_SHOWN = 60;

    /** Is told of values that count as NULL since no folder can be named after them. */
    public interface Listener {
        /**
         * The row lies in the folder of NULL.
         *
         * @param rule which the value breaks, as the end of a sentence, without a full stop
         * @param isFirst whether no other level has told of the value, since several may be of one column
         */
        void unplaced(PartitionLevel level, String rule, Vector column, int row, boolean isFirst);
    }

    private final Partitioning partitioning;
    private final String subject;
    private final Listener listener;
    private final List<LevelValues> levels = new ArrayList<>();
    private final int[] places;
    /** The row of the batch that the listener was told of last, by the place of the column. */
    private final int[] told;

    private final List<Partition> partitions = new ArrayList<>();
    private final List<Map<Long, Integer>> numbers = new ArrayList<>();

    /**
     * Nothing met so far.
     *
     * @param fields of the batches that follow
     * @param subject what is read, for messages
     */
    public RowPartitions(Partitioning partitioning, List<Field> fields, String subject, Listener listener) {
        this.partitioning = partitioning;
        this.subject = subject;
        this.listener = listener;
        List<String> names = fields.stream().map(Field::name).toList();
        this.places = partitioning.levels().stream()
                .mapToInt(level -> names.indexOf(level.column()))
                .toArray();
        this.told = new int[fields.size()];
        for (int i = 0; i < places.length; i++) {
            PartitionLevel level = partitioning.levels().get(i);
            levels.add(Levels.way(level.transform(), fields.get(places[i]).target(), partitioning.timeZone())
                    .orElseThrow()
                    .values()
                    .get());
            numbers.add(new HashMap<>());
        }
    }

    /** How many partitions were met. */
    public int count() {
        return partitions.size();
    }

    /** A partition by its number, from 0 on in the order in which they were met. */
    public Partition partition(int number) {
        return partitions.get(number);
    }

    /**
     * The partitions of rows, as numbers.
     *
     * @throws ExportException BAD_VALUE for a value that no folder can be named after; BAD_CONFIGURATION when there are too many partitions
     */
    public int[] of(RowBatch batch) {
        int[] found = new int[batch.rows()];
        Arrays.fill(told, -1);
        int last = -1;
        int[] path = new int[levels.size()];
        for (int row = 0; row < found.length; row++) {
            boolean isSame = last >= 0;
            for (int i = 0; i < path.length; i++) {
                int value = value(i, batch.columns().get(places[i]), row);
                isSame &= value == path[i];
                path[i] = value;
            }
            if (!isSame) {
                last = number(path);
            }
            found[row] = last;
        }
        return found;
    }

    private int value(int level, Vector column, int row) {
        LevelValues values = levels.get(level);
        try {
            return values.of(column, row);
        } catch (UnplacedValue e) {
            PartitionLevel named = partitioning.levels().get(level);
            if (named.isLenient()) {
                listener.unplaced(named, e.rule(), column, row, told[places[level]] != row);
                told[places[level]] = row;
                return values.ofNull();
            }
            throw new ExportException(
                    ErrorCode.BAD_VALUE,
                    "Column " + named.column() + " of " + subject + " holds " + e.getMessage() + ", and partition "
                            + named.name() + " has no folder for it: " + e.rule() + ".",
                    "Set onBadValue to " + named.column()
                            + "=null, which puts such rows into the partition of NULL, leave them out with where, or partition by"
                            + " another column.");
        }
    }

    /** Level by level, so that the outer values of a path need to be met once. */
    private int number(int[] path) {
        int node = 0;
        for (int i = 0; i < path.length - 1; i++) {
            Map<Long, Integer> children = numbers.get(i);
            node = children.computeIfAbsent((long) node << Integer.SIZE | path[i], made -> children.size());
        }
        Map<Long, Integer> leaves = numbers.get(path.length - 1);
        long leaf = (long) node << Integer.SIZE | path[path.length - 1];
        Integer known = leaves.get(leaf);
        if (known == null) {
            known = partitions.size();
            partitions.add(made(path));
            leaves.put(leaf, known);
        }
        return known;
    }

    private Partition made(int[] path) {
        if (partitions.size() == MOST_PARTITIONS) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "partitionBy divides " + subject + " into more than " + MOST_PARTITIONS + " partitions.",
                    "Partition by a longer period of time or a column with fewer values; a partition is worth some megabytes.");
        }
        List<@Nullable String> values = new ArrayList<>();
        for (int i = 0; i < path.length; i++) {
            values.add(levels.get(i).value(path[i]));
        }
        Partition partition = new Partition(values);
        String folder = partitioning.folder(partition);
        int bytes = folder.getBytes(StandardCharsets.UTF_8).length;
        if (bytes > LONGEST_FOLDER) {
            throw new ExportException(
                    ErrorCode.BAD_VALUE,
                    "A partition of " + subject + " has a folder of " + bytes + " bytes, which begins "
                            + beginning(folder) + "…; folders may have "
                            + LONGEST_FOLDER + " bytes, since S3 takes keys of 1,024.",
                    "Partition by a column with shorter values, or leave these rows out with where.");
        }
        return partition;
    }

    /** So much of a text that no character is cut in two. */
    private static String beginning(String text) {
        int end = Math.min(text.length(), MOST_SHOWN);
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end);
    }
}
