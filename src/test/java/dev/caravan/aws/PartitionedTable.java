package dev.caravan.aws;

import dev.caravan.FaultyProxy;
import dev.caravan.catalog.PartitionDefinition;
import dev.caravan.catalog.TableDefinition;
import dev.caravan.catalog.TableDefinition.Column;
import dev.caravan.lake.CatalogEntry;
import dev.caravan.local.glue.GlueLake;
import dev.caravan.local.s3.LocalS3;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Partition;
import software.amazon.awssdk.services.glue.model.PartitionInput;

/** A table with a partition key, its catalog, and a proxy that counts and breaks what {@link GlueTables} asks of it. */
final class PartitionedTable implements AutoCloseable {
    static final String ROOT = "s3://lake/orders/";
    static final String BEFORE = "s3://lake/before/";

    private final GlueLake lake;
    private final FaultyProxy proxy;
    private final GlueClient counted;
    private final CatalogEntry entry;
    private final GlueTables tables;

    PartitionedTable(GlueLake lake, String name) {
        this.lake = lake;
        proxy = FaultyProxy.before(lake.endpoint());
        counted = GlueLake.client(proxy.endpoint(), LocalS3.ACCESS_KEY, LocalS3.SECRET_KEY);
        entry = new CatalogEntry(null, "shop", name);
        tables = new GlueTables(counted);
        tables.create(entry, definition("bigint"));
    }

    static TableDefinition definition(String type) {
        return new TableDefinition(
                ROOT,
                Optional.empty(),
                List.of(new Column("id", type, Optional.of("of the order"))),
                List.of(new Column("dt", "date", Optional.of("day"))),
                Map.of("EXTERNAL", "TRUE"));
    }

    /** Partitions of a number each. */
    static List<PartitionDefinition> numbered(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(number -> at(Integer.toString(number), ROOT))
                .toList();
    }

    static PartitionDefinition at(String value, String folder) {
        return new PartitionDefinition(List.of(value), folder + "dt=" + value + "/");
    }

    CatalogEntry entry() {
        return entry;
    }

    GlueTables tables() {
        return tables;
    }

    FaultyProxy proxy() {
        return proxy;
    }

    boolean make(List<PartitionDefinition> wanted) {
        return make(wanted, () -> true);
    }

    /** Whatever is at {@link #ROOT} and {@link #BEFORE} is ours. */
    boolean make(List<PartitionDefinition> wanted, BooleanSupplier before) {
        return tables.partitions(entry, definition("bigint"), wanted, List.of(ROOT, BEFORE), before);
    }

    /** What another client does, past the proxy. */
    void create(String value, String location, Map<String, String> parameters) {
        lake.glue().createPartition(request -> request.databaseName(entry.database())
                .tableName(entry.table())
                .partitionInput(input(value, location, parameters)));
    }

    void move(String value, String location) {
        lake.glue().updatePartition(request -> request.databaseName(entry.database())
                .tableName(entry.table())
                .partitionValueList(value)
                .partitionInput(input(value, location, Map.of())));
    }

    void delete(String value) {
        lake.glue().deletePartition(request -> request.databaseName(entry.database())
                .tableName(entry.table())
                .partitionValues(value));
    }

    Partition get(String value) {
        return lake.glue()
                .getPartition(request -> request.databaseName(entry.database())
                        .tableName(entry.table())
                        .partitionValues(value))
                .partition();
    }

    String location(String value) {
        return get(value).storageDescriptor().location();
    }

    List<Partition> all() {
        return lake
                .glue()
                .getPartitionsPaginator(
                        request -> request.databaseName(entry.database()).tableName(entry.table()))
                .stream()
                .flatMap(page -> page.partitions().stream())
                .toList();
    }

    List<String> values() {
        return all().stream().map(partition -> partition.values().get(0)).toList();
    }

    long count(String operation) {
        return proxy.count(request -> request.operation().equals(operation));
    }

    /** Operations on partitions in the order of their requests. */
    List<String> requests() {
        return proxy.seen().stream()
                .map(request -> request.operation())
                .filter(operation -> operation.contains("Partition"))
                .toList();
    }

    private static PartitionInput input(String value, String location, Map<String, String> parameters) {
        return PartitionInput.builder()
                .values(value)
                .parameters(parameters)
                .storageDescriptor(storage -> storage.location(location))
                .build();
    }

    @Override
    public void close() {
        counted.close();
        proxy.close();
    }
}
