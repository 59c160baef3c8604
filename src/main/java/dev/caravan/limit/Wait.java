package dev.caravan.limit;

import dev.caravan.log.LogContext;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One wait on another system, which may happen again and again, such as each read of a socket.
 *
 * <p>The waiting thread says when it begins, has made progress, and ends; that costs it a look at the clock.
 */
public final class Wait implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Wait.class);

    /** No wait. */
    private static final long IDLE = 0;

    private final Waits waits;
    private final Subject subject;
    private volatile long since = IDLE;
    private volatile @Nullable WaitExpired expired;
    /** Whose wait it is; written before {@code since}. */
    private LogContext.Origin origin = new LogContext.Origin(null, null);

    private long told = IDLE;
    private boolean closed;

    Wait(Waits waits, Subject subject) {
        this.waits = waits;
        this.subject = subject;
    }

    /** The calling thread waits from now on. */
    public void begin() {
        origin = LogContext.Origin.here();
        since = now();
    }

    /** The wait goes on, and has just made progress. */
    public void progress() {
        if (since != IDLE) {
            since = now();
        }
    }

    /** The calling thread waits no longer. */
    public void end() {
        since = IDLE;
    }

    /** Why the wait was ended; null when it was not. */
    public @Nullable WaitExpired expired() {
        return expired;
    }

    /** A failure of the wait as its callers should see it: the reason for which it was ended, if that caused it. */
    public IOException reason(IOException failure) {
        WaitExpired why = expired;
        return why == null ? failure : why;
    }

    /** Nothing waits here again; from then on the subject is not ended either. */
    @Override
    public synchronized void close() {
        closed = true;
        since = IDLE;
        waits.forget(this);
    }

    /** Tells of the wait or ends it, when it is time; called by the watching thread alone. */
    void look(Duration tellAfter, boolean over) {
        long began = since;
        LogContext lines = origin.resume();
        try {
            look(tellAfter, over, began);
        } finally {
            lines.end();
        }
    }

    private void look(Duration tellAfter, boolean over, long began) {
        if (told != IDLE && told != began) {
            LOG.info("It goes on: {}", subject.what());
            told = IDLE;
        }
        if (began == IDLE) {
            return;
        }
        Duration waited = Duration.ofNanos(System.nanoTime() - began);
        Limit limit = subject.limit();
        if (over) {
            end(began, WaitExpired.stopping(subject.what()));
        } else if (waited.compareTo(limit.time().plus(subject.slack())) >= 0) {
            end(began, WaitExpired.past(limit, subject.what()));
        } else if (told == IDLE && waited.compareTo(early(subject.tellAfter(tellAfter), limit)) >= 0) {
            told = began;
            LOG.warn(
                    "No progress for {} with {}; it is ended after {} ({})",
                    Waits.spelled(waited),
                    subject.what(),
                    Waits.spelled(limit.time()),
                    limit.setting());
        }
    }

    /** A short limit is logged before it ends the wait. */
    private static Duration early(Duration tellAfter, Limit limit) {
        Duration most = limit.time().multipliedBy(3).dividedBy(4);
        return tellAfter.compareTo(most) < 0 ? tellAfter : most;
    }

    private synchronized void end(long began, WaitExpired why) {
        if (!closed && since == began && expired == null) {
            expired = why;
            LOG.warn("Ended: {}", why.getMessage());
            subject.end();
        }
    }

    private static long now() {
        long now = System.nanoTime();
        return now == IDLE ? 1 : now;
    }
}
