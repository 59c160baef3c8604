package dev.caravan.upload;

import dev.caravan.write.DataFile;
import dev.caravan.write.OpenFile;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/**
 * The uploads of one read's files, one after the other on another thread, while the read goes on. A large file goes in parts, and
 * the first of them while it is still written, if the file before it is in the lake by then.
 *
 * <p>Used by the chunk's thread, and by the one that ends the run.
 */
public final class ChunkUploads {
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    private @Nullable MultipartFile parted;
    private volatile boolean abandoned;

    /**
     * Begins to upload what is on the disk of a file, unless there is too little of it, or the file before is still on its way.
     *
     * @throws Exception with which an upload ended
     */
    public void grown(OpenFile file, UploadRoutes routes) throws Exception {
        if (held().isDone()) {
            await();
        }
        MultipartFile begun = begun(file.path());
        if (begun == null) {
            if (!held().isDone() || !routes.takeParts(file.bytes())) {
                return;
            }
            begun = begin(new MultipartFile(file.path(), file.name(), routes.partBytes()));
        }
        begun.cut(file.bytes())
                .forEach(part -> then(routes.threads(), routes.part().apply(part)));
    }

    /**
     * Uploads a finished file, or what is left of it. One that was not begun waits for the file before, and so does the caller.
     *
     * @throws Exception with which the upload of the file before ended
     */
    public void finished(DataFile file, UploadRoutes routes) throws Exception {
        MultipartFile begun = begun(file.path());
        if (begun == null) {
            await();
            if (!routes.takeParts(file.bytes())) {
                then(routes.threads(), routes.whole().apply(file));
                return;
            }
            begun = begin(new MultipartFile(file.path(), file.name(), routes.partBytes()));
        }
        begun.cutRest(file.bytes())
                .forEach(part -> then(routes.threads(), routes.part().apply(part)));
    }

    private synchronized @Nullable MultipartFile begun(Path path) {
        return parted != null && parted.path().equals(path) ? parted : null;
    }

    private synchronized MultipartFile begin(MultipartFile file) {
        parted = file;
        return file;
    }

    private synchronized CompletableFuture<?> held() {
        return last;
    }

    /** A step that fails keeps those after it from being taken; nothing is an object before its last step. */
    private synchronized void then(ExecutorService threads, Callable<?> step) {
        last = last.thenRunAsync(
                () -> {
                    if (abandoned) {
                        return;
                    }
                    try {
                        step.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }

    /**
     * Waits until nothing is uploaded.
     *
     * @throws Exception with which an upload ended
     */
    public void await() throws Exception {
        try {
            held().get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** Begins no further upload and no further part. */
    public void abandon() {
        abandoned = true;
    }

    /** Forgets what was uploaded of a file that is not complete. */
    public void abort() {
        abandon();
        MultipartFile file;
        synchronized (this) {
            file = parted;
        }
        if (file != null) {
            file.abort();
        }
    }

    /**
     * Waits until nothing is uploaded, whatever became of it: what ended later would take the place of the next try's file. Leaves no
     * upload behind that is not complete.
     */
    public void end() {
        CompletableFuture<?> uploads = held();
        boolean interrupted = false;
        while (!uploads.isDone()) {
            try {
                uploads.get();
            } catch (InterruptedException e) {
                interrupted = true;
            } catch (ExecutionException | CancellationException e) {
                break;
            }
        }
        abort();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
