package dev.caravan.pod;

import dev.caravan.component.CaravanConstants;
import dev.caravan.publish.Manifest;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeEvent;
import org.apache.camel.support.EventNotifierSupport;

/**
 * Counts, for each table, runs by outcome and the rows, bytes and files that were published:
 * {@code caravan_runs_total{table,outcome}}, {@code caravan_rows_total}, {@code caravan_bytes_total},
 * {@code caravan_files_total} and {@code caravan_run_seconds}; the rows that were rejected as
 * {@code caravan_rows_rejected_total}, and values that the lake cannot hold, by what became of them, as
 * {@code caravan_bad_values_total{table,column,policy}}.
 */
final class RunMetrics extends EventNotifierSupport {
    private static final String TABLE = "table";

    @Override
    protected void doInit() {
        setIgnoreExchangeEvents(false);
        setIgnoreExchangeCreatedEvent(true);
        setIgnoreExchangeSendingEvents(true);
        setIgnoreExchangeSentEvents(true);
        setIgnoreExchangeRedeliveryEvents(true);
        setIgnoreStepEvents(true);
        setIgnoreRouteEvents(true);
        setIgnoreServiceEvents(true);
        setIgnoreCamelContextEvents(true);
        setIgnoreCamelContextInitEvents(true);
    }

    @Override
    public boolean isEnabled(CamelEvent event) {
        return event.getType() == CamelEvent.Type.ExchangeCompleted
                || event.getType() == CamelEvent.Type.ExchangeFailed;
    }

    /** Only the exchange of the trigger carries an outcome; those of batches end before there is one. */
    @Override
    public void notify(CamelEvent event) {
        Exchange exchange = ((ExchangeEvent) event).getExchange();
        Manifest manifest = exchange.getProperty(CaravanConstants.MANIFEST, Manifest.class);
        boolean failed = exchange.getException() != null || exchange.getProperty(CaravanConstants.FAILURE) != null;
        if (exchange.getProperty(CaravanConstants.RUN_ID) == null || (manifest == null && !failed)) {
            return;
        }
        String table =
                manifest == null ? Objects.requireNonNullElse(exchange.getFromRouteId(), "unknown") : manifest.table();
        MeterRegistry registry = registry(exchange);
        registry.counter("caravan.runs", TABLE, table, "outcome", failed ? "failed" : "published")
                .increment();
        registry.timer("caravan.run", TABLE, table)
                .record(Duration.between(
                        Instant.ofEpochMilli(exchange.getClock().getCreated()), Instant.now()));
        if (manifest != null) {
            registry.counter("caravan.rows", TABLE, table).increment((double) manifest.rows());
            registry.counter("caravan.bytes", TABLE, table).increment((double) manifest.bytes());
            registry.counter("caravan.files", TABLE, table)
                    .increment(manifest.files().size());
            registry.counter("caravan.rows.rejected", TABLE, table).increment((double) manifest.rowsRejected());
            manifest.badValues().forEach(bad -> registry.counter(
                            "caravan.bad.values",
                            TABLE,
                            table,
                            "column",
                            bad.column(),
                            "policy",
                            bad.policy().spelled())
                    .increment((double) bad.values()));
        }
    }

    /** The registry that the management server shows; a command has none and counts for nobody. */
    private static MeterRegistry registry(Exchange exchange) {
        MeterRegistry shown = exchange.getContext().getRegistry().findSingleByType(MeterRegistry.class);
        return shown == null ? Metrics.globalRegistry : shown;
    }
}
