package dev.caravan.verify;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.LakeStore;
import dev.caravan.proof.ColumnSum;
import dev.caravan.proof.DamagedFile;
import dev.caravan.proof.FileSums;
import dev.caravan.write.PrivateFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.CRC32C;
import java.util.zip.CheckedInputStream;
import org.apache.parquet.io.LocalInputFile;

/**
 * A file of a published run as S3 has it.
 *
 * @param rows that it holds
 * @param bytes of it
 * @param sums of its columns; none when it cannot be decoded
 * @param differences from what the manifest says of it
 */
record PublishedFile(long rows, long bytes, List<ColumnSum> sums, List<String> differences) {
    /**
     * Fetches and reads a file.
     *
     * @param entry what the manifest says of it
     * @param local where it lies meanwhile
     */
    static PublishedFile of(LakeStore store, PublishedManifest.Entry entry, Path local) {
        String key = entry.key();
        String name = "File s3://" + store.bucket() + "/" + key;
        List<String> differences = new ArrayList<>();
        try {
            PrivateFiles.createFolders(Objects.requireNonNull(local.getParent(), "a folder"));
            if (!store.download(key, local)) {
                return new PublishedFile(0, 0, List.of(), List.of(name + " is not there."));
            }
            long bytes = Files.size(local);
            differ(differences, name, "bytes", entry.bytes(), bytes);
            String checksum = checksum(local);
            if (!checksum.equals(entry.crc32c())) {
                differences.add(
                        name + " has the CRC32C " + checksum + ", and the manifest says " + entry.crc32c() + ".");
            }
            FileSums sums = FileSums.of(new LocalInputFile(local));
            differ(differences, name, "rows", entry.rows(), sums.rows());
            return new PublishedFile(sums.rows(), bytes, sums.columns(), differences);
        } catch (DamagedFile e) {
            differences.add(name + " cannot be decoded"
                    + (e.column().isEmpty() ? "" : " at its column " + e.column()) + ": "
                    + String.valueOf(e.getCause()) + ".");
            return new PublishedFile(0, 0, List.of(), differences);
        } catch (IOException e) {
            throw new ExportException(
                    ErrorCode.STAGING_FAILED,
                    "Fetching s3://" + store.bucket() + "/" + key + " to " + local + ": " + e.getMessage() + ".",
                    "Check that caravan.staging.dir can be written and has room for a file of the table.",
                    e);
        } finally {
            local.toFile().delete();
        }
    }

    private static void differ(List<String> differences, String name, String what, long published, long found) {
        if (published != found) {
            differences.add(name + " has " + found + " " + what + ", and the manifest says " + published + ".");
        }
    }

    private static String checksum(Path file) throws IOException {
        CRC32C checksum = new CRC32C();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), checksum)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return String.format(Locale.ROOT, "%08x", checksum.getValue());
    }
}
