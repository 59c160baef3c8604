package dev.caravan.export;

import dev.caravan.DuckDb;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A reader of the lake that finds the partitions of a table in the Glue catalog, as Athena does. */
final class PartitionReader implements AutoCloseable {
    private static final String NULL = "__HIVE_DEFAULT_PARTITION__";

    private final TestLake lake;
    private final Path fetched;
    private final GlueClient glue = TestStack.glue();
    private final S3Client s3 = TestStack.s3();

    /**
     * A reader of a lake.
     *
     * @param folder for what it fetches
     */
    PartitionReader(TestLake lake, Path folder) {
        this.lake = lake;
        this.fetched = folder;
    }

    private String database() {
        return lake.bucket().replace('-', '_');
    }

    Table table(String name) {
        return glue.getTable(request -> request.databaseName(database()).name(name))
                .table();
    }

    List<Partition> partitions(String name) {
        return glue
                .getPartitionsPaginator(
                        request -> request.databaseName(database()).tableName(name))
                .stream()
                .flatMap(page -> page.partitions().stream())
                .toList();
    }

    /** Somebody adds a partition that leads elsewhere. */
    void add(String name, String value) {
        glue.createPartition(
                request -> request.databaseName(database()).tableName(name).partitionInput(input -> input.values(value)
                        .storageDescriptor(storage -> storage.location("s3://elsewhere/" + value + "/")
                                .columns(
                                        Column.builder().name("old").type("int").build()))));
    }

    void drop(String name) {
        glue.deleteTable(request -> request.databaseName(database()).name(name));
    }

    /** Where each partition leads, by its values: a key of the bucket, or an address elsewhere. */
    Map<String, String> locations(String name) {
        Map<String, String> locations = new TreeMap<>();
        partitions(name)
                .forEach(partition -> locations.put(
                        String.join("/", partition.values()),
                        partition.storageDescriptor().location().replace("s3://" + lake.bucket() + "/", "")));
        return locations;
    }

    /** The objects in a folder, fetched: the embedded S3 cannot name a file after each key. */
    List<Path> files(String location) {
        List<Path> files = new ArrayList<>();
        for (S3Object object : s3.listObjectsV2Paginator(
                        request -> request.bucket(lake.bucket()).prefix(location))
                .contents()) {
            Path file = fetched.resolve(UUID.randomUUID() + ".parquet");
            s3.getObject(request -> request.bucket(lake.bucket()).key(object.key()), file);
            files.add(file);
        }
        return files;
    }

    /**
     * A query over the table as a reader sees it who comes by the catalog: the columns of the files, and those of the partitions.
     *
     * @param select its text, with a {@code %s} for the table
     */
    List<List<String>> rows(String name, String select) {
        List<Column> keys = table(name).partitionKeys();
        List<String> parts = new ArrayList<>();
        for (Partition partition : partitions(name)) {
            List<Path> files =
                    files(partition.storageDescriptor().location().substring(("s3://" + lake.bucket() + "/").length()));
            String values = values(keys, partition.values());
            parts.add("SELECT *, " + values + " FROM read_parquet(["
                    + files.stream()
                            .map(file -> "'" + file.toString().replace("'", "''") + "'")
                            .collect(Collectors.joining(", "))
                    + "], hive_partitioning = false)");
        }
        try (DuckDb duck = DuckDb.open()) {
            return duck.text(String.format(select, "(" + String.join(" UNION ALL BY NAME ", parts) + ")"));
        }
    }

    private static String values(List<Column> keys, List<String> values) {
        List<String> constants = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            String value =
                    values.get(i).equals(NULL) ? "NULL" : "'" + values.get(i).replace("'", "''") + "'";
            String type = keys.get(i).type().equals("string")
                    ? "varchar"
                    : keys.get(i).type();
            constants.add(
                    "CAST(" + value + " AS " + type + ") AS \"" + keys.get(i).name() + "\"");
        }
        return constants.stream().collect(Collectors.joining(", "));
    }

    @Override
    public void close() {
        glue.close();
        s3.close();
    }
}
