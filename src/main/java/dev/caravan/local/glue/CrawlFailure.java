package dev.caravan.local.glue;

/** Why a crawl ends as FAILED; the message is the crawler's ErrorMessage. */
final class CrawlFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CrawlFailure(String message) {
        super(message);
    }

    CrawlFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
