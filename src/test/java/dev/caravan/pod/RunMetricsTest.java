package dev.caravan.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.caravan.component.CaravanConstants;
import dev.caravan.plan.BadValuePolicy;
import dev.caravan.plan.Completeness;
import dev.caravan.publish.CatalogMode;
import dev.caravan.publish.Manifest;
import dev.caravan.publish.PublishMode;
import dev.caravan.run.BadValues;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.event.ExchangeCompletedEvent;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

class RunMetricsTest {
    @Test
    void bad_values_are_counted_by_column_and_policy_and_rejected_rows_by_table() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("meters", meters);
            context.start();
            Exchange exchange = new DefaultExchange(context);
            exchange.setProperty(CaravanConstants.RUN_ID, "run");
            exchange.setProperty(CaravanConstants.MANIFEST, manifest());

            new RunMetrics().notify(new ExchangeCompletedEvent(exchange));
        }

        assertThat(meters.get("caravan.rows").tag("table", "people").counter().count())
                .isEqualTo(2);
        assertThat(meters.get("caravan.rows.rejected")
                        .tag("table", "people")
                        .counter()
                        .count())
                .isEqualTo(1);
        assertThat(meters.get("caravan.bad.values")
                        .tags("table", "people", "column", "born", "policy", "reject")
                        .counter()
                        .count())
                .isEqualTo(3);
    }

    private static Manifest manifest() {
        return new Manifest(
                Manifest.FORMAT_VERSION,
                "s3://lake/_caravan/people/runs/run.json",
                "people",
                "table people",
                "run",
                "5e0c4a1f-1",
                PublishMode.REPLACE,
                CatalogMode.NONE,
                "2026-01-01T00:00:00Z",
                "2026-01-01T00:00:01Z",
                3,
                2,
                1,
                100,
                List.of(new BadValues.Count("born", BadValuePolicy.REJECT, "a Parquet DATE has no infinity", 3)),
                List.of("_caravan/people/rejects/run-00000.jsonl"),
                List.of(),
                Completeness.UNKNOWN,
                List.of(),
                List.of());
    }
}
