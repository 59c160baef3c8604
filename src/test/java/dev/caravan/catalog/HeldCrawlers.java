package dev.caravan.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Crawlers whose crawls end when the test says so; one crawler runs at a time. */
final class HeldCrawlers implements Crawlers {
    private final List<CrawlerDefinition> started = new ArrayList<>();
    private Optional<CrawlerDefinition> definition = Optional.empty();
    private Optional<LastCrawl> last = Optional.empty();
    private boolean isRunning;

    /** What the crawler was like at each of its starts. */
    synchronized List<CrawlerDefinition> started() {
        return List.copyOf(started);
    }

    /** Lets the running crawl end. */
    synchronized void end(LastCrawl.Status status) {
        isRunning = false;
        last = Optional.of(new LastCrawl(
                Instant.EPOCH,
                "crawl-" + started.size(),
                status,
                status == LastCrawl.Status.FAILED ? Optional.of("The file is broken") : Optional.empty(),
                Optional.of("/aws-glue/crawlers/orders")));
    }

    @Override
    public void ensureDatabase(String name) {}

    @Override
    public synchronized Optional<CrawlerState> find(String name) {
        return definition.map(defined -> new CrawlerState(!isRunning, last));
    }

    @Override
    public synchronized void create(CrawlerDefinition wanted) {
        definition = Optional.of(wanted);
    }

    @Override
    public synchronized boolean align(CrawlerDefinition wanted) {
        if (!isRunning) {
            definition = Optional.of(wanted);
        }
        return !isRunning;
    }

    @Override
    public synchronized boolean start(String name) {
        if (isRunning) {
            return false;
        }
        isRunning = true;
        started.add(definition.orElseThrow());
        return true;
    }

    @Override
    public Optional<CatalogTable> table(String database, String name) {
        return Optional.empty();
    }

    @Override
    public List<CatalogTable> tables(String database) {
        return List.of();
    }

    @Override
    public Optional<TableChanges> changes(String name) {
        return Optional.empty();
    }
}
