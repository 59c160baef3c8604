package dev.caravan.component.gluecrawler;

import dev.caravan.catalog.CrawlResult;
import dev.caravan.catalog.CrawlerDefinition;
import dev.caravan.component.RunAccount;
import dev.caravan.component.StepProducer;
import java.time.Duration;
import java.util.Objects;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Crawls once an exchange; the body passes through. */
class GlueCrawlerProducer extends StepProducer {
    private static final Logger LOG = LoggerFactory.getLogger(GlueCrawlerProducer.class);

    private final GlueCrawlerEndpoint endpoint;
    private final CrawlerDefinition definition;

    GlueCrawlerProducer(GlueCrawlerEndpoint endpoint, CrawlerDefinition definition) {
        super(endpoint);
        this.endpoint = endpoint;
        this.definition = definition;
    }

    @Override
    protected void act(Exchange exchange) {
        Runnable slot = CrawlSlots.of(exchange.getContext())
                .take(definition.name(), Objects.requireNonNullElse(exchange.getFromRouteId(), definition.name()));
        CrawlResult result = crawl(exchange, slot);
        Message message = exchange.getMessage();
        message.setHeader(GlueCrawlerConstants.NAME, definition.name());
        message.setHeader(GlueCrawlerConstants.START_TIME, result.crawl().start());
        message.setHeader(GlueCrawlerConstants.DURATION, result.duration().toMillis());
        result.changes().ifPresent(changes -> {
            message.setHeader(GlueCrawlerConstants.TABLES_CREATED, changes.created());
            message.setHeader(GlueCrawlerConstants.TABLES_UPDATED, changes.updated());
        });
        RunAccount.find(exchange).ifPresent(account -> account.crawled(definition.name(), result));
        LOG.debug("Crawler {} took {}", definition.name(), result.duration());
    }

    private CrawlResult crawl(Exchange exchange, Runnable slot) {
        GlueCrawlerConfiguration options = endpoint.getConfiguration();
        try {
            return CrawlWait.of(exchange, definition, options).over(() -> endpoint.turns()
                    .crawl(
                            definition,
                            Duration.ofMillis(options.getTimeout()),
                            Duration.ofMillis(options.getPollInterval())));
        } finally {
            slot.run();
        }
    }
}
