package dev.caravan.component.lakepublish;

import dev.caravan.publish.CatalogMode;
import dev.caravan.publish.PublishMode;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of {@code lake-publish}. */
@UriParams
public class LakePublishConfiguration {
    @UriParam(description = "The bucket of the lake.")
    private @Nullable String bucket;

    @UriParam(
            defaultValue = "",
            description =
                    "What every key of the lake begins with. Empty by default: the lake has its bucket to itself.")
    private String prefix = "";

    @UriParam(
            defaultValue = "REPLACE",
            description = "How the files become the table. REPLACE needs nothing of its readers.")
    private PublishMode publish = PublishMode.REPLACE;

    @UriParam(defaultValue = "CRAWLER", description = "How the catalog learns of it; noted in the manifest.")
    private CatalogMode catalog = CatalogMode.CRAWLER;

    public @Nullable String getBucket() {
        return bucket;
    }

    public void setBucket(@Nullable String bucket) {
        this.bucket = bucket;
    }

    public String getPrefix() {
        return prefix;
    }

    public void setPrefix(String prefix) {
        this.prefix = prefix;
    }

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
}
