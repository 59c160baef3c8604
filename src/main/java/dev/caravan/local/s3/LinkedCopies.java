package dev.caravan.local.s3;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;

/**
 * Copies of objects as hard links, so that a copy within the bucket moves no bytes, as in S3.
 *
 * <p>Two names of one file are two objects, because the store never writes into an object's file: it makes another one and
 * renames it. What it keeps of an object is in the file's extended attributes, so it comes along. A copy has the LastModified
 * and the ETag of its source, where S3 would say when it was copied and, of an object that came in parts, give it another ETag.
 */
final class LinkedCopies {
    private final Path root;

    /** Copies in the buckets of this folder. */
    LinkedCopies(Path root) {
        this.root = root;
    }

    /** Makes the copy if a link is all that it takes; whatever is odd is left to the store, which knows how to refuse it. */
    boolean make(CopyObjectRequest request) {
        if (!isPlain(request)) {
            return false;
        }
        Path source = path(request.sourceBucket(), request.sourceKey());
        Path target = path(request.destinationBucket(), request.destinationKey());
        try {
            if (Files.isRegularFile(source)) {
                link(source, target);
                return true;
            }
        } catch (IOException | UnsupportedOperationException e) {
            // The file system has no links, or something else is in the way.
        }
        return false;
    }

    /** Whether it asks for a copy and for nothing else, such as other metadata or a condition, by names that are the client's own. */
    private static boolean isPlain(CopyObjectRequest request) {
        return request.equals(CopyObjectRequest.builder()
                        .sourceBucket(request.sourceBucket())
                        .sourceKey(request.sourceKey())
                        .destinationBucket(request.destinationBucket())
                        .destinationKey(request.destinationKey())
                        .build())
                && isFile(request.sourceKey())
                && isFile(request.destinationKey());
    }

    /** The store's own files begin with a dot, and folders end in a slash. */
    private static boolean isFile(String key) {
        return !key.startsWith(".") && !key.endsWith("/");
    }

    private Path path(String bucket, String key) {
        return root.resolve(bucket).resolve(NamedFiles.file(key));
    }

    private void link(Path source, Path target) throws IOException {
        Files.createDirectories(target.getParent());
        try {
            Files.createLink(target, source);
        } catch (FileAlreadyExistsException e) {
            replace(source, target);
        }
    }

    /** Readers of the target see the old object or the new one. */
    private void replace(Path source, Path target) throws IOException {
        Path temporary = root.resolve(".copy-" + UUID.randomUUID());
        Files.createLink(temporary, source);
        try {
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            // It is still there when both are names of the same file already: rename does nothing then.
            Files.deleteIfExists(temporary);
        }
    }
}
