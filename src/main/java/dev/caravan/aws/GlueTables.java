package dev.caravan.aws;

import dev.caravan.catalog.CatalogTables;
import dev.caravan.catalog.ListedTable;
import dev.caravan.catalog.PartitionDefinition;
import dev.caravan.catalog.TableDefinition;
import dev.caravan.catalog.TableDefinition.Column;
import dev.caravan.lake.CatalogEntry;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;

/**
 * The tables of the AWS Glue catalog.
 *
 * <p>In need of {@code glue:GetTable}, {@code CreateTable} and {@code UpdateTable}; of {@code CreateDatabase} when the database is missing;
 * for a table with partitions of {@code GetPartitions}, {@code BatchCreatePartition}, {@code BatchUpdatePartition} and
 * {@code BatchDeletePartition}.
 */
public final class GlueTables implements CatalogTables {
    private static final Logger LOG = LoggerFactory.getLogger(GlueTables.class);

    /** A table with all that Glue says of it. */
    private record Listed(Table table) implements ListedTable {
        @Override
        public String version() {
            return Optional.ofNullable(table.versionId()).orElse("");
        }

        @Override
        public String location() {
            return GluePartitions.location(table.storageDescriptor());
        }

        @Override
        public Map<String, String> parameters() {
            return table.parameters();
        }

        @Override
        public List<Column> partitionColumns() {
            return table.partitionKeys().stream()
                    .map(key -> new Column(
                            key.name(), Optional.ofNullable(key.type()).orElse(""), Optional.ofNullable(key.comment())))
                    .toList();
        }
    }

    private final GlueClient glue;

    /** Those behind this client. */
    public GlueTables(GlueClient glue) {
        this.glue = glue;
    }

    @Override
    public Optional<ListedTable> find(CatalogEntry entry) {
        return call("Looking at Glue table " + entry.name(), () -> {
            try {
                return Optional.of(new Listed(glue.getTable(request -> request.catalogId(entry.catalogId())
                                .databaseName(entry.database())
                                .name(entry.table()))
                        .table()));
            } catch (EntityNotFoundException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public boolean create(CatalogEntry entry, TableDefinition definition) {
        TableInput input = new GlueTableInput(definition).create(entry.table());
        return call("Making Glue table " + entry.name(), () -> {
            try {
                return create(entry, input);
            } catch (EntityNotFoundException noDatabase) {
                createDatabase(entry);
                return create(entry, input);
            }
        });
    }

    private boolean create(CatalogEntry entry, TableInput input) {
        try {
            glue.createTable(request -> request.catalogId(entry.catalogId())
                    .databaseName(entry.database())
                    .tableInput(input));
            return true;
        } catch (AlreadyExistsException e) {
            return false;
        }
    }

    private void createDatabase(CatalogEntry entry) {
        try {
            glue.createDatabase(request ->
                    request.catalogId(entry.catalogId()).databaseInput(database -> database.name(entry.database())));
            LOG.info("Made Glue database {}", entry.database());
        } catch (AlreadyExistsException e) {
            LOG.debug("Another client made Glue database {}", entry.database());
        }
    }

    @Override
    public boolean update(CatalogEntry entry, ListedTable listed, TableDefinition definition) {
        Table table = ((Listed) listed).table();
        TableInput input = new GlueTableInput(definition).update(table);
        boolean isOtherShape = table.storageDescriptor() == null
                || !input.storageDescriptor()
                        .columns()
                        .equals(table.storageDescriptor().columns());
        if (listed.isPartitioned() && isOtherShape) {
            // First: if that fails, the columns of the table still differ at the next attempt.
            call("Changing the partitions of Glue table " + entry.name(), () -> {
                new GluePartitions(glue, entry)
                        .columns(input.storageDescriptor().columns());
                return true;
            });
        }
        return update(entry, table, input);
    }

    @Override
    public boolean touch(CatalogEntry entry, ListedTable listed) {
        Table table = ((Listed) listed).table();
        return update(entry, table, GlueTableInput.same(table));
    }

    /** Without an archived version: Glue would keep each, and an account may have so many. */
    private boolean update(CatalogEntry entry, Table table, TableInput input) {
        return call("Changing Glue table " + entry.name(), () -> {
            try {
                glue.updateTable(request -> request.catalogId(entry.catalogId())
                        .databaseName(entry.database())
                        .tableInput(input)
                        .versionId(table.versionId())
                        .skipArchive(true));
                return true;
            } catch (ConcurrentModificationException | EntityNotFoundException e) {
                return false;
            }
        });
    }

    @Override
    public boolean partitions(
            CatalogEntry entry,
            TableDefinition definition,
            Collection<PartitionDefinition> wanted,
            Collection<String> ours,
            BooleanSupplier before) {
        return call(
                "Changing the partitions of Glue table " + entry.name(),
                () -> new GluePartitionChanges(glue, entry, new GlueTableInput(definition), before).make(wanted, ours));
    }

    @Override
    public List<String> locations(@Nullable String catalogId, String database) {
        return call("Listing the tables of Glue database " + database, () -> {
            List<String> locations = new ArrayList<>();
            try {
                List<Table> tables =
                        glue
                                .getTablesPaginator(
                                        request -> request.catalogId(catalogId).databaseName(database))
                                .stream()
                                .flatMap(page -> page.tableList().stream())
                                .toList();
                for (Table table : tables) {
                    Listed listed = new Listed(table);
                    locations.add(listed.location());
                    if (listed.isPartitioned()) {
                        locations.addAll(new GluePartitions(glue, new CatalogEntry(catalogId, database, table.name()))
                                .locations());
                    }
                }
            } catch (EntityNotFoundException e) {
                LOG.debug("There is no Glue database {}, or a table of it is gone meanwhile", database, e);
            }
            return locations;
        });
    }

    private static <T> T call(String where, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw AwsFailure.ofCatalog(e, where);
        }
    }
}
