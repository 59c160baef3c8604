package dev.caravan.local;

import dev.caravan.error.Exit;
import java.util.concurrent.CountDownLatch;

/**
 * Keeps a command alive until somebody ends the process, and makes that a good ending.
 *
 * <p>The JVM's own status after SIGTERM is 143 whatever its hooks do; a server that was asked to stop and did has done
 * its job, so the hook halts with 0 once the servers are closed.
 */
final class UntilStopped {
    private UntilStopped() {}

    /** Waits for SIGTERM or SIGINT, then closes and ends the process with status 0; it does not return. */
    static void waitFor(AutoCloseable servers) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(servers), "stop-at-exit"));
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void end(AutoCloseable servers) {
        int status = Exit.PUBLISHED.code();
        try {
            servers.close();
        } catch (Exception e) {
            System.err.println(e);
            status = Exit.FAILED_RUN.code();
        }
        System.out.flush();
        System.err.flush();
        Runtime.getRuntime().halt(status);
    }
}
