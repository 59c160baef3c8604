package dev.caravan.catalog;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ErrorKind;
import dev.caravan.error.ExportException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One crawl, from the wait for an earlier one to the outcome. A crawl that was running when ours was asked for may have
 * passed our files by, so it is waited out and the crawler started again.
 */
final class Crawl {
    /** A look that fails transiently is no reason to crawl anew; as many in a row are. */
    private static final int TOLERATED_FAILURES = 5;

    private final Crawlers crawlers;
    private final CrawlerDefinition definition;
    private final Pause pause;
    private int failedLooks;

    Crawl(Crawlers crawlers, CrawlerDefinition definition, Pause pause) {
        this.crawlers = crawlers;
        this.definition = definition;
        this.pause = pause;
    }

    /**
     * Crawls.
     *
     * @throws ExportException CRAWL_FAILED with the crawler's own message or when another table has the table's name,
     *     CRAWL_TIMEOUT, or what the service refused
     */
    CrawlResult run() {
        crawlers.ensureDatabase(definition.database());
        Optional<LastCrawl> before = start();
        Instant started = Instant.now();
        pause.restart();
        LastCrawl outcome = outcome(before);
        Duration duration = Duration.between(started, Instant.now());
        return switch (outcome.status()) {
            case SUCCEEDED -> {
                definition.targets().forEach(this::requireTable);
                yield new CrawlResult(outcome, duration, crawlers.changes(definition.name()));
            }
            case FAILED ->
                throw new ExportException(
                        ErrorCode.CRAWL_FAILED,
                        "Crawler " + definition.name() + " failed: "
                                + sentence(outcome.error().orElse("it gave no reason")),
                        "Fix what it names" + log(outcome) + ", then run the table again.");
            case CANCELLED ->
                throw new ExportException(
                        ErrorCode.CRAWL_FAILED,
                        "Crawler " + definition.name() + " was stopped before its crawl ended.",
                        "Find out who stopped it" + log(outcome) + ", then run the table again.");
        };
    }

    /**
     * Refuses an outcome by which readers of the table would read another one. A crawler gives a table an invented name where its own is
     * taken, and succeeds. A folder of several tables has no table of its own.
     */
    private void requireTable(String target) {
        CatalogTable wanted = CatalogTable.of(definition.tablePrefix(), target);
        Optional<CatalogTable> found = crawlers.table(definition.database(), wanted.name());
        if (found.isEmpty() || found.get().location().equals(wanted.location())) {
            return;
        }
        List<CatalogTable> tables = crawlers.tables(definition.database());
        Optional<String> made = wanted.sameLocation(tables).map(CatalogTable::name);
        if (made.isPresent() || tables.stream().noneMatch(table -> table.isIn(wanted.location()))) {
            throw wanted.taken(ErrorCode.CRAWL_FAILED, definition.database(), found.get(), made);
        }
    }

    /** Starts the crawler as defined, once it is at rest; gives the outcome that it had before. */
    private Optional<LastCrawl> start() {
        while (true) {
            Optional<CrawlerState> found = crawlers.find(definition.name());
            if (found.isEmpty()) {
                crawlers.create(definition);
            }
            boolean isReady = found.map(CrawlerState::isReady).orElse(true);
            if (isReady && crawlers.align(definition) && crawlers.start(definition.name())) {
                return found.flatMap(CrawlerState::lastCrawl);
            }
            pause.await("was busy with an earlier crawl and not ready for ours");
        }
    }

    /** Waits until the crawler rests with another outcome than before. */
    private LastCrawl outcome(Optional<LastCrawl> before) {
        while (true) {
            pause.await("did not finish");
            Optional<LastCrawl> last = look().filter(CrawlerState::isReady)
                    .flatMap(CrawlerState::lastCrawl)
                    .filter(crawl ->
                            before.map(earlier -> !earlier.isSameCrawl(crawl)).orElse(true));
            if (last.isPresent()) {
                return last.get();
            }
        }
    }

    private Optional<CrawlerState> look() {
        try {
            Optional<CrawlerState> state = crawlers.find(definition.name());
            failedLooks = 0;
            if (state.isEmpty()) {
                throw new ExportException(
                        ErrorCode.CRAWL_FAILED,
                        "Crawler " + definition.name() + " was deleted while it ran.",
                        "Find out who deletes it, then run the table again.");
            }
            return state;
        } catch (ExportException e) {
            if (e.kind() != ErrorKind.TRANSIENT || ++failedLooks >= TOLERATED_FAILURES) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private static String log(LastCrawl outcome) {
        return outcome.log().map(log -> " (log " + log + ")").orElse("");
    }

    private static String sentence(String message) {
        return message.endsWith(".") ? message : message + ".";
    }
}
