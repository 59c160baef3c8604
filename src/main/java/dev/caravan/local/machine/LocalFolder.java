package dev.caravan.local.machine;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Folders that the embedded servers keep their files in. */
public final class LocalFolder {
    private LocalFolder() {}

    /**
     * The folder as an absolute path, made when it is missing.
     *
     * @param option the one that names the folder, such as {@code --dir}
     * @throws ExportException when it cannot be made
     */
    public static Path made(Path folder, String option) {
        try {
            return Files.createDirectories(folder.toAbsolutePath().normalize());
        } catch (IOException e) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The folder " + folder + " cannot be made: " + e + ".",
                    "Name a folder that this user can write, with " + option + ".",
                    e);
        }
    }

    /** A fresh folder among the temporary ones. */
    public static Path temporary(String prefix) {
        try {
            return Files.createTempDirectory(prefix);
        } catch (IOException e) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "No folder can be made in " + System.getProperty("java.io.tmpdir") + ": " + e + ".",
                    "Free some space there, or name a folder with --dir.",
                    e);
        }
    }

    /** Lets every user of the machine read and enter the folder. */
    public static void openToAll(Path folder) {
        try {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Removes a folder with all that is in it; what another process removes meanwhile is no failure. */
    public static void remove(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try {
            Files.walkFileTree(folder, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    Files.deleteIfExists(file);
                    return FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                    if (failure instanceof NoSuchFileException) {
                        return FileVisitResult.CONTINUE;
                    }
                    throw failure;
                }

                @Override
                public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure)
                        throws IOException {
                    Files.deleteIfExists(visited);
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
