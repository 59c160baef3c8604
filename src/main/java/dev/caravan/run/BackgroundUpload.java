package dev.caravan.run;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The upload of one file of a chunk, while the next is read. Used by the chunk's thread, and by the one that ends the run. */
final class BackgroundUpload {
    private @Nullable Future<?> current;

    /** Begins an upload, when the one before has come to its end. */
    void begin(ExecutorService threads, Callable<?> upload) throws Exception {
        await();
        hold(threads.submit(upload));
    }

    private synchronized void hold(@Nullable Future<?> upload) {
        current = upload;
    }

    private synchronized @Nullable Future<?> held() {
        return current;
    }

    /**
     * Waits until nothing is uploaded.
     *
     * @throws Exception with which the upload ended
     */
    void await() throws Exception {
        Future<?> upload = held();
        if (upload == null) {
            return;
        }
        try {
            upload.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            throw e;
        } finally {
            if (upload.isDone()) {
                hold(null);
            }
        }
    }

    /** Waits until nothing is uploaded, whatever became of it: what ended later would take the place of the next try's file. */
    void settle() {
        Future<?> upload = held();
        boolean interrupted = false;
        while (upload != null && !upload.isDone()) {
            try {
                upload.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException | CancellationException e) {
                break;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
