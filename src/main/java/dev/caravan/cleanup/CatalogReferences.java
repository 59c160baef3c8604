package dev.caravan.cleanup;

import dev.caravan.catalog.CatalogTables;
import dev.caravan.error.ExportException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the tables of a database of the catalog lead readers. Asked when it is needed first, which it seldom is. */
public final class CatalogReferences {
    private final CatalogTables tables;
    private final @Nullable String catalogId;
    private final String database;
    private final String bucket;
    private @Nullable List<String> locations;
    private @Nullable ExportException failure;

    /**
     * Those of a database.
     *
     * @param catalogId the account whose catalog it is; null for that of the credentials
     * @param bucket of the lake
     */
    public CatalogReferences(CatalogTables tables, @Nullable String catalogId, String database, String bucket) {
        this.tables = tables;
        this.catalogId = catalogId;
        this.database = database;
        this.bucket = bucket;
    }

    /** Whether a table, of whoever, leads to a folder of the lake or into it; also when the catalog does not tell. */
    boolean leadsTo(String folder) {
        if (locations == null && failure == null) {
            try {
                locations = tables.locations(catalogId, database);
            } catch (ExportException e) {
                failure = e;
            }
        }
        return locations == null
                || locations.stream().anyMatch(location -> location.startsWith("s3://" + bucket + "/" + folder));
    }

    /** Why the catalog did not tell; then nothing that it may refer to is removed. */
    public Optional<ExportException> failure() {
        return Optional.ofNullable(failure);
    }
}
