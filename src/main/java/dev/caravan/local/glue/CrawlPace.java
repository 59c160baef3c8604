package dev.caravan.local.glue;

import java.time.Duration;

/**
 * How long a crawl lingers in its states, so that clients meet them.
 *
 * @param running the least time in RUNNING
 * @param stopping the time in STOPPING
 */
public record CrawlPace(Duration running, Duration stopping) {
    /** Long enough that a second start meets the running crawl, short enough for a demo of a dozen tables. */
    public static final CrawlPace DEFAULT = new CrawlPace(Duration.ofMillis(150), Duration.ofMillis(50));
}
