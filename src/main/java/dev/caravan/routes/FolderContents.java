package dev.caravan.routes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What lies in the route folder at one moment, by content.
 *
 * <p>Content decides, not the time of change: a Kubernetes ConfigMap swaps one symbolic link, {@code ..data}, and every
 * target changes while the files' own links do not. Nothing is read beyond {@link #MAX_FILE_BYTES}.
 */
final class FolderContents {
    /** A table takes 300 bytes, so a thousand tables fit into one file. A ConfigMap holds no more than this in all. */
    static final int MAX_FILE_BYTES = 1 << 20;
    /** All files together: they stay in memory, because a refused file is judged again when another one changes. */
    static final long MAX_FOLDER_BYTES = 16L << 20;
    /** Several times the tables that one pod runs. */
    static final int MAX_FILES = 5_000;

    private FolderContents() {}

    /**
     * One file.
     *
     * @param bytes its content; empty when it is not used
     * @param digest SHA-256 of the content, or why it is not used
     * @param refusal why it is not used, or null
     */
    record Content(byte[] bytes, String digest, @Nullable Refusal refusal) {
        private static Content refused(String reason, String hint) {
            return new Content(new byte[0], "refused: " + reason, new Refusal(reason, hint));
        }
    }

    /** Why a file is not used, and what to do about it; two sentences. */
    record Refusal(String reason, String hint) {}

    /** A file as it was listed. */
    private record Listed(Path path, long size) {}

    /**
     * Reads every {@code *.yaml} and {@code *.yml} of the folder, not those of folders in it, and no hidden one.
     *
     * @throws IOException when the folder itself cannot be listed; that is no reason to stop what runs
     */
    static Map<Path, Content> of(Path folder) throws IOException {
        Map<Path, Content> contents = new TreeMap<>();
        List<Listed> files = new ArrayList<>();
        int entries = 0;
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "[!.]*.{yaml,yml}")) {
            for (Path path : found) {
                if (++entries > MAX_FILES) {
                    throw new IOException("it holds more than " + MAX_FILES + " route files");
                }
                list(path, files, contents);
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        // The small ones first, so that a few large files cannot take the place of all others.
        files.sort(Comparator.comparingLong(Listed::size).thenComparing(Listed::path));
        long left = MAX_FOLDER_BYTES;
        for (Listed file : files) {
            Content content = read(file.path(), left);
            if (content != null) {
                contents.put(file.path(), content);
                left -= content.bytes().length;
            }
        }
        return contents;
    }

    private static void list(Path path, List<Listed> files, Map<Path, Content> contents) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            if (attributes.isRegularFile()) {
                files.add(new Listed(path, attributes.size()));
            } else if (!attributes.isDirectory()) {
                contents.put(
                        path,
                        Content.refused(
                                "this is a pipe, a socket or a device, and a route file is a regular file.",
                                "Remove it, or give it a name that does not end with .yaml or .yml."));
            }
        } catch (NoSuchFileException e) {
            // Deleted since it was listed, or a link to nothing: the same as not being there.
            return;
        } catch (IOException e) {
            contents.put(path, unreadable(e));
        }
    }

    private static @Nullable Content read(Path path, long left) {
        int limit = (int) Math.min(MAX_FILE_BYTES, left);
        try (InputStream in = Files.newInputStream(path)) {
            // By what is read, since a file may grow and special files tell no size.
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length <= limit) {
                return new Content(bytes, digest(bytes), null);
            }
            return limit == MAX_FILE_BYTES
                    ? Content.refused(
                            "the file is larger than " + MAX_FILE_BYTES + " bytes.",
                            "Divide it into several files, or remove it if it is not a route file.")
                    : Content.refused(
                            "the files of the folder are larger than " + MAX_FOLDER_BYTES + " bytes in all.",
                            "Remove files that are not route files, or run some of the tables in another pod.");
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            return unreadable(e);
        }
    }

    private static Content unreadable(IOException e) {
        return Content.refused("the file cannot be read (" + e + ").", "Let the pod's user read it.");
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
