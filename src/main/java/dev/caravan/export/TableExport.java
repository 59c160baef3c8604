package dev.caravan.export;

import dev.caravan.component.CaravanConstants;
import dev.caravan.component.Failures;
import dev.caravan.component.Publications;
import dev.caravan.component.Runs;
import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;
import dev.caravan.publish.Manifest;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.support.DefaultConsumer;
import org.jspecify.annotations.Nullable;

/** Runs the route of a table as its schedule would, with its error handler, and waits for the outcome. */
public final class TableExport {
    private final CamelContext context;

    /** Exports tables of this context. */
    public TableExport(CamelContext context) {
        this.context = context;
    }

    /**
     * Runs one table.
     *
     * @param tableId the id of a started route
     */
    public ExportResult run(String tableId) {
        Route route = context.getRoute(tableId);
        if (route == null || !(route.getConsumer() instanceof DefaultConsumer consumer)) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "There is no route " + tableId + " that can be run.",
                    "Name a route id of the route folder.");
        }
        long start = System.nanoTime();
        Exchange exchange = consumer.createExchange(false);
        try {
            String runId = Runs.id(exchange);
            process(consumer, exchange);
            return result(tableId, runId, exchange, Duration.ofNanos(System.nanoTime() - start));
        } finally {
            consumer.releaseExchange(exchange, false);
        }
    }

    /** While the process ends, a run may fail in any way; faults of the table itself are still told. */
    private static ExportException stopped(
            String tableId, @Nullable Manifest manifest, @Nullable ExportException failure) {
        if (failure != null && failure.kind() == ErrorKind.USER) {
            return failure;
        }
        if (manifest != null) {
            return new ExportException(
                    ErrorCode.STOPPED,
                    "The run of " + tableId
                            + " is published, but the process was asked to end before the catalog was updated.",
                    "The next run updates the catalog.",
                    failure);
        }
        if (failure == null
                || failure.code() == ErrorCode.STOPPED
                || failure.kind() == ErrorKind.INTERNAL
                || failure.getCause() instanceof InterruptedException) {
            return new ExportException(
                    ErrorCode.STOPPED,
                    "The run of " + tableId + " was ended, because the process was asked to end.",
                    "The table is as it was; run it again.",
                    failure);
        }
        // A publication that was cut off says what becomes of it.
        return new ExportException(
                ErrorCode.STOPPED,
                "The run of " + tableId + " was ended, because the process was asked to end: " + failure.what(),
                failure.hint(),
                failure);
    }

    private static void process(Consumer consumer, Exchange exchange) {
        try {
            ((DefaultConsumer) consumer).getProcessor().process(exchange);
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    private static ExportResult result(String tableId, String runId, Exchange exchange, Duration took) {
        Manifest manifest = exchange.getProperty(CaravanConstants.MANIFEST, Manifest.class);
        ExportException failure = exchange.getProperty(CaravanConstants.FAILURE, ExportException.class);
        if (failure == null && exchange.getException() != null) {
            failure = Failures.of(exchange.getException(), "The run of " + tableId);
        }
        if (Publications.of(exchange.getContext()).isRefused() && (failure != null || manifest == null)) {
            failure = stopped(tableId, manifest, failure);
        }
        if (failure == null && manifest == null) {
            failure = new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "Route " + tableId + " ran and published nothing.",
                    "End its run with a step lake-publish:, as the template table-to-lake does.");
        }
        return new ExportResult(tableId, runId, manifest, failure, took);
    }
}
