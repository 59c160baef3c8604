package dev.caravan.run;

import dev.caravan.write.DataFile;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.function.Function;

/**
 * How the files of a chunk get to the lake.
 *
 * @param threads where they are uploaded
 * @param partBytes the size of a part; files that are smaller go whole, and all files do where it is 0
 * @param whole uploads a file
 * @param part uploads a part of a file
 */
public record UploadRoutes(
        ExecutorService threads,
        long partBytes,
        Function<DataFile, Callable<?>> whole,
        Function<FilePart, Callable<?>> part) {}
