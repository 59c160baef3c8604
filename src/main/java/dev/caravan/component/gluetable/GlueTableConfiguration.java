package dev.caravan.component.gluetable;

import dev.caravan.component.LakeConfiguration;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.glue.GlueClient;

/** The options of {@code glue-table}. */
@UriParams
public class GlueTableConfiguration extends LakeConfiguration {
    @UriParam(
            description = "The catalog database of the table; required. Created when it is missing. caravan run sets it"
                    + " on the component, from caravan.glue.database.")
    private @Nullable String database;

    @UriParam(
            description =
                    "The account whose Glue catalog it is, twelve digits. By default that of the credentials. caravan run"
                            + " sets it on the component, from caravan.glue.catalog-id.")
    private @Nullable String catalogId;

    @UriParam(
            defaultValue = "false",
            description =
                    "Whether a table of the Glue catalog that was not made by Caravan for this table of the lake is taken over. Otherwise the step fails.")
    private boolean adopt;

    @UriParam(
            label = "advanced",
            description =
                    "The client to reach Glue with. By default the client named lakeGlue in the registry, which caravan"
                            + " run binds, or the only GlueClient of the registry.")
    @Metadata(autowired = true)
    private @Nullable GlueClient glueClient;

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

    public @Nullable GlueClient getGlueClient() {
        return glueClient;
    }

    public void setGlueClient(@Nullable GlueClient glueClient) {
        this.glueClient = glueClient;
    }

    /** A copy for one endpoint. */
    public GlueTableConfiguration copy() {
        return (GlueTableConfiguration) copied();
    }
}
