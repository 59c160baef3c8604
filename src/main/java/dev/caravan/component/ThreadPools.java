package dev.caravan.component;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.ExecutorServiceManager;
import org.apache.camel.spi.ThreadPoolProfile;
import org.apache.camel.util.concurrent.CamelThreadFactory;
import org.apache.camel.util.concurrent.ThreadPoolRejectedPolicy;

/**
 * Pools of daemon threads, made by the thread pool factory of a Camel context.
 *
 * <p>They are not shut down with the context, since what they do may end after the routes have stopped: whoever makes one closes it. An
 * idle thread ends after {@value #IDLE_SECONDS} seconds.
 */
public final class ThreadPools {
    private static final long IDLE_SECONDS = 10;

    private ThreadPools() {}

    /**
     * A pool.
     *
     * @param name of its threads
     * @param threads how many work at the same time, at most; 1 or more
     * @param queue how much work may wait; 0 if none may. More is rejected with a
     *     {@link java.util.concurrent.RejectedExecutionException}
     */
    public static ExecutorService make(CamelContext context, String name, int threads, int queue) {
        ThreadPoolProfile profile = new ThreadPoolProfile(name);
        // Where work may wait, threads beyond the core would be made only when the queue is full.
        profile.setPoolSize(queue == 0 ? 1 : threads);
        profile.setMaxPoolSize(threads);
        profile.setMaxQueueSize(queue);
        profile.setAllowCoreThreadTimeOut(true);
        profile.setKeepAliveTime(IDLE_SECONDS);
        profile.setTimeUnit(TimeUnit.SECONDS);
        profile.setRejectedPolicy(ThreadPoolRejectedPolicy.Abort);
        ExecutorServiceManager manager = context.getExecutorServiceManager();
        return manager.getThreadPoolFactory()
                .newThreadPool(profile, new CamelThreadFactory(manager.getThreadNamePattern(), name, true));
    }
}
