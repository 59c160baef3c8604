package dev.caravan.component.deadletter;

import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;

/** The options of {@code lake-dead-letter}. */
@UriParams
public class DeadLetterConfiguration {
    @UriParam(description = "The bucket of the lake.")
    private @Nullable String bucket;

    @UriParam(defaultValue = "", description = "What every key of the lake begins with.")
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
