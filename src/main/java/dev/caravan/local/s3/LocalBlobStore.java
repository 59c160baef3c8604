package dev.caravan.local.s3;

import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListBucketsResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/**
 * The folder store, corrected where S3 is stricter or kinder.
 *
 * <ul>
 *   <li>{@code If-Match} is one step: the store alone looks and then writes, so that of several writers more than one
 *       wins. Here they queue by key, which suffices because no other process writes the folder.
 *   <li>An object that is still being written is not listed; the store alone shows its temporary file. Keys are listed in the order of
 *       their bytes, see {@link FolderListing}.
 *   <li>A key may be what no file is called, see {@link NamedFiles}.
 *   <li>A copy within the store takes no time: it is a link, as {@link LinkedCopies} makes them.
 *   <li>Encryption may be asked for. Nothing is encrypted, for the files are there to be looked at, and no answer claims
 *       that it was.
 *   <li>Hidden folders are no buckets.
 * </ul>
 */
final class LocalBlobStore extends NamedFiles {
    private static final int QUEUES = 64;

    private final List<Lock> queues =
            Stream.<Lock>generate(ReentrantLock::new).limit(QUEUES).toList();

    private final LinkedCopies copies;

    LocalBlobStore(Path root) {
        super(root);
        this.copies = new LinkedCopies(root);
    }

    @Override
    public PutObjectResponse putBlob(PutObjectRequest request, InputStream payload) {
        String expected = request.ifMatch();
        if (expected == null) {
            return super.putBlob(request, payload);
        }
        Lock queue = queues.get(Math.floorMod((request.bucket() + "/" + request.key()).hashCode(), QUEUES));
        queue.lock();
        try {
            if (currentlyMatches(request.bucket(), request.key(), expected)) {
                return super.putBlob(request, payload);
            }
        } finally {
            queue.unlock();
        }
        throw S3Exceptions.fromStatusCode(412);
    }

    @Override
    public CopyObjectResponse copyBlob(CopyObjectRequest request) {
        if (!copies.make(request)) {
            return super.copyBlob(request);
        }
        HeadObjectResponse copy = blobMetadata(HeadObjectRequest.builder()
                .bucket(request.destinationBucket())
                .key(request.destinationKey())
                .build());
        return CopyObjectResponse.builder()
                .copyObjectResult(result -> result.eTag(copy.eTag()))
                .build();
    }

    private boolean currentlyMatches(String bucket, String key, String expected) {
        HeadObjectResponse current =
                blobMetadata(HeadObjectRequest.builder().bucket(bucket).key(key).build());
        return current != null && (expected.equals("*") || unquoted(expected).equals(unquoted(current.eTag())));
    }

    private static String unquoted(String etag) {
        return etag.replace("\"", "");
    }

    @Override
    public boolean supportsServerSideEncryption() {
        return true;
    }

    @Override
    public ListBucketsResponse list() {
        ListBucketsResponse listed = super.list();
        return listed.toBuilder()
                .buckets(listed.buckets().stream()
                        .filter(bucket -> !bucket.name().startsWith("."))
                        .toList())
                .build();
    }
}
