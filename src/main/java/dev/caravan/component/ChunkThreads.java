package dev.caravan.component;

import dev.caravan.log.LogContext;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

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

    private static final long IDLE_SECONDS = 10;

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
        ThreadPoolProfile profile = new ThreadPoolProfile(BEAN);
        // Camel makes a pool of one thread out of 0.
        profile.setPoolSize(1);
        profile.setAllowCoreThreadTimeOut(true);
        profile.setMaxPoolSize(Integer.MAX_VALUE);
        profile.setMaxQueueSize(0);
        profile.setKeepAliveTime(IDLE_SECONDS);
        profile.setTimeUnit(TimeUnit.SECONDS);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        ExecutorServiceManager threads = context.getExecutorServiceManager();
        // Made by the factory, and not shut down with the context: a publication may need them after the routes have
        // stopped.
        ChunkThreads made = new ChunkThreads(threads.getThreadPoolFactory()
                .newThreadPool(profile, new CamelThreadFactory(threads.getThreadNamePattern(), "caravan-chunk", true)));
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
