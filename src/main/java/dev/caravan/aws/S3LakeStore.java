package dev.caravan.aws;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.lake.LakeStore;
import dev.caravan.upload.MultipartUpload;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** The lake in a bucket of S3. */
public final class S3LakeStore implements LakeStore {
    /** What one DeleteObjects takes. */
    private static final int MOST_KEYS = 1_000;

    private static final int NOT_FOUND = 404;
    private static final int PRECONDITION_FAILED = 412;
    private static final int CONDITIONAL_CONFLICT = 409;
    /** The answer to any range of an empty object. */
    private static final int NO_SUCH_RANGE = 416;

    private final S3Client client;
    private final String bucket;
    /** For what is asked of S3 side by side. */
    private final Executor threads;

    /** The store in this bucket. */
    public S3LakeStore(S3Client client, String bucket) {
        this(client, bucket, Runnable::run);
    }

    /**
     * The store in this bucket.
     *
     * @param threads for what is asked of S3 side by side
     */
    public S3LakeStore(S3Client client, String bucket, Executor threads) {
        this.client = client;
        this.bucket = bucket;
        this.threads = threads;
    }

    @Override
    public String bucket() {
        return bucket;
    }

    @Override
    public Optional<Version> read(String key) {
        return call("Reading", key, () -> {
            try {
                ResponseBytes<GetObjectResponse> object = client.getObjectAsBytes(
                        request -> request.bucket(bucket).key(key));
                return Optional.of(
                        new Version(object.asByteArray(), object.response().eTag()));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            }
        });
    }

    @Override
    public boolean download(String key, Path to) {
        return call("Reading", key, () -> {
            try {
                client.getObject(request -> request.bucket(bucket).key(key), ResponseTransformer.toFile(to));
                return true;
            } catch (NoSuchKeyException e) {
                return false;
            }
        });
    }

    @Override
    public void put(String key, byte[] bytes) {
        call("Writing", key, () -> client.putObject(json(key, bytes).build(), RequestBody.fromBytes(bytes)));
    }

    @Override
    public void put(String key, Path file) {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .contentType("application/x-ndjson")
                .checksumAlgorithm(ChecksumAlgorithm.CRC32_C)
                .build();
        call("Writing", key, () -> client.putObject(request, RequestBody.fromFile(file)));
    }

    @Override
    public Optional<Version> putIfUnchanged(String key, byte[] bytes, Optional<Version> expected) {
        return call("Writing", key, () -> {
            PutObjectRequest.Builder request = json(key, bytes);
            expected.ifPresentOrElse(version -> request.ifMatch(version.etag()), () -> request.ifNoneMatch("*"));
            try {
                PutObjectResponse written = client.putObject(request.build(), RequestBody.fromBytes(bytes));
                return Optional.of(new Version(bytes, written.eTag()));
            } catch (S3Exception e) {
                boolean isGone = expected.isPresent()
                        && e.statusCode() == NOT_FOUND
                        && e.awsErrorDetails() != null
                        && "NoSuchKey".equals(e.awsErrorDetails().errorCode());
                if (isGone || e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONDITIONAL_CONFLICT) {
                    return Optional.empty();
                }
                throw e;
            }
        });
    }

    private PutObjectRequest.Builder json(String key, byte[] bytes) {
        return PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .contentType("application/json")
                .checksumCRC32C(Crc32c.of(bytes).base64());
    }

    @Override
    public void copy(String from, String to) {
        call(
                "Copying " + from + " to",
                to,
                () -> client.copyObject(request -> request.sourceBucket(bucket)
                        .sourceKey(from)
                        .destinationBucket(bucket)
                        .destinationKey(to)));
    }

    @Override
    public void copyAll(Map<String, String> targetsBySource) {
        SideBySide.run(
                threads,
                targetsBySource.entrySet().stream()
                        .<Runnable>map(each -> () -> copy(each.getKey(), each.getValue()))
                        .toList());
    }

    @Override
    public MultipartUpload upload(String key) {
        return S3MultipartUpload.begin(client, bucket, key);
    }

    @Override
    public List<OpenUpload> openUploads(String prefix) {
        return call(
                "Listing the uploads below",
                prefix,
                () ->
                        client
                                .listMultipartUploadsPaginator(
                                        request -> request.bucket(bucket).prefix(prefix))
                                .uploads()
                                .stream()
                                .map(upload -> new OpenUpload(upload.key(), upload.uploadId(), upload.initiated()))
                                .toList());
    }

    @Override
    public void abort(OpenUpload upload) {
        new S3MultipartUpload(client, bucket, upload.key(), upload.id()).abort();
    }

    @Override
    public List<String> folders(String prefix) {
        return call("Listing", prefix, () -> client
                .listObjectsV2Paginator(
                        request -> request.bucket(bucket).prefix(prefix).delimiter("/"))
                .commonPrefixes()
                .stream()
                .map(CommonPrefix::prefix)
                .toList());
    }

    @Override
    public List<Entry> list(String prefix) {
        return call(
                "Listing",
                prefix,
                () ->
                        client
                                .listObjectsV2Paginator(
                                        request -> request.bucket(bucket).prefix(prefix))
                                .contents()
                                .stream()
                                .map(S3LakeStore::entry)
                                .toList());
    }

    @Override
    public List<Entry> list(String prefix, int most) {
        return call("Listing", prefix, () -> client
                .listObjectsV2Paginator(
                        request -> request.bucket(bucket).prefix(prefix).maxKeys(Math.min(most, MOST_KEYS)))
                .contents()
                .stream()
                .limit(most)
                .map(S3LakeStore::entry)
                .toList());
    }

    @Override
    public List<Entry> listAfter(String prefix, String after) {
        return call(
                "Listing", prefix, () -> client
                        .listObjectsV2Paginator(
                                request -> request.bucket(bucket).prefix(prefix).startAfter(after))
                        .contents()
                        .stream()
                        .map(S3LakeStore::entry)
                        .toList());
    }

    @Override
    public Map<String, Version> readAll(Collection<String> keys) {
        Map<String, Version> found = new ConcurrentHashMap<>();
        SideBySide.run(
                threads,
                keys.stream()
                        .<Runnable>map(key -> () -> read(key).ifPresent(version -> found.put(key, version)))
                        .toList());
        return found;
    }

    @Override
    public void readEnds(Map<String, Integer> bytesByKey, BiConsumer<String, Optional<End>> each) {
        SideBySide.run(
                threads,
                bytesByKey.entrySet().stream()
                        .<Runnable>map(
                                entry -> () -> each.accept(entry.getKey(), end(entry.getKey(), entry.getValue())))
                        .toList());
    }

    private Optional<End> end(String key, int bytes) {
        return call("Reading the end of", key, () -> {
            try {
                ResponseBytes<GetObjectResponse> end = client.getObjectAsBytes(
                        request -> request.bucket(bucket).key(key).range("bytes=-" + bytes));
                // bytes 900-999/1000
                String range = end.response().contentRange();
                long length = range == null
                        ? end.response().contentLength()
                        : Long.parseLong(range.substring(range.indexOf('/') + 1));
                return Optional.of(new End(end.asByteArrayUnsafe(), length));
            } catch (NoSuchKeyException e) {
                return Optional.empty();
            } catch (S3Exception e) {
                if (e.statusCode() == NO_SUCH_RANGE) {
                    return Optional.of(new End(new byte[0], 0));
                }
                throw e;
            }
        });
    }

    private static Entry entry(S3Object object) {
        return new Entry(object.key(), object.size(), object.eTag(), object.lastModified());
    }

    @Override
    public void delete(Collection<String> keys) {
        List<String> all = new ArrayList<>(keys);
        for (int from = 0; from < all.size(); from += MOST_KEYS) {
            List<ObjectIdentifier> some = all.subList(from, Math.min(all.size(), from + MOST_KEYS)).stream()
                    .map(key -> ObjectIdentifier.builder().key(key).build())
                    .toList();
            DeleteObjectsResponse done = call(
                    "Removing",
                    some.get(0).key(),
                    () -> client.deleteObjects(request -> request.bucket(bucket)
                            .delete(Delete.builder().objects(some).quiet(true).build())));
            if (done.hasErrors() && !done.errors().isEmpty()) {
                throw new ExportException(
                        ErrorCode.ACCESS_DENIED,
                        "Removing s3://" + bucket + "/" + done.errors().get(0).key() + ": "
                                + done.errors().get(0).message() + ".",
                        "Allow s3:DeleteObject below the prefix of the lake.");
            }
        }
    }

    private <T> T call(String verb, String key, Supplier<T> call) {
        return call(verb + " s3://" + bucket + "/" + key, call);
    }

    static <T> T call(String where, Supplier<T> call) {
        try {
            return call.get();
        } catch (SdkException e) {
            throw AwsFailure.of(e, where);
        }
    }
}
