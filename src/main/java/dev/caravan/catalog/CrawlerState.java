package dev.caravan.catalog;

import java.util.Optional;

/**
 * Where a crawler stands.
 *
 * @param isReady whether it is at rest, so that it can be changed and started
 * @param lastCrawl the outcome of its last crawl that ended, empty before the first
 */
public record CrawlerState(boolean isReady, Optional<LastCrawl> lastCrawl) {}
