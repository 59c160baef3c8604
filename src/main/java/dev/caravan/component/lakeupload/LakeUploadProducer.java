package dev.caravan.component.lakeupload;

import dev.caravan.component.CaravanConstants;
import dev.caravan.component.ChunkThreads;
import dev.caravan.component.Runs;
import dev.caravan.component.StepProducer;
import dev.caravan.run.ActiveRun;
import dev.caravan.write.DataFile;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/** Begins one upload an exchange, or waits for those that were begun. */
class LakeUploadProducer extends StepProducer {
    private final LakeUploadEndpoint endpoint;
    private @Nullable ProducerTemplate sender;
    private @Nullable ExecutorService threads;

    LakeUploadProducer(LakeUploadEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        sender = endpoint.getCamelContext().createProducerTemplate();
        threads = CamelContextHelper.mandatoryLookup(
                endpoint.getCamelContext(), ChunkThreads.BEAN, ExecutorService.class);
    }

    @Override
    protected void doStop() throws Exception {
        if (sender != null) {
            sender.stop();
        }
        super.doStop();
    }

    @Override
    protected void act(Exchange exchange) throws Exception {
        ActiveRun run = Runs.of(exchange, "lake-upload:" + endpoint.getRoute());
        int chunk = exchange.getProperty(CaravanConstants.CHUNK, 0, Integer.class);
        if (exchange.getMessage().getBody() instanceof DataFile) {
            ProducerTemplate to = Objects.requireNonNull(sender);
            Exchange upload = ExchangeHelper.createCopy(exchange, true);
            run.upload(chunk, Objects.requireNonNull(threads), () -> {
                to.send("direct:" + endpoint.getRoute(), upload);
                if (upload.getException() != null) {
                    throw upload.getException();
                }
                return upload;
            });
        }
        if (exchange.getProperty(ExchangePropertyKey.SPLIT_COMPLETE, true, Boolean.class)) {
            run.awaitUploads(chunk);
        }
    }
}
