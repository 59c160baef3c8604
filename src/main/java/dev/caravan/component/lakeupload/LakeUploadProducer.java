package dev.caravan.component.lakeupload;

import dev.caravan.component.ChunkThreads;
import dev.caravan.component.Runs;
import dev.caravan.component.StepProducer;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.Layout;
import dev.caravan.run.ActiveRun;
import dev.caravan.run.ChunkRead;
import dev.caravan.run.ListRun;
import dev.caravan.upload.ChunkUploads;
import dev.caravan.upload.FilePart;
import dev.caravan.write.DataFile;
import dev.caravan.write.OpenFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePropertyKey;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.aws2.s3.AWS2S3Constants;
import org.apache.camel.support.ExchangeHelper;
import org.jspecify.annotations.Nullable;

/** Sends what a batch has brought to the routes that upload it, and waits for all with the last batch. */
class LakeUploadProducer extends StepProducer {
    /** S3 takes no smaller part but the last. */
    private static final long LEAST_PART = 5L << 20;

    private final LakeUploadEndpoint endpoint;
    private final LakeUploadConfiguration options;
    private @Nullable ProducerTemplate sender;
    private @Nullable ExecutorService threads;

    LakeUploadProducer(LakeUploadEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
        this.options = endpoint.getConfiguration();
    }

    private String name() {
        return "lake-upload:" + endpoint.getTableId();
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (options.getTo() == null) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    name() + " does not say where files go.",
                    "Set its option to, such as to=direct:" + endpoint.getTableId()
                            + ".upload for a route with a step aws2-s3.");
        }
        if (options.getPartSize() < LEAST_PART) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The part size of " + name() + " is " + options.getPartSize() + ", and S3 takes parts of "
                            + LEAST_PART + " bytes or more.",
                    "Set caravan.lake.part-size, or the option partSize, to at least " + LEAST_PART + ".");
        }
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        sender = endpoint.getCamelContext().createProducerTemplate();
        threads = ChunkThreads.of(endpoint.getCamelContext());
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
        DataFile finished = exchange.getMessage().getBody() instanceof DataFile file ? file : null;
        if (Runs.of(exchange, name()) instanceof ListRun) {
            if (finished != null) {
                upload(exchange, finished.name(), finished.path().toFile(), options.getTo())
                        .call();
            }
            return;
        }
        ChunkRead read = Runs.chunk(exchange, name());
        ChunkUploads uploads = read.uploads();
        List<FilePart> parts = parts(read, finished);
        if (finished != null && parts.isEmpty()) {
            Callable<Exchange> upload =
                    upload(exchange, finished.name(), finished.path().toFile(), options.getTo());
            uploads.then(Objects.requireNonNull(threads), upload);
        }
        for (FilePart part : parts) {
            uploads.then(
                    Objects.requireNonNull(threads),
                    upload(exchange, part.file().name(), part, options.getPartsTo()));
        }
        if (exchange.getProperty(ExchangePropertyKey.SPLIT_COMPLETE, true, Boolean.class)) {
            uploads.await();
        }
    }

    private List<FilePart> parts(ChunkRead read, @Nullable DataFile finished) throws Exception {
        if (finished != null) {
            return read.uploads().finished(finished, options.partSizes());
        }
        List<FilePart> parts = new ArrayList<>();
        for (OpenFile open : read.openFiles()) {
            parts.addAll(read.uploads().grown(open, options.partSizes()));
        }
        return parts;
    }

    /** An upload as an exchange of its own, so that the error handler of its route retries it alone. */
    private Callable<Exchange> upload(Exchange exchange, String file, Object body, @Nullable String to) {
        Exchange upload = ExchangeHelper.createCopy(exchange, true);
        ActiveRun run = Runs.of(exchange, name());
        String attempt = Runs.attempt(exchange).orElseThrow();
        // The redelivery headers of the run, or Camel would count them as attempts of this upload.
        upload.getMessage().removeHeaders("CamelRedeliver*");
        upload.getMessage()
                .setHeader(
                        AWS2S3Constants.KEY,
                        Runs.folder(exchange)
                                        .key(
                                                new Layout(
                                                        options.getPrefix(),
                                                        run.plan().tableId()),
                                                run.plan().runId(),
                                                attempt)
                                + file);
        upload.getMessage().setBody(body);
        return () -> send(upload, Objects.requireNonNull(to));
    }

    private Exchange send(Exchange upload, String to) throws Exception {
        Objects.requireNonNull(sender).send(to, upload);
        if (upload.getException() != null) {
            throw upload.getException();
        }
        return upload;
    }
}
