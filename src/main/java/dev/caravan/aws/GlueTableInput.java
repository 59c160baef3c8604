package dev.caravan.aws;

import dev.caravan.catalog.PartitionDefinition;
import dev.caravan.catalog.TableDefinition;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;
import software.amazon.awssdk.services.glue.model.SerDeInfo;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/**
 * A table and its partitions as Glue is told of them.
 *
 * <p>Bounds: <a href="https://docs.aws.amazon.com/glue/latest/webapi/API_TableInput.html">TableInput</a> and
 * <a href="https://docs.aws.amazon.com/glue/latest/webapi/API_Column.html">Column</a>.
 */
record GlueTableInput(TableDefinition definition) {
    private static final int LONGEST_DESCRIPTION = 2_048;
    private static final int LONGEST_COMMENT = 255;

    private static final String INPUT = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat";
    private static final String OUTPUT = "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat";
    private static final String SERDE = "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe";

    private static final String PROJECTION = "projection.";

    /** What a crawler has noted of its own crawls; it would be wrong for what is written now. */
    private static final List<String> OF_CRAWLERS = List.of(
            "CrawlerSchemaDeserializerVersion",
            "CrawlerSchemaSerializerVersion",
            "UPDATED_BY_CRAWLER",
            "DEPRECATED_BY_CRAWLER",
            "averageRecordSize",
            "compressionType",
            "objectCount",
            "recordCount",
            "sizeKey");

    /** A new table. */
    TableInput create(String name) {
        return TableInput.builder()
                .name(name)
                .description(definition
                        .comment()
                        .map(text -> cut(text, LONGEST_DESCRIPTION))
                        .orElse(null))
                .tableType("EXTERNAL_TABLE")
                .parameters(definition.parameters())
                .storageDescriptor(storage(StorageDescriptor.builder().build(), definition.location()))
                .partitionKeys(
                        definition.partitionKeys().isEmpty()
                                ? null
                                : definition.partitionKeys().stream()
                                        .map(key -> column(key, null))
                                        .toList())
                .build();
    }

    /** A table with what others have set: owner, keys of partitions, parameters, and comments where the source has none. */
    TableInput update(Table table) {
        Map<String, String> parameters = withoutCrawls(table.parameters());
        if (definition.parameters().keySet().stream().anyMatch(name -> name.startsWith(PROJECTION))) {
            // Athena refuses the range of another type of projection.
            parameters.keySet().removeIf(name -> name.startsWith(PROJECTION));
        }
        parameters.putAll(definition.parameters());
        StorageDescriptor known = Optional.ofNullable(table.storageDescriptor())
                .orElseGet(() -> StorageDescriptor.builder().build());
        return same(table).toBuilder()
                .description(definition
                        .comment()
                        .map(text -> cut(text, LONGEST_DESCRIPTION))
                        .orElse(table.description()))
                .tableType("EXTERNAL_TABLE")
                .viewOriginalText(null)
                .viewExpandedText(null)
                .parameters(parameters)
                .storageDescriptor(storage(known, definition.location()))
                .build();
    }

    /**
     * A partition, with the columns of the table and with what others have set: times and parameters.
     *
     * @param known the partition as it is; null when there is none, or it is not known
     */
    PartitionInput partition(PartitionDefinition wanted, @Nullable Partition known) {
        PartitionInput.Builder input = PartitionInput.builder().values(wanted.values());
        StorageDescriptor storage = StorageDescriptor.builder().build();
        if (known != null) {
            Map<String, String> parameters = withoutCrawls(known.parameters());
            input.lastAccessTime(known.lastAccessTime())
                    .lastAnalyzedTime(known.lastAnalyzedTime())
                    .parameters(parameters.isEmpty() ? null : parameters);
            storage = Optional.ofNullable(known.storageDescriptor()).orElse(storage);
        }
        return input.storageDescriptor(storage(storage, wanted.location())).build();
    }

    /** A table as it is. */
    static TableInput same(Table table) {
        return TableInput.builder()
                .name(table.name())
                .description(table.description())
                .owner(table.owner())
                .lastAccessTime(table.lastAccessTime())
                .lastAnalyzedTime(table.lastAnalyzedTime())
                .retention(table.retention())
                .storageDescriptor(table.storageDescriptor())
                .partitionKeys(table.hasPartitionKeys() ? table.partitionKeys() : null)
                .viewOriginalText(table.viewOriginalText())
                .viewExpandedText(table.viewExpandedText())
                .tableType(table.tableType())
                .parameters(table.hasParameters() ? table.parameters() : null)
                .targetTable(table.targetTable())
                .build();
    }

    private static Map<String, String> withoutCrawls(Map<String, String> parameters) {
        Map<String, String> others = new LinkedHashMap<>(parameters);
        OF_CRAWLERS.forEach(others::remove);
        return others;
    }

    private StorageDescriptor storage(StorageDescriptor known, String location) {
        Map<String, String> parameters = withoutCrawls(known.parameters());
        Map<String, Column> before = new HashMap<>();
        known.columns().forEach(column -> before.put(column.name(), column));
        return known.toBuilder()
                .location(location)
                .columns(definition.columns().stream()
                        .map(column -> column(column, before.get(column.name())))
                        .toList())
                .inputFormat(INPUT)
                .outputFormat(OUTPUT)
                .compressed(false)
                .serdeInfo(SerDeInfo.builder()
                        .serializationLibrary(SERDE)
                        .parameters(Map.of("serialization.format", "1"))
                        .build())
                .parameters(parameters.isEmpty() ? null : parameters)
                .build();
    }

    private static Column column(TableDefinition.Column column, @Nullable Column before) {
        return Column.builder()
                .name(column.name())
                .type(column.type())
                .comment(column.comment()
                        .map(text -> cut(text, LONGEST_COMMENT))
                        .orElse(before == null ? null : before.comment()))
                .parameters(before != null && before.hasParameters() ? before.parameters() : null)
                .build();
    }

    /** Glue takes one line of so many characters as a comment of a column; of a table it takes several lines. */
    private static String cut(String text, int longest) {
        String clean = (longest == LONGEST_COMMENT ? text.replaceAll("\\s+", " ") : text)
                .replaceAll("[\\p{Cntrl}&&[^\\r\\n\\t]]", "")
                .strip();
        if (clean.length() <= longest) {
            return clean;
        }
        int end = longest - 1;
        return clean.substring(0, Character.isHighSurrogate(clean.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
