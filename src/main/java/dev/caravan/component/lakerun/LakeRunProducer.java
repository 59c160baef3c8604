package dev.caravan.component.lakerun;

import dev.caravan.component.RunSlots;
import dev.caravan.component.Runs;
import dev.caravan.component.StagingFolder;
import dev.caravan.component.StepProducer;
import dev.caravan.partition.Partitioning;
import dev.caravan.plan.Completeness;
import dev.caravan.plan.SourceComments;
import dev.caravan.plan.TableRun;
import dev.caravan.run.ListRun;
import dev.caravan.schedule.Stopping;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Exchange;

/** Begins one run an exchange. */
class LakeRunProducer extends StepProducer {
    private final LakeRunEndpoint endpoint;

    LakeRunProducer(LakeRunEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    protected String tableOfRun() {
        return endpoint.getTableId();
    }

    @Override
    protected void act(Exchange exchange) {
        Runs.end(exchange);
        String runId = Runs.id(exchange);
        TableRun plan = new TableRun(
                endpoint.getTableId(),
                "route " + exchange.getFromRouteId(),
                runId,
                Instant.now(),
                List.of(),
                List.of(),
                0,
                Completeness.UNKNOWN,
                null,
                SourceComments.NONE,
                Duration.ZERO,
                List.of(),
                Partitioning.NONE,
                List.of());
        Runnable slot;
        try {
            slot = RunSlots.of(exchange.getContext()).take(endpoint.getTableId(), RunSlots.since(exchange));
        } catch (Stopping e) {
            Runs.account(exchange).stopped();
            exchange.setRouteStop(true);
            return;
        }
        Runs.begin(
                exchange,
                new ListRun(plan, StagingFolder.of(exchange.getContext()).folder(plan.tableId(), runId), slot));
    }
}
