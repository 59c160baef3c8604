package dev.caravan.lake;

import dev.caravan.upload.MultipartUpload;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/** What publishing asks of an object store: a bucket of S3, reached by keys. Failures come as {@link dev.caravan.error.ExportException}. */
public interface LakeStore {
    /** An object with the tag of its version. */
    record Version(byte[] bytes, String etag) {}

    /** An object in a listing, with the tag of its version and the time by the store's clock. */
    record Entry(String key, long bytes, String etag, Instant modified) {}

    /** The bucket's name, for sentences and addresses. */
    String bucket();

    /** The object, or nothing when there is none. */
    Optional<Version> read(String key);

    /**
     * Fetches an object.
     *
     * @param to a file that does not exist, in a folder that does
     * @return whether there is such an object
     */
    boolean download(String key, Path to);

    /** Writes an object, whatever was there. */
    void put(String key, byte[] bytes);

    /** Writes a local file of up to 5 GB as an object of JSON lines, whatever was there. */
    void put(String key, Path file);

    /**
     * Writes an object only if it is still what was read.
     *
     * @param expected the version that was read, or nothing when there was none
     * @return what was written; empty if another client wrote meanwhile
     */
    Optional<Version> putIfUnchanged(String key, byte[] bytes, Optional<Version> expected);

    /** Copies within the bucket, in one atomic step for the reader of the target; objects of up to 5 GB. */
    void copy(String from, String to);

    /** Makes several such copies side by side; returns, or fails, when none is under way any more. */
    void copyAll(Map<String, String> targetsBySource);

    /** Begins to upload a file in parts; there is no object before it is complete. */
    MultipartUpload upload(String key);

    /** A multipart upload that is neither completed nor aborted, and when it was begun by the store's clock. */
    record OpenUpload(String key, String id, Instant begun) {}

    /** The multipart uploads of keys with this prefix that are neither completed nor aborted. */
    List<OpenUpload> openUploads(String prefix);

    /** Aborts a multipart upload; one that is gone is fine. */
    void abort(OpenUpload upload);

    /** Aborts multipart uploads that were not completed, of keys with this prefix up to the last one. */
    default void abortUploads(String prefix, String last) {
        openUploads(prefix).stream()
                .filter(upload -> upload.key().compareTo(last) <= 0)
                .forEach(this::abort);
    }

    /** The folders right below this one, each with its slash; the prefix is empty or ends in a slash. */
    List<String> folders(String prefix);

    /** Every object whose key begins so, in the order of the keys. */
    List<Entry> list(String prefix);

    /**
     * The first objects whose keys begin so, in the order of the keys.
     *
     * @param most how many at most, from 1 on
     */
    List<Entry> list(String prefix, int most);

    /** Every object whose key begins so and comes after this key, in the order of the keys. */
    List<Entry> listAfter(String prefix, String after);

    /** The objects, read side by side; those that are gone are missing. */
    Map<String, Version> readAll(Collection<String> keys);

    /**
     * The end of an object.
     *
     * @param bytes its last bytes; all of a shorter object
     * @param length of the whole object
     */
    record End(byte[] bytes, long length) {}

    /**
     * Reads the ends of objects side by side, and holds no more than a few at a time.
     *
     * @param bytesByKey how many bytes of each object, from 1 on
     * @param each takes a key with its object's end, or with nothing when there is no object; called by several threads, and no more
     *     after it has thrown
     */
    void readEnds(Map<String, Integer> bytesByKey, BiConsumer<String, Optional<End>> each);

    /** Removes objects, up to 1,000 in one request; a key without an object is fine. */
    void delete(Collection<String> keys);
}
