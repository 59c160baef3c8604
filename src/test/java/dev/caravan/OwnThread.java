package dev.caravan;

/**
 * Begins work that waits for other work, each in a thread of its own. Without an executor, CompletableFuture uses the common pool,
 * which has a single thread on two cores from Java 25 on, so that work which waits for later work in the pool never ends.
 */
public final class OwnThread {
    private OwnThread() {}

    /** Begins this now; the process does not wait for its end. */
    public static void start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }
}
