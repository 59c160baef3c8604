package dev.caravan.component.parquetfile;

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
 * Write batches of rows into Parquet files in the staging folder.
 *
 * <p>The body becomes the {@link dev.caravan.write.DataFile} that this batch has finished, or null when its file is still
 * open; in a run of a table with partitions, the list of all that it has finished, which may be empty. A {@link dev.caravan.batch.RowBatch} of a planned run goes on in the file of its chunk, which ends when it is large
 * enough or when the split is complete. A list of maps or of Avro records is a file of its own.
 */
@UriEndpoint(
        firstVersion = "1.0.0",
        scheme = "parquet-file",
        title = "Parquet File",
        syntax = "parquet-file:tableId",
        producerOnly = true,
        remote = false,
        category = {Category.FILE, Category.BIGDATA},
        headersClass = CaravanConstants.class)
public class ParquetFileEndpoint extends DefaultEndpoint {
    @UriPath(description = "The table's name in the lake.")
    @Metadata(required = true)
    private final String tableId;

    @UriParam
    private final ParquetFileConfiguration configuration;

    /** An endpoint of one table. */
    public ParquetFileEndpoint(
            String uri, ParquetFileComponent component, String tableId, ParquetFileConfiguration configuration) {
        super(uri, component);
        this.tableId = tableId;
        this.configuration = configuration;
    }

    @Override
    public Producer createProducer() {
        return new ParquetFileProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("parquet-file begins no route");
    }

    public String getTableId() {
        return tableId;
    }

    public ParquetFileConfiguration getConfiguration() {
        return configuration;
    }
}
