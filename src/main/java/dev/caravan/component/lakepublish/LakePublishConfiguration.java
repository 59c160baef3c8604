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
            description = "How the files become the table. REPLACE needs nothing of its readers.")
    private PublishMode publish = PublishMode.REPLACE;

    @UriParam(defaultValue = "CRAWLER", description = "How the catalog learns of it; noted in the manifest.")
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
