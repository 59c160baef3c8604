package dev.caravan.aws;

import dev.caravan.upload.MultipartUpload;
import dev.caravan.write.DataFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Response;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * A multipart upload of S3. S3 verifies the checksum of each part, which is taken from the disk, and when the upload is completed the
 * checksum of the whole, which was taken when the file was written.
 */
public final class S3MultipartUpload implements MultipartUpload {
    private static final Logger LOG = LoggerFactory.getLogger(S3MultipartUpload.class);
    private static final String CONTENT_TYPE = "application/octet-stream";

    private final S3Client client;
    private final String bucket;
    private final String key;
    private final String id;
    private final SortedMap<Integer, CompletedPart> sent = new TreeMap<>();

    /** An upload that was begun, here or elsewhere. */
    S3MultipartUpload(S3Client client, String bucket, String key, String id) {
        this.client = client;
        this.bucket = bucket;
        this.key = key;
        this.id = id;
    }

    static S3MultipartUpload begin(S3Client client, String bucket, String key) {
        String id =
                S3LakeStore.call("Beginning the upload of " + address(bucket, key), () -> client.createMultipartUpload(
                                request -> request.bucket(bucket)
                                        .key(key)
                                        .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                                        .checksumType(ChecksumType.FULL_OBJECT))
                        .uploadId());
        return new S3MultipartUpload(client, bucket, key, id);
    }

    private static String address(String bucket, String key) {
        return "s3://" + bucket + "/" + key;
    }

    /** The part is streamed from the file, and read again for each attempt and for its checksum. */
    @Override
    public void send(int number, Path file, long from, long bytes) {
        if (sent.containsKey(number)) {
            return;
        }
        RequestBody body = RequestBody.fromContentProvider(
                ContentStreamProvider.fromInputStreamSupplier(() -> new FileRange(file, from, bytes)),
                bytes,
                CONTENT_TYPE);
        String checksum = checksum(file, from, bytes);
        UploadPartResponse answer = S3LakeStore.call(
                "Uploading part " + number + " of " + address(bucket, key),
                () -> client.uploadPart(
                        request -> request.bucket(bucket)
                                .key(key)
                                .uploadId(id)
                                .partNumber(number)
                                .checksumCRC32C(checksum),
                        body));
        sent.put(
                number,
                CompletedPart.builder()
                        .partNumber(number)
                        .eTag(answer.eTag())
                        .checksumCRC32C(checksum)
                        .build());
    }

    private static String checksum(Path file, long from, long bytes) {
        try (FileRange range = new FileRange(file, from, bytes)) {
            return Crc32c.of(range).base64();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void complete(DataFile file) {
        S3LakeStore.call("Completing the upload of " + address(bucket, key), () -> {
            try {
                return completed(file);
            } catch (S3Exception e) {
                throw RefusedChecksum.in(e, file, address(bucket, key))
                        .<RuntimeException>map(refused -> refused)
                        .orElse(e);
            }
        });
    }

    private S3Response completed(DataFile file) {
        String checksum = Crc32c.ofHex(file.crc32c()).base64();
        try {
            return client.completeMultipartUpload(request -> request.bucket(bucket)
                    .key(key)
                    .uploadId(id)
                    .checksumCRC32C(checksum)
                    .checksumType(ChecksumType.FULL_OBJECT)
                    .multipartUpload(upload -> upload.parts(sent.values())));
        } catch (NoSuchUploadException e) {
            // It was removed, or it is complete and the answer was lost. The whole file is on the disk by now.
            return client.putObject(
                    request -> request.bucket(bucket).key(key).checksumCRC32C(checksum),
                    RequestBody.fromFile(file.path()));
        }
    }

    @Override
    public void abort() {
        // The thread of a run that is cut may be interrupted, and the client refuses to work for such a one.
        boolean interrupted = Thread.interrupted();
        try {
            client.abortMultipartUpload(
                    request -> request.bucket(bucket).key(key).uploadId(id));
        } catch (NoSuchUploadException e) {
            LOG.debug("The upload of {} is gone already", address(bucket, key), e);
        } catch (SdkException e) {
            LOG.warn(
                    "{} The parts that were uploaded stay until the next run of the table, or until a lifecycle rule"
                            + " removes them.",
                    AwsFailure.of(e, "Giving up the upload of " + address(bucket, key))
                            .getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
