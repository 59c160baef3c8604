package dev.caravan.component.parquetfile;

import dev.caravan.batch.RowBatch;
import dev.caravan.component.CaravanConstants;
import dev.caravan.component.RunSlots;
import dev.caravan.component.Runs;
import dev.caravan.component.StepProducer;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.run.ActiveRun;
import dev.caravan.write.DataFile;
import dev.caravan.write.WriteOptions;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.jspecify.annotations.Nullable;

/** Writes one batch an exchange. */
class ParquetFileProducer extends StepProducer {
    private final ParquetFileEndpoint endpoint;

    ParquetFileProducer(ParquetFileEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void act(Exchange exchange) {
        ActiveRun run = Runs.of(exchange, "parquet-file:" + endpoint.getTableId());
        exchange.getMessage().setBody(write(run, exchange));
    }

    private @Nullable DataFile write(ActiveRun run, Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof RowBatch batch) {
            int chunk = exchange.getProperty(CaravanConstants.CHUNK, 0, Integer.class);
            boolean last = exchange.getProperty(ExchangePropertyKey.SPLIT_COMPLETE, true, Boolean.class);
            return run.write(chunk, batch, last, options()).orElse(null);
        }
        throw new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                "parquet-file:" + endpoint.getTableId() + " got a body of "
                        + (body == null ? "null" : body.getClass().getName()) + ".",
                "Give it a RowBatch, as pg-copy: makes them.");
    }

    private WriteOptions options() {
        ParquetFileConfiguration options = endpoint.getConfiguration();
        long rowGroupBytes = Math.min(
                options.getRowGroupSize(),
                RunSlots.of(endpoint.getCamelContext()).rowGroupBytes());
        return new WriteOptions(options.getCompression(), rowGroupBytes, options.getFileSize());
    }
}
