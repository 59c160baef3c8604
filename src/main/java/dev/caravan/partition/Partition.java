package dev.caravan.partition;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values that the rows of one folder have in common.
 *
 * @param values one for each level, null for NULL
 */
public record Partition(List<@Nullable String> values) implements Serializable {
    /** Of a table that is not partitioned. */
    public static final Partition NONE = new Partition(List.of());

    public Partition {
        values = Collections.unmodifiableList(new ArrayList<>(values));
    }
}
