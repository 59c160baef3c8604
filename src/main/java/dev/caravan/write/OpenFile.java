package dev.caravan.write;

import java.nio.file.Path;

/**
 * A file that is still being written.
 *
 * @param path where it lies on the local disk
 * @param name its name in the lake, without a folder
 * @param bytes how many of its bytes are on the disk, in finished row groups; they do not change any more
 */
public record OpenFile(Path path, String name, long bytes) {}
