package dev.caravan.component.lakepublish;

import dev.caravan.component.CatalogClients;
import dev.caravan.component.HistoryConfiguration;
import dev.caravan.lake.CatalogMode;
import dev.caravan.lake.PublishMode;
import dev.caravan.publish.CatalogTarget;
import dev.caravan.publish.Keep;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.GlueClient;

/** The options of {@code lake-publish}. */
@UriParams
public class LakePublishConfiguration extends HistoryConfiguration {
    @UriParam(
            defaultValue = "REPLACE",
            description =
                    "How the files become the table. REPLACE copies the new files into the folder of the table and removes the old ones."
                            + " SWAP leaves them in a folder of the run, and leads readers there by one update of the Glue table."
                            + " PARTITION copies those of partitions that have changed into folders of the run, and leads the Glue partitions there.")
    private PublishMode publish = PublishMode.REPLACE;

    @UriParam(
            defaultValue = "CRAWLER",
            description =
                    "How the catalog is updated, which is noted in the manifest: by a crawler afterwards, by Caravan itself (GLUE), or not at all.")
    private CatalogMode catalog = CatalogMode.CRAWLER;

    @UriParam(
            description =
                    "The catalog database of the table; required for SWAP. caravan run sets it on the component, from"
                            + " caravan.glue.database.")
    private @Nullable String database;

    @UriParam(
            description =
                    "The account whose Glue catalog it is, twelve digits. By default that of the credentials. caravan run"
                            + " sets it on the component, from caravan.glue.catalog-id.")
    private @Nullable String catalogId;

    @UriParam(
            defaultValue = "false",
            description =
                    "Whether a table of the Glue catalog that was not made by Caravan for this table of the lake is taken over. Otherwise the run fails.")
    private boolean adopt;

    @UriParam(
            defaultValue = "3",
            description =
                    "How many of the last runs of SWAP stay in the lake, the current one included, for going back.")
    private int keepRuns = 3;

    @UriParam(
            defaultValue = "24h",
            javaType = "java.time.Duration",
            description =
                    "For how long the files of a run of SWAP stay at least after another run has replaced it, for queries that are still running.")
    private long keepFor = 86_400_000;

    @UriParam(
            label = "advanced",
            description =
                    "The client to reach Glue with, for SWAP. By default the client named lakeGlue in the registry, which"
                            + " caravan run binds, or the only GlueClient of the registry.")
    @Metadata(autowired = true)
    private @Nullable GlueClient glueClient;

    public PublishMode getPublish() {
        return publish;
    }

    public void setPublish(PublishMode publish) {
        this.publish = publish;
    }

    public CatalogMode getCatalog() {
        return catalog;
    }

    public void setCatalog(CatalogMode catalog) {
        this.catalog = catalog;
    }

    public @Nullable String getDatabase() {
        return database;
    }

    public void setDatabase(@Nullable String database) {
        this.database = database;
    }

    public @Nullable String getCatalogId() {
        return catalogId;
    }

    public void setCatalogId(@Nullable String catalogId) {
        this.catalogId = catalogId;
    }

    public boolean isAdopt() {
        return adopt;
    }

    public void setAdopt(boolean adopt) {
        this.adopt = adopt;
    }

    public int getKeepRuns() {
        return keepRuns;
    }

    public void setKeepRuns(int keepRuns) {
        this.keepRuns = keepRuns;
    }

    /** Milliseconds. */
    public long getKeepFor() {
        return keepFor;
    }

    public void setKeepFor(long keepFor) {
        this.keepFor = keepFor;
    }

    public @Nullable GlueClient getGlueClient() {
        return glueClient;
    }

    public void setGlueClient(@Nullable GlueClient glueClient) {
        this.glueClient = glueClient;
    }

    /**
     * How many earlier runs stay.
     *
     * @throws dev.caravan.error.ExportException BAD_CONFIGURATION when keepRuns is not positive
     */
    Keep keep() {
        return new Keep(keepRuns, Duration.ofMillis(keepFor));
    }

    /** Where the table is in the catalog. */
    CatalogTarget target(CamelContext context, String tableId) {
        return new CatalogTarget(
                CatalogClients.tables(context, glueClient),
                catalog == CatalogMode.GLUE || publish != PublishMode.REPLACE
                        ? CatalogClients.entry(catalogId, database, tableId)
                        : null,
                adopt);
    }

    /** A copy for one endpoint. */
    public LakePublishConfiguration copy() {
        return (LakePublishConfiguration) copied();
    }
}
