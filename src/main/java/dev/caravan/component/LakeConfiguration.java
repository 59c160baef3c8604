package dev.caravan.component;

import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** Where the lake is: the options of every step that reads or writes there. */
@UriParams
public abstract class LakeConfiguration {
    @UriParam(description = "The bucket of the lake.")
    private @Nullable String bucket;

    @UriParam(
            defaultValue = "",
            description =
                    "What every key of the lake begins with. Empty by default: the lake has its bucket to itself.")
    private String prefix = "";

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
}
