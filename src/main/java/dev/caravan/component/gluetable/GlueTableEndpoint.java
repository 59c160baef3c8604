package dev.caravan.component.gluetable;

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
 * Make or change the table of the AWS Glue catalog after a publication, without a crawler.
 *
 * <p>Columns get the exact types of the files and the comments of the source; the parameters say how many rows and bytes there are, and
 * which run it is. What others have set of the table stays. After a publication by SWAP there is nothing left to do. The body passes
 * through.
 */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "glue-table",
        title = "AWS Glue Table",
        syntax = "glue-table:tableId",
        producerOnly = true,
        remote = true,
        category = {Category.CLOUD, Category.BIGDATA},
        headersClass = CaravanConstants.class)
public class GlueTableEndpoint extends DefaultEndpoint {
    @UriPath(
            description = "The table's name in the lake. Its name in the catalog is in lower case, with underscores for"
                    + " what is neither a letter nor a digit.")
    @Metadata(required = true)
    private final String tableId;

    @UriParam
    private final GlueTableConfiguration configuration;

    /** An endpoint of one table. */
    public GlueTableEndpoint(
            String uri, GlueTableComponent component, String tableId, GlueTableConfiguration configuration) {
        super(uri, component);
        this.tableId = tableId;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new GlueTableProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("glue-table begins no route: put it after the step that publishes");
    }

    public String getTableId() {
        return tableId;
    }

    public GlueTableConfiguration getConfiguration() {
        return configuration;
    }
}
