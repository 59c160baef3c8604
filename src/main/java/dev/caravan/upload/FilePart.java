package dev.caravan.upload;

import dev.caravan.write.DataFile;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A part of a file on its way to the lake.
 *
 * @param file the file, which may be written on meanwhile
 * @param number of the part, from 1
 * @param from where it begins in the file
 * @param bytes its length
 * @param finished the whole file, if it ends with this part
 */
public record FilePart(MultipartFile file, int number, long from, long bytes, Optional<DataFile> finished) {
    /**
     * Uploads the part, and with the last one the file, which is removed from the local disk then. May be called again when it failed.
     *
     * @param begin begins the upload of the file
     */
    public void send(Supplier<MultipartUpload> begin) {
        MultipartUpload upload = file.begun(begin);
        upload.send(number, file.path(), from, bytes);
        finished.ifPresent(whole -> {
            upload.complete(whole);
            file.uploaded();
        });
    }
}
