package dev.caravan.upload;

import dev.caravan.write.DataFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file that goes to the lake in parts: how far it is cut into them, and the upload that they belong to.
 *
 * <p>Cut by the thread that writes it; the upload belongs to the thread that sends the parts, and any may abort it.
 */
public final class MultipartFile {
    private static final Logger LOG = LoggerFactory.getLogger(MultipartFile.class);

    private final Path path;
    private final String name;
    private final long partBytes;
    private long cut;
    private int parts;
    private @Nullable MultipartUpload upload;
    private boolean isAborted;

    /** A file of which nothing is cut yet. All its parts but the last will be of this size. */
    MultipartFile(Path path, String name, long partBytes) {
        this.path = path;
        this.name = name;
        this.partBytes = partBytes;
    }

    Path path() {
        return path;
    }

    /** Its name in the lake, without a folder. */
    public String name() {
        return name;
    }

    /** The whole parts that have not been cut yet, of a file that has so many bytes on the disk and is still written. */
    List<FilePart> cut(long bytes) {
        List<FilePart> whole = new ArrayList<>();
        while (bytes - cut >= partBytes) {
            whole.add(next(partBytes, Optional.empty()));
        }
        return whole;
    }

    /** The parts that have not been cut yet, of a file that is finished. */
    List<FilePart> cutRest(DataFile file) {
        List<FilePart> rest = cut(file.bytes() - 1);
        rest.add(next(file.bytes() - cut, Optional.of(file)));
        return rest;
    }

    private FilePart next(long bytes, Optional<DataFile> finished) {
        FilePart part = new FilePart(this, ++parts, cut, bytes, finished);
        cut += bytes;
        return part;
    }

    /** The file's upload, begun with its first part; a part that comes late must not begin another. */
    synchronized MultipartUpload begun(Supplier<MultipartUpload> begin) {
        if (isAborted) {
            throw new CancellationException("the upload of " + name + " was aborted");
        }
        if (upload == null) {
            upload = begin.get();
        }
        return upload;
    }

    /** The file is an object of the lake: the local one has had its use. */
    synchronized void uploaded() {
        upload = null;
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.debug("{} stays until the end of the run", path, e);
        }
    }

    /** Leaves nothing of an upload that is not complete. */
    synchronized void abort() {
        isAborted = true;
        if (upload != null) {
            upload.abort();
            upload = null;
        }
    }
}
