package dev.caravan.pod;

import dev.caravan.schedule.RunWaits;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Metrics;
import org.apache.camel.CamelContext;

/** The queue as meters: {@code caravan_fires_queued}, {@code caravan_fires_longest_wait_seconds} and {@code caravan_runs_waiting{for}}. */
final class ScheduleMeters {
    private ScheduleMeters() {}

    static void register(CamelContext context, ScheduleWatch watch) {
        MeterRegistry shown = context.getRegistry().findSingleByType(MeterRegistry.class);
        MeterRegistry registry = shown == null ? Metrics.globalRegistry : shown;
        Gauge.builder("caravan.fires.queued", watch, ScheduleWatch::getQueued)
                .description("Due fires that wait for their turn")
                .register(registry);
        Gauge.builder(
                        "caravan.fires.longest.wait",
                        watch,
                        of -> (double) of.longestWait().toMillis() / 1000)
                .baseUnit("seconds")
                .description("How long the fire that waits longest has waited for its turn")
                .register(registry);
        for (RunWaits.Kind kind : RunWaits.Kind.values()) {
            Gauge.builder("caravan.runs.waiting", watch, of -> of.waiting(kind))
                    .tag("for", kind.spelled())
                    .description("Runs that wait for a slot, a connection of the pool, a lock of the table, or a crawl")
                    .register(registry);
        }
    }
}
