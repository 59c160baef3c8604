package dev.caravan.upload;

import dev.caravan.write.DataFile;
import dev.caravan.write.OpenFile;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The uploads of one chunk's files, one after the other on another thread, while the read goes on. A large file goes in parts, and
 * the first of them while it is still written, if the file before it is in the lake by then. Files of partitions, of which a chunk may have
 * thousands of some kilobytes, go several at a time.
 *
 * <p>Used by the chunk's thread, and by the one that ends the run.
 */
public final class ChunkUploads {
    private CompletableFuture<?> last = CompletableFuture.completedFuture(null);
    private final Map<Path, MultipartFile> inParts = new LinkedHashMap<>();
    private final SideBySide wholes = new SideBySide();
    private volatile boolean abandoned;

    /**
     * The parts of a file that is still being written that can go now: none if there is too little of it, or the file before is still on
     * its way.
     *
     * @throws Exception with which an upload ended
     */
    public List<FilePart> grown(OpenFile file, PartSizes sizes) throws Exception {
        if (held().isDone()) {
            await();
        }
        MultipartFile begun = begun(file.path());
        if (begun == null) {
            if (!held().isDone() || !sizes.takeParts(file.bytes())) {
                return List.of();
            }
            begun = begin(new MultipartFile(file.path(), file.name(), sizes.partBytes()));
        }
        return begun.cut(file.bytes());
    }

    /**
     * What is left of a finished file in parts; empty if the file goes whole. One that was not begun waits for the file before, and so
     * does the caller.
     *
     * @throws Exception with which the upload of the file before ended
     */
    public List<FilePart> finished(DataFile file, PartSizes sizes) throws Exception {
        MultipartFile begun = begun(file.path());
        if (begun == null) {
            await();
            if (!sizes.takeParts(file.bytes())) {
                return List.of();
            }
            begun = begin(new MultipartFile(file.path(), file.name(), sizes.partBytes()));
        }
        return begun.cutRest(file);
    }

    private synchronized @Nullable MultipartFile begun(Path path) {
        return inParts.get(path);
    }

    private synchronized MultipartFile begin(MultipartFile file) {
        inParts.put(file.path(), file);
        return file;
    }

    private synchronized CompletableFuture<?> held() {
        return last;
    }

    /**
     * Uploads on another thread, after what was begun before. After a failure nothing more is uploaded; a file in parts becomes an object
     * with its last part.
     *
     * @param upload sends one part or one file
     */
    public synchronized void then(Executor threads, Callable<?> upload) {
        last = last.thenRunAsync(
                () -> {
                    if (abandoned) {
                        return;
                    }
                    try {
                        upload.call();
                    } catch (Exception e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }

    /**
     * Uploads a whole file on another thread beside others, and waits until there is room for it among them. After a failure nothing more is
     * uploaded.
     *
     * @param bytes of the file
     * @throws Exception with which an upload ended
     */
    public void beside(Executor threads, long bytes, Callable<?> upload) throws Exception {
        wholes.begin(threads, bytes, upload);
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
        wholes.await();
    }

    /** Begins no further upload and no further part. */
    public void abandon() {
        abandoned = true;
        wholes.abandon();
    }

    /** Forgets what was uploaded of files that are not complete. */
    public void abort() {
        abandon();
        List<MultipartFile> begun;
        synchronized (this) {
            begun = List.copyOf(inParts.values());
        }
        begun.forEach(MultipartFile::abort);
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
        interrupted |= wholes.end();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
