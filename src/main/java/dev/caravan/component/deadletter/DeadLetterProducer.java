package dev.caravan.component.deadletter;

import dev.caravan.aws.S3LakeStore;
import dev.caravan.component.CaravanConstants;
import dev.caravan.component.FailedStep;
import dev.caravan.component.Failures;
import dev.caravan.component.LakeStores;
import dev.caravan.component.RunAccount;
import dev.caravan.component.RunEnd;
import dev.caravan.component.Runs;
import dev.caravan.component.StepProducer;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;
import dev.caravan.lake.DeadLetter;
import dev.caravan.lake.Json;
import dev.caravan.lake.Layout;
import dev.caravan.publish.FailedRun;
import java.time.Instant;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes one dead letter an exchange. */
class DeadLetterProducer extends StepProducer {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterProducer.class);

    private final DeadLetterEndpoint endpoint;

    DeadLetterProducer(DeadLetterEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected void act(Exchange exchange) {
        RunAccount account = Runs.account(exchange);
        String table = account.table()
                .orElseGet(() -> Objects.requireNonNullElse(exchange.getFromRouteId(), endpoint.getName()));
        Throwable caught = exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Throwable.class);
        DeadLetterConfiguration options = endpoint.getConfiguration();
        String step = step(exchange);
        ExportException failure = Failures.of(
                caught == null ? new IllegalStateException("no exception was caught") : caught,
                "Step " + step + " on s3://" + options.getBucket());
        exchange.setProperty(CaravanConstants.FAILURE, failure);
        account.failed(new RunEnd.Failure(failure, caught == null ? failure : caught, step));
        String runId = account.runId();
        DeadLetter letter = new DeadLetter(
                table,
                runId,
                step,
                failure.code(),
                failure.kind(),
                failure.what(),
                failure.hint(),
                account.attempts(),
                Instant.now().toString());
        exchange.getMessage().setBody(letter);
        if (Failures.isEnding(exchange) && failure.kind() != ErrorKind.USER) {
            // Nothing is wrong with the table, and whoever ended the process knows.
            account.stopped();
            removeUploads(exchange, options, table, runId);
            return;
        }
        try {
            S3LakeStore store = LakeStores.of(exchange.getContext(), options);
            Layout layout = options.layout(table);
            store.put(layout.deadLetter(runId), Json.bytes(letter));
            options.retention().applyToDeadLetters(store, layout);
        } catch (ExportException e) {
            LOG.error("The dead letter of {} could not be written: {}", table, e.getMessage());
        }
        removeUploads(exchange, options, table, runId);
    }

    private static void removeUploads(Exchange exchange, DeadLetterConfiguration options, String table, String runId) {
        try {
            S3LakeStore store = LakeStores.of(exchange.getContext(), options);
            Layout layout = options.layout(table);
            Runs.attempt(exchange)
                    .ifPresent(
                            attempt -> FailedRun.removeUploads(store, layout, runId, attempt, Runs.folder(exchange)));
        } catch (ExportException e) {
            LOG.warn("The uploads of run {} of {} stay until its next run: {}", runId, table, e.getMessage());
        }
    }

    /** The step that failed, by its id; else the endpoint. */
    private static String step(Exchange exchange) {
        return FailedStep.of(exchange).orElseGet(() -> endpoint(exchange));
    }

    private static String endpoint(Exchange exchange) {
        return Objects.requireNonNullElse(exchange.getProperty(Exchange.FAILURE_ENDPOINT, String.class), "unknown");
    }
}
