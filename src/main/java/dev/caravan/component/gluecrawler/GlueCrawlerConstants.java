package dev.caravan.component.gluecrawler;

import org.apache.camel.spi.Metadata;

/** The headers that the producer sets. */
public final class GlueCrawlerConstants {
    @Metadata(label = "producer", description = "The name of the crawler that ran", javaType = "String")
    public static final String NAME = "CamelCaravanCrawlerName";

    @Metadata(label = "producer", description = "When the crawl began, by Glue's clock", javaType = "java.time.Instant")
    public static final String START_TIME = "CamelCaravanCrawlerStartTime";

    @Metadata(
            label = "producer",
            description = "How long the crawl took, in milliseconds, without the wait for an earlier one",
            javaType = "long")
    public static final String DURATION = "CamelCaravanCrawlerDuration";

    @Metadata(
            label = "producer",
            description = "How many tables the crawl made; absent when Glue does not tell",
            javaType = "int")
    public static final String TABLES_CREATED = "CamelCaravanCrawlerTablesCreated";

    @Metadata(
            label = "producer",
            description = "How many tables the crawl changed; absent when Glue does not tell",
            javaType = "int")
    public static final String TABLES_UPDATED = "CamelCaravanCrawlerTablesUpdated";

    private GlueCrawlerConstants() {}
}
