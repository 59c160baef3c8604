package dev.caravan.upload;

import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Uploads of whole files of one chunk, several at a time. */
final class SideBySide {
    /** Eight: a small file takes a round trip, whatever its size, and eight chunks at a time keep 64 connections to S3 busy. */
    private static final int MOST = 8;

    /** 128 MB: so much of a chunk may lie on the local disk for its uploads. A larger file goes alone. */
    private static final long MOST_BYTES = 128L << 20;

    private int running;
    private long bytes;
    private boolean isAbandoned;
    private @Nullable Throwable failure;

    /**
     * Uploads a file on another thread, when there is room for it.
     *
     * @throws Exception with which another upload ended
     */
    synchronized void begin(Executor threads, long size, Callable<?> upload) throws Exception {
        while (running > 0 && !isAbandoned && failure == null && (running == MOST || bytes + size > MOST_BYTES)) {
            wait();
        }
        throwFailure();
        if (isAbandoned) {
            return;
        }
        running++;
        bytes += size;
        try {
            threads.execute(() -> run(size, upload));
        } catch (RuntimeException | Error e) {
            done(size, null);
            throw e;
        }
    }

    private void run(long size, Callable<?> upload) {
        Throwable thrown = null;
        try {
            if (mayRun()) {
                upload.call();
            }
        } catch (Throwable e) {
            thrown = e;
        } finally {
            done(size, thrown);
        }
    }

    private synchronized boolean mayRun() {
        return !isAbandoned && failure == null;
    }

    private synchronized void done(long size, @Nullable Throwable thrown) {
        running--;
        bytes -= size;
        failure = failure == null ? thrown : failure;
        notifyAll();
    }

    private void throwFailure() throws Exception {
        if (failure instanceof Exception exception) {
            throw exception;
        }
        if (failure instanceof Error error) {
            throw error;
        }
    }

    /**
     * Waits until nothing is uploaded.
     *
     * @throws Exception with which an upload ended
     */
    synchronized void await() throws Exception {
        while (running > 0) {
            wait();
        }
        throwFailure();
    }

    /** Begins no further upload. */
    synchronized void abandon() {
        isAbandoned = true;
        notifyAll();
    }

    /**
     * Begins no further upload, and waits until nothing is uploaded, whatever became of it.
     *
     * @return whether the thread was interrupted meanwhile
     */
    synchronized boolean end() {
        abandon();
        boolean interrupted = false;
        while (running > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }
}
