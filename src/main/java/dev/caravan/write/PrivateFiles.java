package dev.caravan.write;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Set;

/**
 * Files and folders that only this user can read, from their first moment on and whatever the umask is: they hold the rows of
 * tables, and often lie where every user of the machine comes by.
 */
public final class PrivateFiles {
    private static final boolean POSIX =
            FileSystems.getDefault().supportedFileAttributeViews().contains("posix");

    private PrivateFiles() {}

    private static FileAttribute<?>[] mode(String permissions) {
        return POSIX
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Makes a folder and those above it that are missing, for this user alone (0700). */
    public static void createFolders(Path folder) throws IOException {
        Files.createDirectories(folder, mode("rwx------"));
    }

    /** Makes a folder that is not there yet, for this user alone (0700). */
    public static void createFolder(Path folder) throws IOException {
        Files.createDirectory(folder, mode("rwx------"));
    }

    /** Makes a folder that was there before one of this user alone (0700). */
    public static void close(Path folder) throws IOException {
        if (POSIX) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** Opens a file for writing; one that is made is for this user alone (0600). */
    public static FileChannel open(Path file, OpenOption... how) throws IOException {
        return FileChannel.open(file, Set.of(how), mode("rw-------"));
    }

    /** Writes a file anew, for this user alone (0600). */
    public static OutputStream create(Path file) throws IOException {
        return Channels.newOutputStream(
                open(file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE));
    }

    /**
     * Whether only this user or root can have made a folder, or the link that leads to it: its owner can read, change
     * and replace all that is in it.
     *
     * @param folder the folder
     * @param own something that this process has made
     */
    public static boolean isTrusted(Path folder, Path own) throws IOException {
        UserPrincipal self = Files.getOwner(own, LinkOption.NOFOLLOW_LINKS);
        return isOf(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS), self) && isOf(Files.getOwner(folder), self);
    }

    /**
     * Whether a folder of another user may be used: a volume whose root has a fixed owner and is writable by a group. Neither the
     * folder nor the one that it lies in may be writable by everybody, nor any further one above up to the first of this user or
     * root; else a stranger may have made it.
     *
     * @param folder the folder
     * @param own something that this process has made in it
     */
    public static boolean isProvided(Path folder, Path own) throws IOException {
        UserPrincipal self = Files.getOwner(own, LinkOption.NOFOLLOW_LINKS);
        boolean isLink = Files.isSymbolicLink(folder);
        if (!POSIX || (isLink && !isOf(Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS), self))) {
            return false;
        }
        Path at = folder.toRealPath();
        while (!isOf(Files.getOwner(at), self)) {
            Path above = at.getParent();
            if (above == null || isOpen(at) || isOpen(above)) {
                return false;
            }
            at = above;
        }
        return isClosed(own);
    }

    private static boolean isOpen(Path folder) throws IOException {
        return Files.getPosixFilePermissions(folder).contains(PosixFilePermission.OTHERS_WRITE);
    }

    /** A file system without modes of its own may report others than those that were set. */
    private static boolean isClosed(Path folder) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder))
                .endsWith("------");
    }

    private static boolean isOf(UserPrincipal owner, UserPrincipal self) {
        return owner.equals(self)
                || owner.getName().equals("root")
                || owner.getName().equals("0");
    }
}
