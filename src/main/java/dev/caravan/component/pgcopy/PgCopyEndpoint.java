package dev.caravan.component.pgcopy;

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
 * Read one chunk of a planned table by binary COPY.
 *
 * <p>The body, a {@link dev.caravan.run.ChunkRead} of the split over the body of pg-table, becomes an iterator of {@link dev.caravan.batch.RowBatch}es that reads as it
 * is asked: split it with {@code streaming}. An iterator cannot begin again, so the route around it has no error handler, and
 * its caller retries the whole of it.
 */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "pg-copy",
        title = "PostgreSQL COPY",
        syntax = "pg-copy:tableId",
        producerOnly = true,
        remote = true,
        category = {Category.DATABASE, Category.BIGDATA},
        headersClass = CaravanConstants.class)
public class PgCopyEndpoint extends DefaultEndpoint {
    @UriPath(description = "The table's name in the lake.")
    @Metadata(required = true)
    private final String tableId;

    @UriParam
    private final PgCopyConfiguration configuration;

    /** An endpoint of one table. */
    public PgCopyEndpoint(String uri, PgCopyComponent component, String tableId, PgCopyConfiguration configuration) {
        super(uri, component);
        this.tableId = tableId;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new PgCopyProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("pg-copy begins no route");
    }

    public String getTableId() {
        return tableId;
    }

    public PgCopyConfiguration getConfiguration() {
        return configuration;
    }
}
