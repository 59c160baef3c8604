package dev.caravan.component;

import dev.caravan.aws.GlueTables;
import dev.caravan.catalog.CatalogTable;
import dev.caravan.catalog.CatalogTables;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.CatalogEntry;
import java.util.Locale;
import org.apache.camel.CamelContext;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.GlueClient;

/** The tables of the Glue catalog as steps reach them. */
public final class CatalogClients {
    /** The name of the Glue client in the registry of {@code caravan run}. */
    public static final String CLIENT = "lakeGlue";

    private CatalogClients() {}

    /**
     * The table of the catalog for a table of the lake.
     *
     * @param catalogId the account whose catalog it is; null or empty for that of the credentials
     * @throws ExportException BAD_CONFIGURATION when no database is named
     */
    public static CatalogEntry entry(@Nullable String catalogId, @Nullable String database, String tableId) {
        if (database == null || database.isBlank()) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "No database of the Glue catalog is set for table " + tableId + ".",
                    "Set caravan.glue.database, or the option database of the component.");
        }
        return new CatalogEntry(
                catalogId == null || catalogId.isBlank() ? null : catalogId.strip(),
                database.strip().toLowerCase(Locale.ROOT),
                CatalogTable.nameOf(tableId));
    }

    /**
     * The tables that the options of a step name; without any client each use of them fails with a sentence.
     *
     * @param given the client of the options; null for that of the registry
     */
    public static CatalogTables tables(CamelContext context, @Nullable GlueClient given) {
        GlueClient client = given;
        if (client == null) {
            client = context.getRegistry().lookupByNameAndType(CLIENT, GlueClient.class);
        }
        if (client == null) {
            client = context.getRegistry().findSingleByType(GlueClient.class);
        }
        return client == null ? CatalogTables.NONE : new GlueTables(client);
    }
}
