package dev.caravan.run;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.write.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The local folder for files on their way to the lake.
 *
 * <p>Every process has a folder of its own below the root, locked while the process lives, so that several may share a root;
 * folders whose process is gone are removed when the next one starts.
 */
public final class Staging implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Staging.class);
    private static final String LOCK = ".lock";
    private static final String PROCESS = "process-";
    private static final int ATTEMPTS = 5;
    private static final String SETTING = "caravan.staging.dir";

    private final Path own;
    private final FileChannel lock;

    private Staging(Path own, FileChannel lock) {
        this.own = own;
        this.lock = lock;
    }

    /**
     * Takes a folder below this root and removes what dead processes left.
     *
     * @throws ExportException when the root cannot be written
     */
    public static Staging open(Path root) {
        Path own = root.resolve(PROCESS + UUID.randomUUID());
        try {
            make(root, own);
            requireOwn(root, own);
            closeOwn(root, own);
            sweep(root, own);
            FileChannel channel =
                    PrivateFiles.open(own.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            if (channel.tryLock() == null) {
                throw new IOException("its lock is taken");
            }
            return new Staging(own, channel);
        } catch (IOException e) {
            throw unusable(root, e);
        }
    }

    /**
     * Makes sure that a folder can be taken below this root, and leaves everything as it was.
     *
     * @throws ExportException BAD_CONFIGURATION that says why not
     */
    public static void check(Path root) {
        Path whole = root.toAbsolutePath().normalize();
        Path own = whole.resolve(PROCESS + UUID.randomUUID());
        List<Path> made = Stream.iterate(own, Objects::nonNull, Path::getParent)
                .takeWhile(folder -> !Files.exists(folder))
                .toList();
        try {
            make(whole, own);
            requireOwn(whole, own);
        } catch (IOException e) {
            throw unusable(root, e);
        } finally {
            made.forEach(Staging::deleteEmpty);
        }
    }

    private static void make(Path root, Path own) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                PrivateFiles.createFolders(root);
                PrivateFiles.createFolder(own);
                return;
            } catch (NoSuchFileException e) {
                // A check of another process may have removed the root that it had made.
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static void deleteEmpty(Path folder) {
        try {
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            LOG.debug("{} stays, since another process uses it", folder, e);
        }
    }

    private static ExportException unusable(Path root, IOException cause) {
        return new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                SETTING + " is '" + root + "', and no files can be written there: " + reason(root, cause) + ".",
                "Set it to a folder that this user can write.",
                cause);
    }

    /** The exceptions of the JDK often have the path alone as their message. */
    private static String reason(Path root, IOException cause) {
        Path present = root.toAbsolutePath().normalize();
        while (present.getParent() != null && !Files.exists(present)) {
            present = present.getParent();
        }
        if (!Files.isDirectory(present)) {
            return present + " is not a folder";
        }
        if (cause instanceof AccessDeniedException) {
            return "the user " + System.getProperty("user.name") + " has no permission to write in " + present;
        }
        if (cause instanceof NoSuchFileException) {
            return "the file system of " + present + " does not let folders be made";
        }
        return cause instanceof FileSystemException known && known.getReason() != null
                ? known.getReason() + " (" + present + ")"
                : String.valueOf(cause.getMessage());
    }

    /**
     * Closes a folder that was open to others; refuses one that strangers may have made, who could take and change what is in it. The
     * owner of a volume's root is not one of them.
     */
    private static void requireOwn(Path root, Path own) throws IOException {
        if (!PrivateFiles.isTrusted(root, own) && !PrivateFiles.isProvided(root, own)) {
            Files.delete(own);
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The staging folder " + root + " was made by another user (" + Files.getOwner(root)
                            + "), and it, a link to it or a folder above can be changed by any user.",
                    "Set caravan.staging.dir to a folder of this user, or remove the permission of others to write"
                            + " (chmod o-w) to it and to the folders above.");
        }
    }

    private static void closeOwn(Path root, Path own) throws IOException {
        // Of somebody else in Kubernetes, or with other things in it, it stays as it is: the process's own folder is
        // closed
        // anyhow.
        if (Files.getOwner(root).equals(Files.getOwner(own)) && holdsOnlyProcesses(root)) {
            PrivateFiles.close(root);
        }
    }

    private static boolean holdsOnlyProcesses(Path root) throws IOException {
        try (Stream<Path> found = Files.list(root)) {
            return found.allMatch(Staging::isProcess);
        }
    }

    private static boolean isProcess(Path path) {
        return path.getFileName().toString().startsWith(PROCESS) && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static void sweep(Path root, Path own) throws IOException {
        for (Path folder : abandoned(root)) {
            if (!folder.equals(own)) {
                remove(folder);
            }
        }
    }

    /**
     * The folders below this root that processes have left which are gone.
     *
     * @throws IOException when the root cannot be read
     */
    public static List<Path> abandoned(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> found = Files.list(root)) {
            return found.filter(Staging::isProcess).filter(Staging::isAbandoned).toList();
        }
    }

    /** Removes a folder that a process has left which is gone. */
    public static void remove(Path folder) {
        LOG.info("Removing {}, which a process that is gone left behind", folder);
        delete(folder);
    }

    private static boolean isAbandoned(Path folder) {
        Path file = folder.resolve(LOCK);
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
                @Nullable FileLock taken = channel.tryLock()) {
            return taken != null;
        } catch (IOException | OverlappingFileLockException e) {
            return false;
        }
    }

    /** The folder of one run; made by whoever writes into it first. */
    public Path folder(String tableId, String runId) {
        return own.resolve(tableId).resolve(runId);
    }

    /** Removes a folder with everything in it; what cannot be removed is logged and left to the next sweep. */
    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> found = Files.walk(folder)) {
            for (Path path : found.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            LOG.warn("Could not remove {}: {}", folder, e.toString());
        }
    }

    /** Gives the folder up. */
    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            LOG.debug("Lock of {}", own, e);
        }
        delete(own);
    }
}
