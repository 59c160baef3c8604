package dev.caravan.aws;

import dev.caravan.log.LogContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does several things at the same moment, and waits for all of them. */
public final class SideBySide {
    private static final Logger LOG = LoggerFactory.getLogger(SideBySide.class);

    /** As many requests of one publication as S3 answers at once without a word; the SDK's client has 50 connections. */
    private static final int MOST = 16;

    private SideBySide() {}

    /**
     * Runs these on the caller's thread and on others.
     *
     * <p>Returns when none is running any more; after a failure no further one begins.
     *
     * @throws RuntimeException the first failure
     */
    static void run(Executor threads, List<Runnable> works) {
        Queue<Runnable> left = new ConcurrentLinkedQueue<>(works);
        Runnable worker = LogContext.carried(() -> {
            try {
                for (Runnable work = left.poll(); work != null; work = left.poll()) {
                    work.run();
                }
            } catch (RuntimeException | Error e) {
                left.clear();
                throw e;
            }
        });
        List<CompletableFuture<?>> others = new ArrayList<>();
        for (int i = 1; i < Math.min(MOST, works.size()); i++) {
            try {
                others.add(CompletableFuture.runAsync(worker, threads));
            } catch (RejectedExecutionException | OutOfMemoryError e) {
                LOG.debug("No further thread is available; those that there are do the work", e);
                break;
            }
        }
        others.add(CompletableFuture.runAsync(worker, Runnable::run));
        try {
            CompletableFuture.allOf(others.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error broken) {
                throw broken;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : e;
        }
    }
}
