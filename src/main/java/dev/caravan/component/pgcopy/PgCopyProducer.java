package dev.caravan.component.pgcopy;

import dev.caravan.component.CaravanConstants;
import dev.caravan.component.RunSlots;
import dev.caravan.component.Runs;
import dev.caravan.component.StepProducer;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.read.BatchLimits;
import dev.caravan.run.ActiveRun;
import dev.caravan.run.ChunkRead;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Begins the read of one chunk an exchange. */
class PgCopyProducer extends StepProducer {
    private final PgCopyEndpoint endpoint;

    PgCopyProducer(PgCopyEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void act(Exchange exchange) {
        PgCopyConfiguration options = endpoint.getConfiguration();
        ActiveRun run = Runs.of(exchange, "pg-copy:" + endpoint.getTableId());
        ChunkRead read = read(exchange);
        exchange.setProperty(CaravanConstants.CHUNK, read);
        read.begin();
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                read.end();
            }
        });
        int batchBytes = Math.min(
                options.getBatchBytes(), RunSlots.of(endpoint.getCamelContext()).batchBytes(run.readers()));
        exchange.getMessage().setBody(read.read(new BatchLimits(options.getBatchRows(), batchBytes)));
    }

    private ChunkRead read(Exchange exchange) {
        Object body = exchange.getMessage().getBody();
        if (body instanceof ChunkRead read) {
            return read;
        }
        throw new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                "pg-copy:" + endpoint.getTableId() + " in route " + exchange.getFromRouteId() + " got a body of "
                        + (body == null ? "null" : body.getClass().getName()) + ".",
                "Split the body of pg-table: with streaming, and give each part to pg-copy: as it is.");
    }
}
