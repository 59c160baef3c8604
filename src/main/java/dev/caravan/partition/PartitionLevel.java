package dev.caravan.partition;

import java.io.Serializable;

/**
 * One level of folders, of a table whose columns are known.
 *
 * @param name of the folders and of the column that readers see
 * @param transform from the value of the column to that of the partition
 * @param column its name in the lake
 * @param glue the type of the partition's values in the Glue catalog
 * @param isLenient whether a value that no folder can have counts as NULL, as the policy of the column may say; else it ends the run
 */
public record PartitionLevel(String name, Transform transform, String column, String glue, boolean isLenient)
        implements Serializable {
    /** As documents name it: {@code day(created_at)}. */
    public String expression() {
        return transform.of(column);
    }
}
