package dev.caravan.write;

import dev.caravan.partition.Partitioning;

/**
 * How many files of partitions may be open at the same moment, besides what memory allows.
 *
 * @param files how many
 * @param areRowsByPartition whether the rows of a partition come one after the other, so that the file of the partition before is complete
 */
public record PartitionBounds(int files, boolean areRowsByPartition) {
    /** Few enough for their encoders to have some 10 KB for each of a dozen columns. */
    private static final int MOST_FILES = Partitioning.MOST_OPEN;

    /** 16: a partition is not met again, and a file that waits for that in vain holds memory and comes late into the lake. */
    private static final int MOST_FILES_BY_PARTITION = 16;

    /** The bounds of a chunk whose rows come in any order. */
    public static final PartitionBounds MIXED = new PartitionBounds(MOST_FILES, false);

    /** The bounds of a chunk whose rows come partition by partition. */
    public static final PartitionBounds BY_PARTITION = new PartitionBounds(MOST_FILES_BY_PARTITION, true);
}
