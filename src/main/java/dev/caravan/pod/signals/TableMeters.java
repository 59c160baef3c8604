package dev.caravan.pod.signals;

import dev.caravan.component.RunEnd.Outcome;
import dev.caravan.component.RunObserver.Retry;
import dev.caravan.error.ExportException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The meters of one table, all of them there from the start. */
final class TableMeters {
    private static final String TABLE = "table";
    private static final String SECONDS = "seconds";
    private static final String NONE = "none";
    private static final double MILLIS = 1000;

    private final MeterRegistry registry;
    private final String table;
    private final Map<Outcome, Counter> runs = new EnumMap<>(Outcome.class);
    private final Map<Retry, Counter> retries = new EnumMap<>(Retry.class);
    private final Counter succeeded;
    private final Counter failed;
    private final Counter skippedFires;
    private final Counter rows;
    private final Counter bytes;
    private final Counter files;
    private final Counter rejected;
    private final Timer time;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong lastPublished = new AtomicLong();
    private Meter lastFailed;

    TableMeters(MeterRegistry registry, String table, Supplier<FireTimes> schedule) {
        this.registry = registry;
        this.table = table;
        for (Outcome outcome : Outcome.values()) {
            runs.put(
                    outcome,
                    counter(
                            "caravan.runs",
                            "Runs that have ended, each counted once, by how they ended",
                            "outcome",
                            outcome.spelled()));
        }
        for (Retry what : Retry.values()) {
            retries.put(
                    what,
                    counter(
                            "caravan.retries",
                            "Retries within an attempt of a run, by what was retried",
                            "of",
                            what.spelled()));
        }
        succeeded = counter(
                "caravan.attempts",
                "Attempts of runs, by how they ended; attempt_errors has the error codes",
                "outcome",
                "succeeded");
        failed = counter(
                "caravan.attempts",
                "Attempts of runs, by how they ended; attempt_errors has the error codes",
                "outcome",
                "failed");
        skippedFires = counter(
                "caravan.fires.skipped",
                "Fires that came due while the previous run was queued or running, or that waited when their table was stopped");
        rows = counter("caravan.rows", "Rows that were published");
        bytes = Counter.builder("caravan.bytes")
                .baseUnit("bytes")
                .description("Bytes of the files that were published")
                .tag(TABLE, table)
                .register(registry);
        files = counter("caravan.files", "Files that were published");
        rejected = counter("caravan.rows.rejected", "Rows that onBadValue left out of what was published");
        time = Timer.builder("caravan.run")
                .description("Time that runs took from their beginning to their end, with all waits and attempts")
                .tag(TABLE, table)
                .register(registry);
        gauge(
                "caravan.runs.in.flight",
                "Runs that have begun and not ended; those that wait for another attempt, a lock or a crawler too",
                null,
                inFlight::get);
        gauge(
                "caravan.last.success.timestamp",
                "Unix time at which rows of the table were last published; 0 before the first publication",
                SECONDS,
                () -> lastPublished.get() / MILLIS);
        gauge(
                "caravan.next.fire.timestamp",
                "Unix time of the next fire; 0 without a schedule, or when the route of the table is stopped",
                SECONDS,
                () -> {
                    Instant next = schedule.get().next();
                    return next == null ? 0 : next.toEpochMilli() / MILLIS;
                });
        gauge(
                "caravan.fire.interval",
                "Time between the next two fires; 0 when there are not two",
                SECONDS,
                () -> schedule.get().interval().toMillis() / MILLIS);
        lastFailed = lastFailed(NONE, NONE, 0);
    }

    private Counter counter(String name, String description, String... tags) {
        return Counter.builder(name)
                .description(description)
                .tag(TABLE, table)
                .tags(tags)
                .register(registry);
    }

    private void gauge(String name, String description, @Nullable String unit, Supplier<Number> value) {
        Gauge.builder(name, value)
                .description(description)
                .baseUnit(unit)
                .tag(TABLE, table)
                .register(registry);
    }

    /** One series at any time: that of the code with which the last run failed, or of none. */
    private Gauge lastFailed(String code, String kind, int value) {
        return Gauge.builder("caravan.last.run.failed", () -> value)
                .description("1 with its error code if the last run failed permanently, 0 with code none otherwise")
                .tag(TABLE, table)
                .tag("code", code)
                .tag("kind", kind)
                .register(registry);
    }

    void begun() {
        inFlight.incrementAndGet();
    }

    void attemptFailed() {
        failed.increment();
    }

    void retried(Retry what) {
        counterOf(retries, what).increment();
    }

    void skippedFire() {
        skippedFires.increment();
    }

    /** A run ended in this way. */
    void ended(Outcome outcome, Duration took) {
        inFlight.decrementAndGet();
        counterOf(runs, outcome).increment();
        time.record(took);
        if (outcome == Outcome.PUBLISHED) {
            succeeded.increment();
            replaceLastFailed(NONE, NONE, 0);
        }
    }

    /** A run failed permanently. */
    void failed(ExportException failure) {
        failed.increment();
        replaceLastFailed(failure.code().name(), failure.kind().name().toLowerCase(Locale.ROOT), 1);
    }

    private synchronized void replaceLastFailed(String code, String kind, int value) {
        registry.remove(lastFailed);
        lastFailed = lastFailed(code, kind, value);
    }

    /** Rows were published. */
    void published(long rowsPublished, long rowsRejected, long bytesPublished, int filesPublished) {
        rows.increment((double) rowsPublished);
        rejected.increment((double) rowsRejected);
        bytes.increment((double) bytesPublished);
        files.increment(filesPublished);
    }

    /** Rows were published at this moment, or later as is known already. */
    void publishedAt(Instant moment) {
        lastPublished.accumulateAndGet(moment.toEpochMilli(), Math::max);
    }

    void badValues(String column, String policy, long values) {
        counter(
                        "caravan.bad.values",
                        "Values that the lake cannot hold, by column and by the policy that handled them",
                        "column",
                        column,
                        "policy",
                        policy)
                .increment((double) values);
    }

    /** The table is gone: nothing is left of it. */
    void remove() {
        List.copyOf(registry.getMeters()).stream()
                .filter(meter -> meter.getId().getName().startsWith("caravan.")
                        && table.equals(meter.getId().getTag(TABLE)))
                .forEach(registry::remove);
    }

    private static <K> Counter counterOf(Map<K, Counter> counters, K key) {
        Counter counter = counters.get(key);
        if (counter == null) {
            throw new IllegalStateException("no counter of " + key);
        }
        return counter;
    }
}
