package dev.caravan.component;

import dev.caravan.aws.AwsFailure;
import dev.caravan.aws.GlueCatalog;
import dev.caravan.catalog.CatalogTable;
import dev.caravan.catalog.CrawlerDefinition;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.CatalogMode;
import dev.caravan.lake.Layout;
import dev.caravan.option.Words;
import dev.caravan.publish.CatalogUpdate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.s3.S3Client;

/** Looks whether bucket and catalog are there and may be used, without changing either: only reads are tried. */
public final class LakeAccess {
    /** Its name in the registry. */
    public static final String BEAN = "lakeAccess";

    private static final String ROLE = "caravan.glue.crawler-role";

    private final CamelContext context;
    /** The tables of the Glue catalog that this process has looked at. */
    private final Set<String> known = ConcurrentHashMap.newKeySet();

    /** The lake of this context. */
    public LakeAccess(CamelContext context) {
        this.context = context;
    }

    /** What is wrong with the bucket, if anything. */
    public Optional<ExportException> bucket() {
        String bucket = setting("caravan.lake.bucket");
        if (bucket.isEmpty()) {
            return Optional.of(new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "caravan.lake.bucket is not set.",
                    "Set it (CARAVAN_LAKE_BUCKET) to the bucket that tables go to."));
        }
        try {
            client(LakeStores.CLIENT, S3Client.class).listObjectsV2(request -> request.bucket(bucket)
                    .prefix(setting("caravan.lake.prefix"))
                    .maxKeys(1));
            return Optional.empty();
        } catch (SdkException | ExportException e) {
            return Optional.of(AwsFailure.of(e, "Listing s3://" + bucket));
        }
    }

    /**
     * What is wrong with the catalog.
     *
     * @param crawlers the names of the crawlers that tables ask for; one that is missing is made by its first run
     */
    public List<ExportException> catalog(Collection<String> crawlers) {
        List<ExportException> faults = new ArrayList<>();
        GlueClient glue = client(CatalogClients.CLIENT, GlueClient.class);
        String database = setting("caravan.glue.database");
        try {
            glue.getDatabase(request -> request.name(database));
        } catch (EntityNotFoundException madeByTheFirstRun) {
            // So it is no fault.
        } catch (SdkException | ExportException e) {
            faults.add(AwsFailure.ofCatalog(e, "Looking at Glue database " + database));
            return faults;
        }
        List<String> missing = new ArrayList<>();
        for (String crawler : crawlers) {
            try {
                glue.getCrawler(request -> request.name(crawler));
            } catch (EntityNotFoundException e) {
                missing.add(crawler);
            } catch (SdkException e) {
                faults.add(AwsFailure.ofCatalog(e, "Looking at crawler " + crawler));
            }
        }
        if (!missing.isEmpty() && setting(ROLE).isEmpty()) {
            faults.add(CrawlerDefinition.withoutRole(missing));
        }
        return faults;
    }

    /** That the catalog has another table under the name that the crawler would give this one, if it has. */
    public Optional<ExportException> otherTable(String tableId) {
        String database = setting("caravan.glue.database");
        CatalogTable wanted = new CatalogTable(
                CatalogTable.nameOf(tableId),
                "s3://" + setting("caravan.lake.bucket") + "/" + setting("caravan.lake.prefix") + tableId);
        return new GlueCatalog(client(CatalogClients.CLIENT, GlueClient.class))
                .table(database, wanted.name())
                .filter(found -> !found.location().equals(wanted.location()) && !isOurs(tableId))
                .map(found -> wanted.taken(ErrorCode.BAD_CONFIGURATION, database, found, Optional.empty()));
    }

    /** Whether the Glue table is of this table, which may have been published by swap before. */
    private boolean isOurs(String tableId) {
        try {
            requireTable(tableId, false);
            return true;
        } catch (ExportException e) {
            return false;
        }
    }

    /**
     * Makes sure that a table can have its place in the catalog, before anything is read for it: a crawler that is missing is created with
     * the role that is set, so without a role it has to exist; a Glue table has to be one of this lake. What was found once is found
     * again by the step that writes it, and not asked for by each run.
     *
     * @param catalog the parameter of the table
     * @throws ExportException BAD_CONFIGURATION when there is neither a crawler nor a role, or the Glue table is another's
     */
    public void requireCatalog(String catalog, String crawler, String tableId, String adopt) {
        switch (Words.read(CatalogMode.class, "catalog", catalog)) {
            case CRAWLER -> requireCrawler(crawler);
            case GLUE -> {
                if (!known.contains(tableId)) {
                    requireTable(tableId, Boolean.parseBoolean(adopt.strip()));
                    known.add(tableId);
                }
            }
            case NONE -> {}
        }
    }

    private void requireCrawler(String crawler) {
        if (!setting(ROLE).isEmpty()) {
            return;
        }
        try {
            client(CatalogClients.CLIENT, GlueClient.class).getCrawler(request -> request.name(crawler));
        } catch (EntityNotFoundException e) {
            throw CrawlerDefinition.withoutRole(List.of(crawler));
        } catch (SdkException e) {
            throw AwsFailure.ofCatalog(e, "Looking at crawler " + crawler);
        }
    }

    /**
     * Makes sure that Caravan may write a table of the Glue catalog.
     *
     * @throws ExportException BAD_CONFIGURATION when it is not of this lake, and is not to be adopted; or what Glue refused
     */
    public void requireTable(String tableId, boolean adopt) {
        new CatalogUpdate(
                        LakeStores.of(context, setting("caravan.lake.bucket")),
                        new Layout(setting("caravan.lake.prefix"), tableId),
                        CatalogClients.tables(context, null))
                .require(
                        CatalogClients.entry(
                                setting("caravan.glue.catalog-id"), setting("caravan.glue.database"), tableId),
                        adopt);
    }

    private String setting(String key) {
        return context.getPropertiesComponent()
                .resolveProperty(key)
                .map(String::strip)
                .orElse("");
    }

    private <C> C client(String name, Class<C> type) {
        C client = context.getRegistry().lookupByNameAndType(name, type);
        if (client == null) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The registry has no client named " + name + ".",
                    "Bind one under this name, as caravan run does.");
        }
        return client;
    }
}
