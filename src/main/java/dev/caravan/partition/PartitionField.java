package dev.caravan.partition;

import java.io.Serializable;

/**
 * One level of folders, as a table file asks for it.
 *
 * @param name of the folders and of the column that readers see, in lower case; empty for what follows from the column
 * @param transform from the value of the column to that of the partition
 * @param column its name in the source
 */
public record PartitionField(String name, Transform transform, String column) implements Serializable {
    /** As the table file has it, without the name. */
    public String expression() {
        return transform.of(column);
    }
}
