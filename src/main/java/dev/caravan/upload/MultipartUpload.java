package dev.caravan.upload;

import dev.caravan.write.DataFile;
import java.nio.file.Path;

/** An upload that a store has begun: its parts become an object all at once, or nothing does. */
public interface MultipartUpload {
    /** Sends bytes of a file as a part. What has been sent under this number is not sent again. */
    void send(int number, Path file, long from, long bytes);

    /** Makes the parts the object, if they are what was written into the file. When it fails it may be called again. */
    void complete(DataFile file);

    /** Forgets the parts; what keeps it from doing so is logged. */
    void abort();
}
