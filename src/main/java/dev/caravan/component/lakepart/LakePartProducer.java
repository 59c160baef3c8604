package dev.caravan.component.lakepart;

import dev.caravan.aws.S3LakeStore;
import dev.caravan.component.LakeStores;
import dev.caravan.component.Runs;
import dev.caravan.component.StepProducer;
import dev.caravan.lake.Layout;
import dev.caravan.plan.TableRun;
import dev.caravan.upload.FilePart;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;

/** Uploads one part an exchange. */
class LakePartProducer extends StepProducer {
    private final LakePartEndpoint endpoint;

    LakePartProducer(LakePartEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void act(Exchange exchange) throws InvalidPayloadException {
        FilePart part = exchange.getMessage().getMandatoryBody(FilePart.class);
        TableRun run = Runs.of(exchange, "lake-part:" + endpoint.getName()).plan();
        LakePartConfiguration options = endpoint.getConfiguration();
        Layout layout = new Layout(options.getPrefix(), run.tableId());
        String attempt = Runs.attempt(exchange).orElseThrow();
        S3LakeStore store = LakeStores.of(exchange.getContext(), options.getBucket());
        part.send(() ->
                store.upload(layout.upload(run.runId(), attempt, part.file().name())));
    }
}
