package dev.caravan.catalog;

import java.time.Instant;
import java.util.Optional;

/**
 * The outcome of a crawl.
 *
 * @param start when it began, by the catalog's clock
 * @param id what tells it from another that began in the same moment (Glue's message prefix), may be empty
 * @param status how it ended
 * @param error the crawler's own message, when it gave one
 * @param log where the crawler logged, when it says so
 */
public record LastCrawl(Instant start, String id, Status status, Optional<String> error, Optional<String> log) {

    /** How a crawl ends. */
    public enum Status {
        /** The catalog is up to date. */
        SUCCEEDED,
        /** It was stopped by a request. */
        CANCELLED,
        /** The crawler failed, with a message. */
        FAILED
    }

    /** Whether both are the outcome of one and the same crawl. */
    boolean isSameCrawl(LastCrawl other) {
        return start.equals(other.start) && id.equals(other.id);
    }
}
