package dev.caravan.routes;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What lies in the route folder at one moment, by content.
 *
 * <p>Content decides, not the time of change: a Kubernetes ConfigMap swaps one symbolic link, {@code ..data}, and every
 * file behind it changes while the files' own links do not.
 */
final class FolderContents {
    private FolderContents() {}

    /**
     * One file.
     *
     * @param bytes its content; empty when it cannot be read
     * @param digest SHA-256 of the content
     * @param unreadable why it cannot be read, or null
     */
    record Content(byte[] bytes, String digest, @Nullable String unreadable) {}

    /**
     * Reads every {@code *.yaml} and {@code *.yml} of the folder, not those of folders in it, and no hidden one.
     *
     * @throws IOException when the folder itself cannot be listed; that is no reason to stop what runs
     */
    static Map<Path, Content> of(Path folder) throws IOException {
        Map<Path, Content> contents = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[!.]*.{yaml,yml}")) {
            for (Path file : files) {
                if (!Files.isRegularFile(file)) {
                    continue;
                }
                try {
                    byte[] bytes = Files.readAllBytes(file);
                    contents.put(file, new Content(bytes, digest(bytes), null));
                } catch (IOException e) {
                    if (e instanceof NoSuchFileException) {
                        // Deleted since it was listed: the same as not being there.
                        continue;
                    }
                    contents.put(file, new Content(new byte[0], "unreadable", e.toString()));
                }
            }
        }
        return contents;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
