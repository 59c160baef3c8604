package dev.caravan.aws;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.write.DataFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** An upload whose checksum S3 found to be another one: the file has changed since it was written, or its bytes on the way. */
public final class RefusedChecksum {
    private static final Logger LOG = LoggerFactory.getLogger(RefusedChecksum.class);

    private RefusedChecksum() {}

    /**
     * The failure with both checksums, if S3 refused an upload for its checksum.
     *
     * @param failure what was thrown; its causes are searched
     * @param file what was uploaded
     * @param to the key or the address that it was uploaded to
     */
    public static Optional<ExportException> in(Throwable failure, DataFile file, String to) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof AwsServiceException answer
                    && answer.awsErrorDetails() != null
                    && "BadDigest".equals(answer.awsErrorDetails().errorCode())) {
                return Optional.of(of(answer, file, to));
            }
        }
        return Optional.empty();
    }

    private static ExportException of(AwsServiceException refusal, DataFile file, String to) {
        String what = "Uploading " + to + " failed: S3 received other bytes than were written (BadDigest). "
                + file.name() + " was written with the CRC32C " + file.crc32c();
        Optional<String> now = onDisk(file);
        if (now.isPresent() && !now.get().equals(file.crc32c())) {
            return new ExportException(
                    ErrorCode.STAGING_FAILED,
                    what + ", and " + file.path() + " now has " + now.get() + ".",
                    "Nothing was published; the table is read again. Keep other programs away from caravan.staging.dir;"
                            + " if it happens again, check that disk and the machine's memory.",
                    refusal);
        }
        return new ExportException(
                ErrorCode.LAKE_UNREACHABLE,
                what + (now.isPresent() ? ", which " + file.path() + " still has" : "")
                        + ", so its bytes changed on the way.",
                "Nothing was published; it is retried. If it lasts, look for what changes requests between here and S3,"
                        + " such as a proxy, and check the machine's memory.",
                refusal);
    }

    private static Optional<String> onDisk(DataFile file) {
        try (InputStream bytes = Files.newInputStream(file.path())) {
            return Optional.of(Crc32c.of(bytes).hex());
        } catch (IOException e) {
            LOG.debug("{} cannot be read again", file.path(), e);
            return Optional.empty();
        }
    }
}
