package dev.caravan.catalog;

import java.time.Duration;
import java.util.Optional;

/**
 * A crawl that succeeded.
 *
 * @param crawl its outcome
 * @param duration from the start to the rest of the crawler, without the wait for an earlier crawl
 * @param changes what it changed, when the service tells
 */
public record CrawlResult(LastCrawl crawl, Duration duration, Optional<TableChanges> changes) {}
