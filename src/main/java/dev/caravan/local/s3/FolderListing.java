package dev.caravan.local.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.blobstore.S3Exceptions;
import org.gaul.s3proxy.blobstore.SdkResponses;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** Lists the objects of a bucket by their keys, in the order of the bytes of these, from the files of its folder. */
final class FolderListing {
    /** Names of S3Proxy's own files. */
    private static final Pattern RESERVED = Pattern.compile("\\.mpus-.*|\\.s3proxy-(slash|versions)", Pattern.DOTALL);

    /** How S3Proxy names a file while it writes it. */
    private static final Pattern TEMPORARY = Pattern.compile(
            ".+-\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}", Pattern.DOTALL);

    /** UTF-8 orders as code points do; in UTF-16 those beyond U+FFFF begin with surrogates, which are less than U+E000. */
    private static final Comparator<String> BY_BYTES = (one, other) -> {
        int shorter = Math.min(one.length(), other.length());
        for (int i = 0; i < shorter; i++) {
            char a = one.charAt(i);
            char b = other.charAt(i);
            if (a != b) {
                boolean isSurrogate = Character.isSurrogate(a);
                return isSurrogate == Character.isSurrogate(b) ? Character.compare(a, b) : isSurrogate ? 1 : -1;
            }
        }
        return Integer.compare(one.length(), other.length());
    };

    private final BlobStore store;
    private final Path root;

    /**
     * Lists below this folder.
     *
     * @param store tells what is known of each object
     */
    FolderListing(BlobStore store, Path root) {
        this.store = store;
        this.root = root;
    }

    ListObjectsV2Response page(ListObjectsV2Request request) {
        Path bucket = root.resolve(request.bucket());
        if (!Files.isDirectory(bucket)) {
            throw S3Exceptions.noSuchBucket(request.bucket(), "");
        }
        NavigableSet<String> names = new Walk(bucket, request).names();
        String after = request.continuationToken() == null ? request.startAfter() : request.continuationToken();
        int most = Objects.requireNonNullElse(request.maxKeys(), Integer.MAX_VALUE);
        List<S3Object> objects = new ArrayList<>();
        List<CommonPrefix> prefixes = new ArrayList<>();
        String last = null;
        for (String name : after == null ? names : names.tailSet(after, false)) {
            if (objects.size() + prefixes.size() == most) {
                return SdkResponses.objectsPage(objects, prefixes, last);
            }
            if (isPrefix(name, request)) {
                prefixes.add(SdkResponses.commonPrefix(name));
            } else {
                // One that is deleted meanwhile does not appear.
                HeadObjectResponse head = store.blobMetadataIfPresent(request.bucket(), name);
                if (head != null) {
                    objects.add(object(name, head));
                }
            }
            last = name;
        }
        return SdkResponses.objectsPage(objects, prefixes, null);
    }

    private static boolean isPrefix(String name, ListObjectsV2Request request) {
        String delimiter = request.delimiter();
        return delimiter != null
                && !delimiter.isEmpty()
                && name.indexOf(delimiter, prefix(request).length()) >= 0;
    }

    private static String prefix(ListObjectsV2Request request) {
        return Objects.requireNonNullElse(request.prefix(), "");
    }

    private static S3Object object(String key, HeadObjectResponse head) {
        return SdkResponses.objectEntry(
                key,
                head.eTag(),
                head.lastModified(),
                head.contentLength(),
                StorageClass.fromValue(Objects.requireNonNullElse(head.storageClassAsString(), "STANDARD")));
    }

    /** The keys and common prefixes of one request. */
    private final class Walk {
        private final Path bucket;
        private final ListObjectsV2Request request;
        private final String prefix;
        private final NavigableSet<String> names = new TreeSet<>(BY_BYTES);

        Walk(Path bucket, ListObjectsV2Request request) {
            this.bucket = bucket;
            this.request = request;
            this.prefix = prefix(request);
        }

        NavigableSet<String> names() {
            // Nothing outside the last folder of the prefix begins with it.
            String folder = prefix.substring(0, prefix.lastIndexOf('/') + 1);
            if (!folder.isEmpty()) {
                addMarker(folder);
            }
            enter(folder.isEmpty() ? bucket : bucket.resolve(FileNames.of(folder)), folder);
            return names;
        }

        private void enter(Path folder, String key) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    if (isListed(key)) {
                        return;
                    }
                    look(file, file.getFileName().toString(), key);
                }
            } catch (NoSuchFileException | NotDirectoryException e) {
                // It was deleted meanwhile.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private void look(Path file, String name, String before) {
            String key = before + FileNames.piece(name);
            boolean isWhole = !name.startsWith(FileNames.MORE);
            if (RESERVED.matcher(name).matches()) {
                return;
            }
            if (!Files.isDirectory(file)) {
                add(isWhole && key.startsWith(prefix) && !isUnfinished(name, key) ? key : null);
                return;
            }
            String inside = isWhole ? key + "/" : key;
            if (!inside.startsWith(prefix) && !prefix.startsWith(inside)) {
                return;
            }
            if (isWhole) {
                addMarker(inside);
            }
            enter(file, inside);
        }

        /** The object that a folder itself is when it was made with a key that ends in a slash. */
        private void addMarker(String key) {
            add(key.startsWith(prefix) && exists(key) ? key : null);
        }

        private void add(@Nullable String key) {
            if (key != null) {
                names.add(grouped(key));
            }
        }

        /** Whether a common prefix stands for all keys that begin so, and is listed. */
        private boolean isListed(String key) {
            return key.startsWith(prefix) && isPrefix(key, request) && names.contains(grouped(key));
        }

        /** The common prefix that stands for a key, or the key. */
        private String grouped(String key) {
            if (!isPrefix(key, request)) {
                return key;
            }
            String delimiter = request.delimiter();
            return key.substring(0, key.indexOf(delimiter, prefix.length()) + delimiter.length());
        }

        private boolean isUnfinished(String name, String key) {
            if (!TEMPORARY.matcher(name).matches()) {
                return false;
            }
            HeadObjectResponse head = store.blobMetadataIfPresent(request.bucket(), key);
            return head == null || head.eTag() == null;
        }

        private boolean exists(String key) {
            return store.blobMetadataIfPresent(request.bucket(), key) != null;
        }
    }
}
