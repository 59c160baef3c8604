package dev.caravan.local.demo;

import dev.caravan.error.ErrorCode;
import dev.caravan.error.ExportException;
import dev.caravan.local.machine.LocalFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that a demo leaves behind; a later demo in it replaces what it made, and nothing else.
 *
 * <p>A hidden file marks it as a demo's and is locked while one is at work, so that no demo takes a folder of other
 * things for its own, nor two demos the same one.
 */
final class DemoFolder implements AutoCloseable {
    private static final String MARK = ".caravan-demo";
    private static final String BUCKETS = "s3";
    private static final String ROUTES = "routes";
    private static final String STAGING = ".staging";
    private static final String CONFIG = "application.properties";
    private static final String LOG = "demo.log";
    private static final String ENVIRONMENT = "demo.env";
    /** What an earlier demo made. */
    private static final List<String> MADE = List.of(BUCKETS, ROUTES, STAGING, CONFIG, LOG, ENVIRONMENT);

    private final Path folder;
    private final FileChannel mark;

    private DemoFolder(Path folder, FileChannel mark) {
        this.folder = folder;
        this.mark = mark;
    }

    /**
     * Takes the folder for a new demo.
     *
     * @throws ExportException when it holds other things, another demo is at work there, or it cannot be written
     */
    static DemoFolder taken(Path given) {
        Path folder = LocalFolder.made(given, "--dir");
        try {
            if (!Files.exists(folder.resolve(MARK)) && !isEmpty(folder)) {
                throw new ExportException(
                        ErrorCode.BAD_CONFIGURATION,
                        "The folder " + folder + " holds other things than a demo's.",
                        "Name an empty or a new folder with --dir.");
            }
            DemoFolder taken = new DemoFolder(folder, locked(folder));
            MADE.forEach(name -> LocalFolder.remove(folder.resolve(name)));
            Files.createDirectories(taken.routes());
            Files.writeString(taken.config(), "# The demo's settings are in the environment: demo.env.\n");
            return taken;
        } catch (IOException | UncheckedIOException e) {
            throw new ExportException(
                    ErrorCode.BAD_CONFIGURATION,
                    "The folder " + folder + " cannot be used: " + e + ".",
                    "Name a folder that this user can write, with --dir.",
                    e);
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }

    private static FileChannel locked(Path folder) throws IOException {
        FileChannel mark = FileChannel.open(folder.resolve(MARK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            FileLock lock = mark.tryLock();
            if (lock != null) {
                return mark;
            }
        } catch (OverlappingFileLockException e) {
            // Another demo of this very process; said below.
        }
        mark.close();
        throw new ExportException(
                ErrorCode.BAD_CONFIGURATION,
                "Another demo is at work in " + folder + ".",
                "End it first, or name another folder with --dir.");
    }

    /** The folder itself. */
    Path path() {
        return folder;
    }

    /** Holds one folder a bucket. */
    Path buckets() {
        return folder.resolve(BUCKETS);
    }

    /** Holds the table files. */
    Path routes() {
        return folder.resolve(ROUTES);
    }

    /** Where files are finished; of the demo's own, because another user may have made the usual one. */
    Path staging() {
        return folder.resolve(STAGING);
    }

    /** The properties file of the demo's pod. */
    Path config() {
        return folder.resolve(CONFIG);
    }

    Path log() {
        return folder.resolve(LOG);
    }

    /** A shell script of the settings that lead to the demo's servers, while they stay. */
    Path environment() {
        return folder.resolve(ENVIRONMENT);
    }

    /** Lets another demo have the folder; what was made stays. */
    @Override
    public void close() {
        LocalFolder.remove(staging());
        try {
            Files.deleteIfExists(environment());
            mark.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
