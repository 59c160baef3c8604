package dev.caravan.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Writes what a crawl found into the catalog, by the crawler's schema change policy. Holds the catalog's monitor. */
final class CrawledTables {
    /** How many tables a crawl made, changed and removed (or marked as gone). */
    record Changes(int created, int updated, int deleted) {}

    private static final int LONGEST_NAME = 128;
    private static final String MADE_BY = "UPDATED_BY_CRAWLER";

    private final Catalog.Database database;
    private final JsonNode crawler;
    private int created;
    private int updated;
    private int deleted;

    CrawledTables(Catalog catalog, JsonNode crawler) {
        this.database = catalog.ensure(crawler.path("DatabaseName").asText());
        this.crawler = crawler;
    }

    Changes write(Collection<TableFolder> folders) {
        Set<String> found = new HashSet<>();
        for (TableFolder folder : folders) {
            String name = name(folder);
            found.add(name);
            put(name, folder);
        }
        for (Map.Entry<String, LocalTable> table : List.copyOf(database.tables().entrySet())) {
            if (!found.contains(table.getKey()) && isOurs(table.getValue().current())) {
                gone(table.getKey(), table.getValue());
            }
        }
        return new Changes(created, updated, deleted);
    }

    /** The folder's name as Glue folds and cuts it; two folders of one name are told apart by a hash, as by a real crawler. */
    private String name(TableFolder folder) {
        String folded = (crawler.path("TablePrefix").asText() + folder.folderName())
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]", "_");
        String name = folded.substring(0, Math.min(folded.length(), LONGEST_NAME));
        boolean isFree = Optional.ofNullable(database.tables().get(name))
                .map(table -> location(table.current()).equals(folder.location()))
                .orElse(true);
        return isFree
                ? name
                : name + "_" + Integer.toHexString(folder.location().hashCode());
    }

    private void put(String name, TableFolder folder) {
        ObjectNode input = input(name, folder);
        LocalTable known = database.tables().get(name);
        LocalTable table = known;
        if (table == null) {
            table = new LocalTable(
                    Catalog.ACCOUNT, database.description().path("Name").asText(), input);
            database.tables().put(name, table);
            created++;
        } else if (!holds(table.current(), input) && "UPDATE_IN_DATABASE".equals(policy("UpdateBehavior"))) {
            table.update(input, true);
            updated++;
        }
        if (!folder.partitionKeys().isEmpty()) {
            putPartitions(table, folder);
        }
    }

    /** New ones are added whatever the policy says; one that is there changes and goes by the policy. */
    private void putPartitions(LocalTable table, TableFolder folder) {
        boolean mayChange = "UPDATE_IN_DATABASE".equals(policy("UpdateBehavior"));
        folder.partitions().forEach((values, totals) -> {
            ObjectNode input = Request.object();
            values.forEach(input.putArray("Values")::add);
            input.set("StorageDescriptor", storage(folder, folder.location(values), totals));
            input.set("Parameters", parameters(totals));
            if (mayChange || !table.partitions().containsKey(values)) {
                table.putPartition(values, input);
            }
        });
        if ("DELETE_FROM_DATABASE".equals(policy("DeleteBehavior"))) {
            table.partitions()
                    .entrySet()
                    .removeIf(partition -> !folder.partitions().containsKey(partition.getKey())
                            && location(partition.getValue()).startsWith(folder.location()));
        }
    }

    private void gone(String name, LocalTable table) {
        switch (policy("DeleteBehavior")) {
            case "DELETE_FROM_DATABASE" -> {
                database.tables().remove(name);
                deleted++;
            }
            case "DEPRECATE_IN_DATABASE" -> {
                ObjectNode marked = table.current().deepCopy();
                if (!marked.path("Parameters").has("DEPRECATED_BY_CRAWLER")) {
                    marked.withObject("/Parameters")
                            .put("DEPRECATED_BY_CRAWLER", Long.toString(System.currentTimeMillis()));
                    table.update(marked, true);
                    deleted++;
                }
            }
            default -> {}
        }
    }

    /** Whether this crawler made a table at a place that it still looks at. */
    private boolean isOurs(JsonNode table) {
        if (!crawler.path("Name").equals(table.path("Parameters").path(MADE_BY))) {
            return false;
        }
        for (JsonNode target : crawler.path("Targets").path("S3Targets")) {
            CrawlTarget place = CrawlTarget.of(target);
            if (location(table).startsWith("s3://" + place.bucket() + "/" + place.prefix())) {
                return true;
            }
        }
        return false;
    }

    private ObjectNode input(String name, TableFolder folder) {
        ObjectNode input =
                Request.object().put("Name", name).put("Owner", "owner").put("Retention", 0);
        input.set("StorageDescriptor", storage(folder, folder.location(), folder.totals()));
        ArrayNode keys = input.putArray("PartitionKeys");
        folder.partitionKeys().forEach(key -> column(keys, key, "string"));
        input.put("TableType", "EXTERNAL_TABLE");
        input.set("Parameters", parameters(folder.totals()));
        return input;
    }

    private ObjectNode storage(TableFolder folder, String location, TableFolder.Totals totals) {
        ObjectNode storage = Request.object();
        ArrayNode columns = storage.putArray("Columns");
        folder.columns().forEach((name, type) -> column(columns, name, type));
        storage.put("Location", location)
                .put("InputFormat", "org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat")
                .put("OutputFormat", "org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat")
                .put("Compressed", false)
                .put("NumberOfBuckets", -1)
                .put("StoredAsSubDirectories", false);
        ObjectNode serde = storage.putObject("SerdeInfo")
                .put("SerializationLibrary", "org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe");
        serde.putObject("Parameters").put("serialization.format", "1");
        storage.set("Parameters", parameters(totals));
        return storage;
    }

    private ObjectNode parameters(TableFolder.Totals totals) {
        return Request.object()
                .put("CrawlerSchemaDeserializerVersion", "1.0")
                .put("CrawlerSchemaSerializerVersion", "1.0")
                .put(MADE_BY, crawler.path("Name").asText())
                .put("averageRecordSize", Long.toString(totals.bytes() / Math.max(1, totals.rows())))
                .put("classification", "parquet")
                .put("compressionType", "none")
                .put("objectCount", Long.toString(totals.files()))
                .put("recordCount", Long.toString(totals.rows()))
                .put("sizeKey", Long.toString(totals.bytes()))
                .put("typeOfData", "file");
    }

    private String policy(String behavior) {
        return crawler.path("SchemaChangePolicy").path(behavior).asText();
    }

    private static void column(ArrayNode columns, String name, String type) {
        columns.addObject().put("Name", name).put("Type", type);
    }

    private static String location(JsonNode table) {
        String location = table.path("StorageDescriptor").path("Location").asText();
        return location.endsWith("/") ? location : location + "/";
    }

    /** Whether a table already says all that a new version would. */
    private static boolean holds(ObjectNode table, ObjectNode input) {
        return input.properties().stream().allMatch(field -> field.getValue().equals(table.path(field.getKey())));
    }
}
