package dev.caravan.component.pgcopy;

import dev.caravan.component.CaravanConstants;
import dev.caravan.component.RunSlots;
import dev.caravan.component.Runs;
import dev.caravan.component.StepProducer;
import dev.caravan.plan.Chunk;
import dev.caravan.read.BatchLimits;
import dev.caravan.run.ActiveRun;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.support.SynchronizationAdapter;

/** Begins the read of one chunk an exchange. */
class PgCopyProducer extends StepProducer {
    private final PgCopyEndpoint endpoint;

    PgCopyProducer(PgCopyEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void act(Exchange exchange) throws InvalidPayloadException {
        Chunk chunk = exchange.getMessage().getMandatoryBody(Chunk.class);
        PgCopyConfiguration options = endpoint.getConfiguration();
        ActiveRun run = Runs.of(exchange, "pg-copy:" + endpoint.getTableId());
        exchange.setProperty(CaravanConstants.CHUNK, chunk.index());
        run.begun(chunk.index());
        exchange.getExchangeExtension().addOnCompletion(new SynchronizationAdapter() {
            @Override
            public void onDone(Exchange done) {
                run.ended(chunk.index());
            }
        });
        int batchBytes = Math.min(
                options.getBatchBytes(), RunSlots.of(endpoint.getCamelContext()).batchBytes(run.readers()));
        exchange.getMessage().setBody(run.read(chunk, new BatchLimits(options.getBatchRows(), batchBytes)));
    }
}
