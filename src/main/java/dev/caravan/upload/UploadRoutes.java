package dev.caravan.upload;

import dev.caravan.write.DataFile;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/**
 * How the files of a chunk get to the lake.
 *
 * @param threads where they are uploaded
 * @param partBytes the size of a part; 0 where all files go whole
 * @param partsFrom files of fewer bytes go whole; no less than {@code partBytes}
 * @param whole uploads a file
 * @param part uploads a part of a file
 */
public record UploadRoutes(
        ExecutorService threads,
        long partBytes,
        long partsFrom,
        Function<DataFile, Callable<?>> whole,
        Function<FilePart, Callable<?>> part) {

    /** Whether a file of so many bytes, which may have more yet, goes in parts. */
    boolean takeParts(long bytes) {
        return partBytes > 0 && bytes >= partsFrom;
    }
}
