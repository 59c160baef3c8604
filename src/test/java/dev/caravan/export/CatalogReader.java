package dev.caravan.export;

import dev.caravan.DuckDb;
import dev.caravan.TestLake;
import dev.caravan.TestStack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Table;

/** A reader of the lake that finds tables in the Glue catalog, as Athena does: all files below the location, read by DuckDB. */
final class CatalogReader implements AutoCloseable {
    private final TestLake lake;
    private final String database;
    private final GlueClient glue = TestStack.glue();

    CatalogReader(TestLake lake) {
        this.lake = lake;
        this.database = lake.bucket().replace('-', '_');
    }

    Table table(String name) {
        return glue.getTable(request -> request.databaseName(database).name(name))
                .table();
    }

    boolean has(String name) {
        try {
            table(name);
            return true;
        } catch (EntityNotFoundException e) {
            return false;
        }
    }

    String location(String name) {
        return table(name).storageDescriptor().location();
    }

    /** The files that the catalog leads to now. */
    List<Path> files(String name) {
        Path at = lake.objects().resolve(location(name).substring(("s3://" + lake.bucket() + "/").length()));
        return Files.isDirectory(at) ? TestLake.filesBelow(at) : List.of();
    }

    /** What a query answers; the table follows its last word. */
    List<List<String>> rows(String name, String select) {
        return rows(name, select, "");
    }

    /** What a query answers, whose table stands between the two parts. */
    List<List<String>> rows(String name, String select, String rest) {
        try (DuckDb duck = DuckDb.open()) {
            return duck.text(select + " " + DuckDb.parquet(files(name).toArray(Path[]::new)) + rest);
        }
    }

    /** A table of somebody else. */
    void create(String name, String location) {
        glue.createDatabase(request -> request.databaseInput(input -> input.name(database)));
        glue.createTable(request -> request.databaseName(database)
                .tableInput(input -> input.name(name).storageDescriptor(storage -> storage.location(location)
                        .columns(Column.builder().name("x").type("string").build()))));
    }

    /** Somebody else changes the description of a table. */
    void describe(String name, String description) {
        Table table = table(name);
        glue.updateTable(request -> request.databaseName(database).tableInput(input -> input.name(name)
                .description(description)
                .tableType(table.tableType())
                .parameters(table.parameters())
                .storageDescriptor(table.storageDescriptor())));
    }

    /** A crawler finds a folder of a run and takes it for a partition. */
    void partition(String name) {
        Table table = table(name);
        glue.updateTable(request -> request.databaseName(database).tableInput(input -> input.name(name)
                .tableType(table.tableType())
                .parameters(table.parameters())
                .partitionKeys(Column.builder().name("run").type("string").build())
                .storageDescriptor(table.storageDescriptor())));
    }

    void drop(String name) {
        glue.deleteTable(request -> request.databaseName(database).name(name));
    }

    @Override
    public void close() {
        glue.close();
    }
}
