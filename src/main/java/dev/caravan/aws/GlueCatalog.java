package dev.caravan.aws;

import dev.caravan.catalog.CatalogTable;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.StorageDescriptor;
import software.amazon.awssdk.services.glue.model.Table;

/** The tables of the Glue catalog. A role that may not look at them runs crawlers all the same, so a failure is only logged. */
public final class GlueCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(GlueCatalog.class);

    private final GlueClient glue;

    /** The catalog behind this client. */
    public GlueCatalog(GlueClient glue) {
        this.glue = glue;
    }

    /** The table of this name; empty when there is none, or Glue does not tell. */
    public Optional<CatalogTable> table(String database, String name) {
        try {
            return Optional.of(
                    of(glue.getTable(request -> request.databaseName(database).name(name))
                            .table()));
        } catch (EntityNotFoundException e) {
            return Optional.empty();
        } catch (SdkException e) {
            LOG.warn(
                    "Whether the Glue catalog has another table {}.{} is not checked: {}",
                    database,
                    name,
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** Every table of the database; empty when Glue does not tell. */
    public List<CatalogTable> tables(String database) {
        try {
            return glue.getTablesPaginator(request -> request.databaseName(database)).stream()
                    .flatMap(page -> page.tableList().stream())
                    .map(GlueCatalog::of)
                    .toList();
        } catch (SdkException e) {
            LOG.warn("The tables of database {} in the Glue catalog cannot be listed: {}", database, e.getMessage());
            return List.of();
        }
    }

    private static CatalogTable of(Table table) {
        String location = Optional.ofNullable(table.storageDescriptor())
                .map(StorageDescriptor::location)
                .orElse("");
        return new CatalogTable(table.name(), location);
    }
}
