package dev.caravan.component;

import dev.caravan.log.LogContext;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of the split that reads chunks side by side.
 *
 * <p>They need no bound of their own: a run hands out a chunk when one of its connections is free, and one more thread waits for that.
 * A pool of fixed size would let the chunks of one large table keep all others waiting.
 */
public final class ChunkThreads {
    /** The name that routes know these threads by. */
    public static final String BEAN = "chunkThreads";

    private static final int IDLE_SECONDS = 10;

    private ChunkThreads() {}

    /** None as long as none is needed; idle ones go, and none keeps the process alive. */
    public static ExecutorService start() {
        AtomicInteger number = new AtomicInteger();
        return new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, IDLE_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
                    Thread thread = new Thread(work, "caravan-chunk-" + number.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                }) {
            @Override
            public void execute(Runnable work) {
                super.execute(LogContext.carried(work));
            }
        };
    }
}
