package dev.caravan.component.gluecrawler;

import dev.caravan.catalog.CrawlerDefinition;
import dev.caravan.limit.Limit;
import dev.caravan.limit.Subject;
import dev.caravan.limit.Wait;
import dev.caravan.limit.Waits;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;

/**
 * The wait for a crawl, as others see it. The crawl ends itself at its limit; this one tells of it before, and breaks it off when the
 * process stops.
 */
final class CrawlWait implements Subject {
    /** What the last request of a crawl may take beyond the crawl's own limit. */
    private static final Duration LAST_REQUEST = Duration.ofMinutes(5);

    private final @Nullable Waits waits;
    private final String table;
    private final CrawlerDefinition definition;
    private final GlueCrawlerConfiguration options;
    private final Thread caller = Thread.currentThread();

    private CrawlWait(
            @Nullable Waits waits, String table, CrawlerDefinition definition, GlueCrawlerConfiguration options) {
        this.waits = waits;
        this.table = table;
        this.definition = definition;
        this.options = options;
    }

    /** That of an exchange, on the calling thread. */
    static CrawlWait of(Exchange exchange, CrawlerDefinition definition, GlueCrawlerConfiguration options) {
        Waits waits = exchange.getContext().getRegistry().lookupByNameAndType(Waits.BEAN, Waits.class);
        return new CrawlWait(waits, exchange.getFromRouteId(), definition, options);
    }

    @Override
    public String what() {
        return "crawler " + definition.name() + " of " + table + ", which is published already";
    }

    @Override
    public Limit limit() {
        return new Limit(Duration.ofMillis(options.getTimeout()), "caravan.crawl.timeout");
    }

    @Override
    public Duration slack() {
        return LAST_REQUEST;
    }

    @Override
    public Duration tellAfter(Duration usual) {
        return Duration.ofMillis(options.getWarnAfter());
    }

    @Override
    public void end() {
        caller.interrupt();
    }

    /** Crawls. */
    <T> T over(Supplier<T> crawl) {
        if (waits == null) {
            return crawl.get();
        }
        Wait wait = waits.open(this);
        wait.begin();
        try {
            return crawl.get();
        } finally {
            wait.close();
            if (wait.expired() != null) {
                // Ours, and of no use to the steps behind.
                Thread.interrupted();
            }
        }
    }
}
