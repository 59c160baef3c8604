package dev.caravan.catalog;

import dev.caravan.catalog.TableDefinition.Column;
import java.util.List;
import java.util.Map;

/** A table as the catalog has it at a moment. */
public interface ListedTable {
    /** What the catalog calls this version of it. */
    String version();

    /** Its folder, with its slash; empty for a view. */
    String location();

    /** Its parameters, those of others too. */
    Map<String, String> parameters();

    /** The keys of its partitions, in their order; none when it has no partitions. */
    List<Column> partitionColumns();

    /** The names of the keys of its partitions, in their order. */
    default List<String> partitionKeys() {
        return partitionColumns().stream().map(Column::name).toList();
    }

    /** Whether files of it belong to partitions that the catalog lists. */
    default boolean isPartitioned() {
        return !partitionColumns().isEmpty();
    }
}
