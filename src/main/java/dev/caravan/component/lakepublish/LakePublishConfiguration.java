package dev.caravan.component.lakepublish;

import dev.caravan.component.HistoryConfiguration;
import dev.caravan.lake.CatalogMode;
import dev.caravan.lake.PublishMode;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;

/** The options of {@code lake-publish}. */
@UriParams
public class LakePublishConfiguration extends HistoryConfiguration {
    @UriParam(
            defaultValue = "REPLACE",
            description =
                    "How the files become the table. REPLACE copies the new files into the folder of the table and removes the old ones.")
    private PublishMode publish = PublishMode.REPLACE;

    @UriParam(
            defaultValue = "CRAWLER",
            description =
                    "How the catalog is updated afterwards, which is noted in the manifest: by a crawler, or not at all.")
    private CatalogMode catalog = CatalogMode.CRAWLER;

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

    /** A copy for one endpoint. */
    public LakePublishConfiguration copy() {
        return (LakePublishConfiguration) copied();
    }
}
