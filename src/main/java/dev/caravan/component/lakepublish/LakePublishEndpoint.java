package dev.caravan.component.lakepublish;

import dev.caravan.component.CaravanConstants;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Make the uploaded files of a run the table that readers see.
 *
 * <p>The body becomes the {@link dev.caravan.lake.Manifest}. Rows are counted, the files move into the table's folder
 * within the bucket, the manifest is written, and then the files of the run before go. A failure leaves the table as it was.
 */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "lake-publish",
        title = "Lake Publish",
        syntax = "lake-publish:tableId",
        producerOnly = true,
        remote = true,
        category = {Category.CLOUD, Category.BIGDATA},
        headersClass = CaravanConstants.class)
public class LakePublishEndpoint extends DefaultEndpoint {
    @UriPath(description = "The table's name in the lake.")
    @Metadata(required = true)
    private final String tableId;

    @UriParam
    private final LakePublishConfiguration configuration;

    /** An endpoint of one table. */
    public LakePublishEndpoint(
            String uri, LakePublishComponent component, String tableId, LakePublishConfiguration configuration) {
        super(uri, component);
        this.tableId = tableId;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new LakePublishProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("lake-publish begins no route");
    }

    public String getTableId() {
        return tableId;
    }

    public LakePublishConfiguration getConfiguration() {
        return configuration;
    }
}
