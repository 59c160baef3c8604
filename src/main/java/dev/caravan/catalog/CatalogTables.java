package dev.caravan.catalog;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.CatalogEntry;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The tables of a catalog, each changed only if it is still what was read. Every call may throw an {@link ExportException}. */
public interface CatalogTables {
    /** Where no catalog can be reached; whatever needs one fails. */
    CatalogTables NONE = new CatalogTables() {
        @Override
        public Optional<ListedTable> find(CatalogEntry entry) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "Table " + entry.name() + " of the Glue catalog is needed, and there is no client of Glue.",
                    "Bind a GlueClient in the registry, as caravan run does, or set the option glueClient.");
        }

        @Override
        public boolean create(CatalogEntry entry, TableDefinition definition) {
            return find(entry).isPresent();
        }

        @Override
        public boolean update(CatalogEntry entry, ListedTable listed, TableDefinition definition) {
            return find(entry).isPresent();
        }

        @Override
        public boolean touch(CatalogEntry entry, ListedTable listed) {
            return find(entry).isPresent();
        }

        @Override
        public boolean partitions(
                CatalogEntry entry,
                TableDefinition definition,
                Collection<PartitionDefinition> wanted,
                Collection<String> ours,
                BooleanSupplier before) {
            return find(entry).isPresent();
        }

        @Override
        public List<String> locations(@Nullable String catalogId, String database) {
            // Without a client there was never a table.
            return List.of();
        }
    };

    /** The table; empty when there is none. */
    Optional<ListedTable> find(CatalogEntry entry);

    /**
     * Makes the table, and its database when it is missing.
     *
     * @return false when there is a table of this name already
     */
    boolean create(CatalogEntry entry, TableDefinition definition);

    /**
     * Changes the table, and the columns of its partitions with its own.
     *
     * @param listed what was read
     * @return false when it is not what was read any more
     */
    boolean update(CatalogEntry entry, ListedTable listed, TableDefinition definition);

    /**
     * Gives the table a new version and changes nothing else, so that whoever is about to change the one that was read fails.
     *
     * @return false when it is not what was read any more
     */
    boolean touch(CatalogEntry entry, ListedTable listed);

    /**
     * Makes the partitions of a table exactly these: creates those that are missing, moves those that are elsewhere, and then removes the
     * other ones whose location is in one of the given folders; partitions elsewhere are of others, and stay. Done again, it changes
     * nothing.
     *
     * @param definition of the table: each partition that is created or moved gets its columns
     * @param wanted no two of the same values
     * @param ours addresses with a slash; what begins so is ours
     * @param before is asked before each request that changes something; false ends the work at once
     * @return whether all of it was done
     */
    boolean partitions(
            CatalogEntry entry,
            TableDefinition definition,
            Collection<PartitionDefinition> wanted,
            Collection<String> ours,
            BooleanSupplier before);

    /** Where the tables of a database are, and their partitions, each with its slash; none when there is no such database. */
    List<String> locations(@Nullable String catalogId, String database);
}
