package dev.caravan.component.lakeupload;

import dev.caravan.component.CaravanConstants;
import dev.caravan.component.ChunkThreads;
import dev.caravan.component.Runs;
import dev.caravan.component.StepProducer;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.run.ActiveRun;
import dev.caravan.upload.UploadRoutes;
import dev.caravan.write.DataFile;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/** Begins to upload what a batch has brought, or waits for what was begun. */
class LakeUploadProducer extends StepProducer {
    /** Uploads a part of any table's file. */
    private static final String PART_ROUTE = "uploaded-part";

    /** S3 takes no smaller part but the last. */
    private static final long LEAST_PART = 5L << 20;

    private final LakeUploadEndpoint endpoint;
    private @Nullable ProducerTemplate sender;
    private @Nullable ExecutorService threads;

    LakeUploadProducer(LakeUploadEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (endpoint.getPartSize() != 0 && endpoint.getPartSize() < LEAST_PART) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The part size of lake-upload:" + endpoint.getRoute() + " is " + endpoint.getPartSize()
                            + ", and S3 takes parts of " + LEAST_PART + " bytes or more.",
                    "Set caravan.lake.part-size to at least " + LEAST_PART + ".");
        }
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
        DataFile finished = exchange.getMessage().getBody() instanceof DataFile file ? file : null;
        run.upload(
                chunk,
                finished,
                new UploadRoutes(
                        Objects.requireNonNull(threads),
                        endpoint.getPartSize(),
                        Math.max(endpoint.getPartSize(), endpoint.getMultipartThreshold()),
                        file -> sending(file, exchange, endpoint.getRoute()),
                        part -> sending(part, exchange, PART_ROUTE)));
        if (exchange.getProperty(ExchangePropertyKey.SPLIT_COMPLETE, true, Boolean.class)) {
            run.awaitUploads(chunk);
        }
    }

    /** What sends it as an exchange of its own, so that the route's error handler tries again that alone. */
    private Callable<?> sending(Object body, Exchange exchange, String route) {
        ProducerTemplate to = Objects.requireNonNull(sender);
        Exchange upload = ExchangeHelper.createCopy(exchange, true);
        upload.getMessage().setBody(body);
        return () -> {
            to.send("direct:" + route, upload);
            if (upload.getException() != null) {
                throw upload.getException();
            }
            return upload;
        };
    }
}
