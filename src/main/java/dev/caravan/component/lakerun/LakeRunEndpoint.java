package dev.caravan.component.lakerun;

import dev.caravan.component.CaravanConstants;
import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/**
 * Begin a run of a table whose rows other steps read, from any source.
 *
 * <p>It stands before the step that reads, so that a run that waits for its turn holds no cursor. The body passes through. What parquet-file writes afterwards belongs to the run, and lake-publish ends it.
 */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "lake-run",
        title = "Lake Run",
        syntax = "lake-run:tableId",
        producerOnly = true,
        remote = false,
        category = {Category.BIGDATA},
        headersClass = CaravanConstants.class)
public class LakeRunEndpoint extends DefaultEndpoint {
    @UriPath(description = "The table's name in the lake.")
    @Metadata(required = true)
    private final String tableId;

    /** An endpoint of one table. */
    public LakeRunEndpoint(String uri, LakeRunComponent component, String tableId) {
        super(uri, component);
        this.tableId = tableId;
    }

    @Override
    public Producer createProducer() {
        return new LakeRunProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("lake-run begins no route");
    }

    public String getTableId() {
        return tableId;
    }
}
