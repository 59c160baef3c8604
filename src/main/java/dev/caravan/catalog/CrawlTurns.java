package dev.caravan.catalog;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who crawls when, within this process. One crawl of a crawler runs at a time; those who ask meanwhile for the same
 * definition share the next one, which begins after all of them arrived and so sees the files of all of them.
 */
public final class CrawlTurns {
    /** A crawl that has not begun yet, or its outcome; guarded by the lock. */
    private static final class Turn {
        private @Nullable CrawlResult result;
        private @Nullable ExportException failure;
        private boolean isAbandoned;
    }

    /** Those who wait for one crawler, by what they want of it. */
    private static final class Line {
        private final Map<CrawlerDefinition, Turn> waiting = new LinkedHashMap<>();
        private boolean isBusy;
        private int callers;
    }

    private final Crawlers crawlers;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private final Map<String, Line> lines = new HashMap<>();

    /** Turns over the crawlers of one service. */
    public CrawlTurns(Crawlers crawlers) {
        this.crawlers = crawlers;
    }

    /**
     * Crawls, or waits for a crawl that begins after this call, and gives its outcome.
     *
     * @param timeout the limit of the whole wait, with that for earlier crawls
     * @param pollInterval the longest pause between two looks at the crawler
     * @throws ExportException CRAWL_FAILED with the crawler's own message, CRAWL_TIMEOUT, CATALOG_UNREACHABLE (also when
     *     the thread is interrupted), or what the service refused
     */
    public CrawlResult crawl(CrawlerDefinition definition, Duration timeout, Duration pollInterval) {
        Pause pause = new Pause(definition.name(), timeout, pollInterval);
        lock.lock();
        Line line = lines.computeIfAbsent(definition.name(), name -> new Line());
        line.callers++;
        try {
            while (true) {
                Turn turn = line.waiting.computeIfAbsent(definition, wanted -> new Turn());
                Optional<CrawlResult> result = serve(line, turn, definition, pause);
                if (result.isPresent()) {
                    return result.get();
                }
            }
        } finally {
            if (--line.callers == 0) {
                lines.remove(definition.name());
            }
            lock.unlock();
        }
    }

    /** Waits for a turn's outcome or makes it; empty when the thread that made it was interrupted or reached its timeout. */
    private Optional<CrawlResult> serve(Line line, Turn turn, CrawlerDefinition definition, Pause pause) {
        while (true) {
            if (turn.failure != null) {
                throw turn.failure;
            }
            if (turn.result != null || turn.isAbandoned) {
                return Optional.ofNullable(turn.result);
            }
            if (!line.isBusy && line.waiting.get(definition) == turn) {
                return Optional.of(run(line, turn, definition, pause));
            }
            await(pause);
        }
    }

    private CrawlResult run(Line line, Turn turn, CrawlerDefinition definition, Pause pause) {
        line.isBusy = true;
        line.waiting.remove(definition);
        lock.unlock();
        CrawlResult result = null;
        ExportException failure = null;
        try {
            result = new Crawl(crawlers, definition, pause).run();
            return result;
        } catch (ExportException e) {
            failure = e;
            throw e;
        } finally {
            lock.lock();
            line.isBusy = false;
            turn.result = result;
            boolean isOwn = failure == null || Thread.currentThread().isInterrupted() || isTimeout(failure);
            turn.isAbandoned = result == null && isOwn;
            turn.failure = isOwn ? null : failure;
            moved.signalAll();
        }
    }

    /** A limit that passed, or an interrupt, is the matter of one caller; those who share the turn begin anew. */
    private static boolean isTimeout(ExportException failure) {
        return failure.code() == ErrorCode.CRAWL_TIMEOUT;
    }

    @SuppressWarnings("WaitNotInLoop") // every caller asks again for what it waits for
    private void await(Pause pause) {
        try {
            if (!moved.await(pause.left().toMillis(), TimeUnit.MILLISECONDS)
                    && pause.left().isNegative()) {
                throw pause.expired("was busy with earlier crawls and not ready for ours");
            }
        } catch (InterruptedException e) {
            throw pause.interrupted(e);
        }
    }
}
