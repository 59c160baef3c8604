package dev.caravan.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the catalog is to say of a table.
 *
 * @param location its folder, {@code s3://bucket/prefix/table/}; with its slash
 * @param comment what the source says of it
 * @param columns in the order of the files
 * @param partitionKeys the columns that are in the names of folders and not in the files; none for a table without partitions
 * @param parameters ours; those that others have set stay
 */
public record TableDefinition(
        String location,
        Optional<String> comment,
        List<Column> columns,
        List<Column> partitionKeys,
        Map<String, String> parameters) {
    /**
     * A column.
     *
     * @param name in lower case, as the catalog folds it
     * @param type as Athena writes it
     * @param comment what the source says of it
     */
    public record Column(String name, String type, Optional<String> comment) {}

    public TableDefinition {
        columns = List.copyOf(columns);
        partitionKeys = List.copyOf(partitionKeys);
        parameters = Map.copyOf(parameters);
    }

    /** A table without partitions. */
    public TableDefinition(
            String location, Optional<String> comment, List<Column> columns, Map<String, String> parameters) {
        this(location, comment, columns, List.of(), parameters);
    }
}
