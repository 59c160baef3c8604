package dev.caravan.local.demo;

import dev.caravan.error.Count;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.Column;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;

/** Holds the lake against its source: the rows and columns of the files, and the columns of the catalog. */
final class LakeCheck {
    private final SampleDatabase source;
    private final LakeFiles files;
    private final GlueClient catalog;
    private final String catalogDatabase;

    LakeCheck(SampleDatabase source, LakeFiles files, GlueClient catalog, String catalogDatabase) {
        this.source = source;
        this.files = files;
        this.catalog = catalog;
        this.catalogDatabase = catalogDatabase;
    }

    /** What is not as the source says, a sentence each. */
    List<String> differences() {
        List<String> differences = new ArrayList<>();
        for (Map.Entry<String, String> table : source.tables().entrySet()) {
            String name = table.getKey();
            List<String> expected = source.columns(table.getValue());
            compareFiles(name, source.count(table.getValue()), expected, differences);
            compareCatalog(name, expected, differences);
        }
        return differences;
    }

    private void compareFiles(String table, long expectedRows, List<String> expected, List<String> differences) {
        try {
            long rows = files.count(table);
            if (rows != expectedRows) {
                differences.add(table + ": PostgreSQL has " + Count.of(expectedRows, "row") + ", the files have "
                        + Count.of(rows, "row") + ".");
            }
            List<String> columns = files.columns(table);
            if (!columns.equals(expected)) {
                differences.add(
                        table + ": PostgreSQL has the columns " + expected + ", the files have " + columns + ".");
            }
        } catch (LakeFiles.UnreadableLake e) {
            differences.add(table + ": DuckDB cannot read the files: " + e.getMessage());
        }
    }

    /** Names in Glue are in small letters. */
    private void compareCatalog(String table, List<String> source, List<String> differences) {
        List<String> expected =
                source.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList();
        try {
            List<String> columns = catalog
                    .getTable(request -> request.databaseName(catalogDatabase).name(table))
                    .table()
                    .storageDescriptor()
                    .columns()
                    .stream()
                    .map(Column::name)
                    .toList();
            if (!columns.equals(expected)) {
                differences.add(
                        table + ": PostgreSQL has the columns " + expected + ", the Glue catalog has " + columns + ".");
            }
        } catch (EntityNotFoundException e) {
            differences.add(table + ": the Glue catalog has no such table.");
        }
    }
}
