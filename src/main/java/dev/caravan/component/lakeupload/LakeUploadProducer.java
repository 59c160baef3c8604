package dev.caravan.component.lakeupload;

import dev.caravan.aws.RefusedChecksum;
import dev.caravan.aws.UploadChecksum;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
        Object body = exchange.getMessage().getBody();
        DataFile finished = body instanceof DataFile file ? file : null;
        if (Runs.of(exchange, name()) instanceof ListRun) {
            if (finished != null) {
                whole(exchange, finished).call();
            }
            return;
        }
        ChunkRead read = Runs.chunk(exchange, name());
        ChunkUploads uploads = read.uploads();
        if (body instanceof List<?> files) {
            for (Object file : files) {
                ofPartition(exchange, uploads, (DataFile) file);
            }
        } else {
            send(exchange, uploads, finished, parts(read, finished));
        }
        if (exchange.getProperty(ExchangePropertyKey.SPLIT_COMPLETE, true, Boolean.class)) {
            uploads.await();
        }
    }

    /** Small ones go side by side; one in parts is large enough to go alone. */
    private void ofPartition(Exchange exchange, ChunkUploads uploads, DataFile file) throws Exception {
        if (options.partSizes().takeParts(file.bytes())) {
            send(exchange, uploads, file, uploads.finished(file, options.partSizes()));
        } else {
            uploads.beside(Objects.requireNonNull(threads), file.bytes(), whole(exchange, file));
        }
    }

    private void send(Exchange exchange, ChunkUploads uploads, @Nullable DataFile finished, List<FilePart> parts) {
        if (finished != null && parts.isEmpty()) {
            uploads.then(Objects.requireNonNull(threads), whole(exchange, finished));
        }
        for (FilePart part : parts) {
            uploads.then(
                    Objects.requireNonNull(threads),
                    sent(upload(exchange, part.file().name(), part), options.getPartsTo()));
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

    /** The upload of a whole file, whose checksum S3 verifies. */
    private Callable<Exchange> whole(Exchange exchange, DataFile file) {
        Exchange upload = upload(exchange, file.name(), file.path().toFile());
        Map<String, Object> metadata = new HashMap<>();
        Map<?, ?> given = upload.getMessage().getHeader(AWS2S3Constants.METADATA, Map.of(), Map.class);
        given.forEach((key, value) -> metadata.put(String.valueOf(key), value));
        metadata.put(UploadChecksum.METADATA, file.crc32c());
        upload.getMessage().setHeader(AWS2S3Constants.METADATA, metadata);
        return () -> {
            try {
                return sent(upload, options.getTo()).call();
            } catch (Exception e) {
                String key = upload.getMessage().getHeader(AWS2S3Constants.KEY, String.class);
                throw RefusedChecksum.in(e, file, key)
                        .<Exception>map(refused -> refused)
                        .orElse(e);
            }
        };
    }

    /** An upload as an exchange of its own, so that the error handler of its route retries it alone. */
    private Exchange upload(Exchange exchange, String file, Object body) {
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
        return upload;
    }

    private Callable<Exchange> sent(Exchange upload, @Nullable String to) {
        return () -> {
            Objects.requireNonNull(sender).send(Objects.requireNonNull(to), upload);
            if (upload.getException() != null) {
                throw upload.getException();
            }
            return upload;
        };
    }
}
