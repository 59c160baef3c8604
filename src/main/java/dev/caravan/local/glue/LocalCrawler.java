package dev.caravan.local.glue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One crawler: READY, RUNNING while a thread of its own looks at the bucket, STOPPING, READY with the outcome. Its fields
 * are guarded by the catalog's monitor.
 */
final class LocalCrawler {
    private static final Logger LOG = LoggerFactory.getLogger(LocalCrawler.class);

    private enum State {
        READY,
        RUNNING,
        STOPPING
    }

    private final Catalog catalog;
    private final Bucket bucket;
    private final CrawlPace pace;
    private final ObjectNode definition;
    private State state = State.READY;
    private Instant started = Instant.EPOCH;
    private Duration lastRuntime = Duration.ZERO;
    private CrawledTables.Changes changes = new CrawledTables.Changes(0, 0, 0);
    private @Nullable ObjectNode lastCrawl;
    private @Nullable Thread worker;

    LocalCrawler(Catalog catalog, Bucket bucket, CrawlPace pace, ObjectNode definition) {
        this.catalog = catalog;
        this.bucket = bucket;
        this.pace = pace;
        this.definition = definition;
    }

    /** What GetCrawler says. */
    ObjectNode describe() {
        ObjectNode crawler = definition.deepCopy().put("State", state.name());
        crawler.put(
                "CrawlElapsedTime",
                state == State.READY
                        ? 0
                        : Duration.between(started, Instant.now()).toMillis());
        if (lastCrawl != null) {
            crawler.set("LastCrawl", lastCrawl.deepCopy());
        }
        return crawler;
    }

    /** What GetCrawlerMetrics says; the table counts are those of the last crawl. */
    ObjectNode metrics() {
        double seconds = lastRuntime.toMillis() / 1000.0;
        return Request.object()
                .put("CrawlerName", name())
                .put("TimeLeftSeconds", 0.0)
                .put("StillEstimating", false)
                .put("LastRuntimeSeconds", seconds)
                .put("MedianRuntimeSeconds", seconds)
                .put("TablesCreated", changes.created())
                .put("TablesUpdated", changes.updated())
                .put("TablesDeleted", changes.deleted());
    }

    /** The definition, to change it. */
    ObjectNode definitionAtRest() {
        requireRest();
        return definition;
    }

    /**
     * Refuses while the crawler runs.
     *
     * @throws GlueFault CrawlerRunningException
     */
    void requireRest() {
        if (state != State.READY) {
            throw GlueFault.crawlerRunning(name());
        }
    }

    void start() {
        requireRest();
        state = State.RUNNING;
        started = Instant.now();
        JsonNode snapshot = definition.deepCopy();
        Thread crawl = new Thread(() -> crawl(snapshot), "local-glue-crawl-" + name());
        crawl.setDaemon(true);
        worker = crawl;
        crawl.start();
    }

    void stop() {
        if (state == State.READY) {
            throw new GlueFault("CrawlerNotRunningException", "Crawler with name " + name() + " is not running");
        }
        if (state == State.STOPPING) {
            throw new GlueFault("CrawlerStoppingException", "Crawler with name " + name() + " is already stopping");
        }
        state = State.STOPPING;
        catalog.notifyAll();
        interrupt();
    }

    void interrupt() {
        if (worker != null) {
            worker.interrupt();
        }
    }

    private void crawl(JsonNode crawler) {
        String error = null;
        try {
            Collection<TableFolder> folders =
                    new BucketCrawl(bucket).look(crawler.path("Targets").path("S3Targets"));
            linger(State.RUNNING, pace.running().minus(Duration.between(started, Instant.now())));
            synchronized (catalog) {
                if (state == State.RUNNING) {
                    changes = new CrawledTables(catalog, crawler).write(folders);
                }
            }
        } catch (CrawlFailure | GlueFault e) {
            error = e.getMessage();
        } catch (RuntimeException e) {
            LOG.error("Crawler {} of the local Glue broke", name(), e);
            error = "Internal Service Exception: " + e;
        }
        boolean cancelled;
        synchronized (catalog) {
            cancelled = state == State.STOPPING;
            state = State.STOPPING;
        }
        linger(State.STOPPING, pace.stopping());
        synchronized (catalog) {
            lastRuntime = Duration.between(started, Instant.now());
            lastCrawl = outcome(cancelled ? "CANCELLED" : error == null ? "SUCCEEDED" : "FAILED", error);
            state = State.READY;
            worker = null;
        }
    }

    private ObjectNode outcome(String status, @Nullable String error) {
        ObjectNode outcome = Request.object()
                .put("Status", status)
                .put("LogGroup", "/aws-glue/crawlers")
                .put("LogStream", name())
                .put("MessagePrefix", UUID.randomUUID().toString())
                .put("StartTime", BigDecimal.valueOf(started.toEpochMilli(), 3));
        if (error != null && !status.equals("CANCELLED")) {
            outcome.put("ErrorMessage", error);
        }
        return outcome;
    }

    private String name() {
        return definition.path("Name").asText();
    }

    /** Stays in a state for a time; a stop ends that at once. */
    private void linger(State in, Duration time) {
        long until = System.nanoTime() + time.toNanos();
        synchronized (catalog) {
            try {
                while (state == in && System.nanoTime() - until < 0) {
                    TimeUnit.NANOSECONDS.timedWait(catalog, until - System.nanoTime());
                }
            } catch (InterruptedException e) {
                LOG.debug("A crawl was stopped");
            }
        }
    }
}
