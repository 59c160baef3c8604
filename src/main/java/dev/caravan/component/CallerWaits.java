package dev.caravan.component;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The executor for an Aggregator that is a step of a run: a completed batch is done before the next row is read.
 *
 * <p>With the Aggregator's own thread the route goes on while batches wait in a queue without end. Camel's
 * SynchronousExecutorService runs them on the caller's thread, but there every batch leaves some frames of Camel's engine on
 * the stack, which overflows after a few thousand. So each batch has a thread of its own, and the caller waits for it; a
 * thread is cheap beside 5,000 rows. There is nothing to shut down.
 */
public final class CallerWaits extends AbstractExecutorService {
    /** The name that routes know this bean by. */
    public static final String BEAN = "callerWaits";

    @Override
    public void execute(Runnable batch) {
        Thread worker = new Thread(batch, Thread.currentThread().getName() + " batch");
        worker.start();
        boolean interrupted = false;
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
                worker.interrupt();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
