package dev.caravan.component.pgtable;

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
 * Plan the export of one table of PostgreSQL in one snapshot.
 *
 * <p>The body becomes an iterator of the {@link dev.caravan.run.ChunkRead}s of the run, each as soon as there is a connection for it:
 * split it with {@code streaming}, and with {@code parallelProcessing} to read in parallel. The snapshot of the run holds a connection of the pool until the files are
 * published or the exchange is done. What is read may also come by headers, which is how SQL with any character in it is passed.
 */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "pg-table",
        title = "PostgreSQL Table",
        syntax = "pg-table:tableId",
        producerOnly = true,
        remote = true,
        category = {Category.DATABASE, Category.BIGDATA},
        headersClass = CaravanConstants.class)
public class PgTableEndpoint extends DefaultEndpoint {
    @UriPath(
            description =
                    "The table's name in the lake; also the relation to read, unless table or query names another.")
    @Metadata(required = true)
    private final String tableId;

    @UriParam
    private final PgTableConfiguration configuration;

    /** An endpoint of one table. */
    public PgTableEndpoint(String uri, PgTableComponent component, String tableId, PgTableConfiguration configuration) {
        super(uri, component);
        this.tableId = tableId;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new PgTableProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("pg-table begins no route");
    }

    public String getTableId() {
        return tableId;
    }

    public PgTableConfiguration getConfiguration() {
        return configuration;
    }
}
