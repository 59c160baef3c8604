package dev.caravan.component.lakeschema;

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
 * Find the columns that a table has to have: those of a contract, or those of the last published run.
 *
 * <p>The body passes through. A step pg-table after it compares the table with them before anything is read.
 */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "lake-schema",
        title = "Lake Schema",
        syntax = "lake-schema:tableId",
        producerOnly = true,
        remote = true,
        category = {Category.CLOUD, Category.BIGDATA},
        headersClass = CaravanConstants.class)
public class LakeSchemaEndpoint extends DefaultEndpoint {
    @UriPath(description = "The table's name in the lake.")
    @Metadata(required = true)
    private final String tableId;

    @UriParam
    private final LakeSchemaConfiguration configuration;

    /** An endpoint of one table. */
    public LakeSchemaEndpoint(
            String uri, LakeSchemaComponent component, String tableId, LakeSchemaConfiguration configuration) {
        super(uri, component);
        this.tableId = tableId;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new LakeSchemaProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("lake-schema begins no route");
    }

    public String getTableId() {
        return tableId;
    }

    public LakeSchemaConfiguration getConfiguration() {
        return configuration;
    }
}
