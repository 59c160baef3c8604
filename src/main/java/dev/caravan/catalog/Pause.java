package dev.caravan.catalog;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.time.Duration;
import java.time.Instant;

/** Waits between looks at a crawler: short at first, doubling up to the interval, and never past the limit. */
final class Pause {
    /** A crawl of a local stand-in ends in a fraction of a second, one of AWS takes a minute. */
    private static final Duration FIRST = Duration.ofMillis(50);

    private final String crawler;
    private final Duration timeout;
    private final Duration interval;
    private final Instant deadline;
    private Duration next = FIRST;

    Pause(String crawler, Duration timeout, Duration interval) {
        this.crawler = crawler;
        this.timeout = timeout;
        this.interval = interval;
        this.deadline = Instant.now().plus(timeout);
    }

    /** How much of the limit is left. */
    Duration left() {
        return Duration.between(Instant.now(), deadline);
    }

    /** Begins with short waits again. */
    void restart() {
        next = FIRST;
    }

    /**
     * Waits once.
     *
     * @param what what is waited for, for the message
     * @throws ExportException CRAWL_TIMEOUT past the limit, CATALOG_UNREACHABLE when the thread is interrupted
     */
    void await(String what) {
        Duration left = left();
        if (left.isNegative() || left.isZero()) {
            throw expired(what);
        }
        Duration wait = min(min(next, interval), left);
        next = wait.multipliedBy(2);
        try {
            Thread.sleep(Math.max(1, wait.toMillis()));
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    ExportException expired(String what) {
        return new ExportException(
                ErrorCode.CRAWL_TIMEOUT,
                "Crawler " + crawler + " " + what + " within " + timeout.toSeconds() + " s.",
                "Look at its state and log in the Glue console, stop it if it hangs, or raise the endpoint's timeout.");
    }

    ExportException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new ExportException(
                ErrorCode.CATALOG_UNREACHABLE,
                "The wait for crawler " + crawler + " was interrupted, as at shutdown.",
                "Run the table again; its files are published already.",
                cause);
    }

    private static Duration min(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
