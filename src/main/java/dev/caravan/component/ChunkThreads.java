package dev.caravan.component;

import dev.caravan.log.LogContext;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;

/**
 * The threads that read chunks in parallel and upload their files: for the {@code executorService} of a split over the chunks of
 * {@code pg-table}. What they log belongs to the run of whoever gave them work.
 *
 * <p>They need no bound of their own: a run hands out a chunk when one of its connections is free, and one more thread waits for that.
 * A pool of fixed size would let the chunks of one large table keep all others waiting.
 */
public final class ChunkThreads extends AbstractExecutorService {
    /** The name that routes know these threads by; bound by the components that need them, unless there is another one. */
    public static final String BEAN = "chunkThreads";

    private final ExecutorService pool;

    private ChunkThreads(ExecutorService pool) {
        this.pool = pool;
    }

    /** Those of this context. None runs as long as none is needed. */
    public static synchronized ExecutorService of(CamelContext context) {
        ExecutorService present = context.getRegistry().lookupByNameAndType(BEAN, ExecutorService.class);
        if (present != null) {
            return present;
        }
        // A publication may need them after the routes have stopped.
        ChunkThreads made = new ChunkThreads(ThreadPools.make(context, "caravan-chunk", Integer.MAX_VALUE, 0));
        context.getRegistry().bind(BEAN, made);
        return made;
    }

    @Override
    public void execute(Runnable work) {
        pool.execute(LogContext.carried(work));
    }

    @Override
    public void shutdown() {
        pool.shutdown();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return pool.shutdownNow();
    }

    @Override
    public boolean isShutdown() {
        return pool.isShutdown();
    }

    @Override
    public boolean isTerminated() {
        return pool.isTerminated();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return pool.awaitTermination(timeout, unit);
    }
}
